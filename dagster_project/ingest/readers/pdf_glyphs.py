"""The text of a PDF's cell: its lines closed up, and the characters that its fonts' radicals stand for."""

from __future__ import annotations

import re
import unicodedata

# A PDF's fonts may say the radical where the character is meant: compatibility forms, and those below
_RADICALS = dict(
    zip(
        "⺠⻓⻔⻚⻅⻉⻋⻘⻢⻥⻦⻩⻬⻰⻛⻜⻝⻄⻆⻁⻨⻮⻣⻤⻐⻙⻧⻫⻯⺮⺾",
        "民长门页见贝车青马鱼鸟黄齐龙风飞食西角虎麦齿骨鬼钅韦卤齐龙竹艹",
        strict=True,
    )
)
_RADICAL = re.compile("[\u2e80-\u2fd5]")
_BETWEEN_CHINESE = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])|\n(?=[\d\W])|(?<=[\d\W])\n")


def cell_text(cell: str | None) -> str:
    """A cell's lines closed up: PDF breaks a cell where it is narrow. Between two Latin words a space
    remains. Radicals are the characters that they stand for.
    """
    text = (cell or "").strip()
    if _RADICAL.search(text):
        text = "".join(_RADICALS.get(sign) or _character(sign) for sign in text)
    return _BETWEEN_CHINESE.sub("", text).replace("\n", "" if text.isdigit() else " ")


def _character(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign) if _RADICAL.match(sign) else sign
