"""Yes or no, and one of several: told by any of the spellings that a contract lists."""

from __future__ import annotations

import re

from dagster_project.identity.text import fold, half_width
from dagster_project.ingest.contract import Column
from dagster_project.ingest.values.base import Bad, is_blank
from dagster_project.ingest.values.texts import close_up, parse_text

_YES = frozenset(
    [
        "是",
        "有",
        "√",
        "✓",
        "✔",
        "☑",
        "1",
        "1.0",
        "true",
        "yes",
        "y",
        "t",
        "对",
        "属于",
        "符合",
        "已",
        "是的",
        "通过",
        "具备",
        "存在",
    ]
)
_NO = frozenset(
    [
        "否",
        "无",
        "×",
        "x",
        "✗",
        "✘",
        "☒",
        "0",
        "0.0",
        "false",
        "no",
        "n",
        "f",
        "错",
        "不属于",
        "不符合",
        "未",
        "没有",
        "不是",
        "不具备",
        "不存在",
    ]
)
# ☒ is what a word processor's own box shows when it is ticked; a plain × beside a √ is a box left out.
_TICKED, _EMPTY = frozenset("☑√✓✔■◼●▣☒"), frozenset("□☐▢◻○◯〇×✗✘")
_BETWEEN = re.compile(r"[\s()\[\]{}/\\|、,，;；.。:：_]+")
_UNKNOWN = frozenset(["不详", "未知", "不清楚", "不适用"])
_QUOTES = str.maketrans("“”‘’", "\"\"''")


def parse_flag(text: str, column: Column) -> int | None:
    """1 for yes, 0 for no, None for not known. Raises Bad for any other word."""
    folded = fold(text)
    if folded in _YES or folded in column.options.get("true_words", ()):
        return 1
    if folded in _NO or folded in column.options.get("false_words", ()):
        return 0
    if is_blank(text) or folded in _UNKNOWN:
        return None
    if boxes := _boxes(text, column):
        ticked = {answer for answer, is_ticked in boxes if is_ticked}
        if len(ticked) == 1:
            return ticked.pop()
        reason = "两个选项都打了勾" if ticked else "没有一个选项打了勾"
        raise Bad("只勾选一项，如 ☑是 □否", reason, "请只勾选一项，或直接填 是 或 否；不知道请留空")
    raise Bad("是 或 否", "既不是“是”也不是“否”", "请填 是 或 否；不知道请留空")


def _boxes(text: str, column: Column) -> list[tuple[int, bool]]:
    """The options of a cell such as ☑是 □否 or 有(√) 无( ): (1 yes or 0 no, whether ticked); [] for any other text.

    A mark between two options, with none before the first or after the last, could belong to either: no boxes.
    """
    meant = dict.fromkeys(_NO, 0) | dict.fromkeys(column.options.get("false_words", ()), 0)
    meant |= dict.fromkeys(_YES, 1) | dict.fromkeys(column.options.get("true_words", ()), 1)
    words = sorted((w for w in meant if not w.isascii() and not _TICKED & set(w)), key=lambda w: (-len(w), w))
    marks = "".join(sorted(_TICKED | _EMPTY))
    bare = _BETWEEN.sub("", half_width(text))
    parts = re.findall(f"[{marks}]|{'|'.join(map(re.escape, words))}", bare)
    is_mark = [part in marks for part in parts]
    if "".join(parts) != bare or all(is_mark) or not any(is_mark) or not (is_mark[0] or is_mark[-1]):
        return []
    if not is_mark[0]:  # the box follows its option
        parts, is_mark = parts[::-1], is_mark[::-1]
    return [
        (meant[part], at > 0 and parts[at - 1] in _TICKED) for at, part in enumerate(parts) if not is_mark[at]
    ]


def parse_choice(text: str, column: Column) -> str | None:
    """The value of which the cell is a spelling. Raises Bad for another text, unless the contract keeps it."""
    text = parse_text(close_up(text), column) or ""
    if not text:
        return None
    folded = _folded(text)
    for value, spellings in column.choices.items():
        if any(folded == _folded(spelling) for spelling in (value, *spellings)):
            return value
    if column.options.get("otherwise") == "keep":
        return text
    allowed = "、".join(spellings[0] if spellings else value for value, spellings in column.choices.items())
    raise Bad(f"其中之一：{allowed}", "不在可选值之内", "请改成可选值；确是新的写法，请加到约定的 choices")


def _folded(text: str) -> str:
    return fold(text).translate(_QUOTES)
