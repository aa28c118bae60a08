"""Yes or no, and one of several: told by any of the spellings that a contract lists."""

from __future__ import annotations

from dagster_project.identity.text import fold
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
    raise Bad("是 或 否", "既不是“是”也不是“否”", "请填 是 或 否；不知道请留空")


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
