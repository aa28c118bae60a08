"""What all parsers share: the words for an empty cell, and how a parser says no or says that it mended
something.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from dagster_project.identity.text import fold
from dagster_project.ingest.readers.base import NO_RESULT, UNSURE_FORMAT

BLANK = frozenset({"", "-", "--", "---", "/", "\\", "n/a", "#n/a", "null", "none", "nan", "<na>", "nil"})
NOTHING = BLANK | {"无", "暂无", "不详", "未知", "空", "不适用", "没有", "未填", "未填写"}
OPEN_ENDED = frozenset({"长期", "永久", "至今", "无固定期限", "无限期", "长期有效"})
ERRORS = frozenset(
    {"#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#getting_data", "#spill!", "#calc!"}
)


class Bad(ValueError):
    """A cell that can't be read: expected (Chinese), why, and what to do; is_out_of_range: it can, and can't be true."""

    def __init__(
        self, expected: str, reason: str, remedy: str = "", *, is_out_of_range: bool = False
    ) -> None:
        super().__init__(reason)
        self.expected, self.reason, self.is_out_of_range = expected, reason, is_out_of_range
        self.remedy = remedy or f"请按“{expected}”改正后重新提交"


class Mended(NamedTuple):
    """A value that is not quite what was written, and the note that says so."""

    value: Any
    note: str


def check_error(text: str) -> None:
    """Raises Bad where a spreadsheet's error stands instead of a value, whatever the column's type."""
    if not text.startswith(("#", "＃", "Err:")):
        return
    if text == NO_RESULT:
        raise Bad("数值或文字", "公式没有存下结果", "请用 Excel 或 WPS 打开、保存一次，再重新提交")
    if text == UNSURE_FORMAT:
        raise Bad(
            "数值或文字",
            "单元格的数字格式显示的不是存下的数",
            "请把该列设为常规格式，核对数字和单位后重新提交",
        )
    if fold(text) in ERRORS or re.fullmatch(r"Err:\d{3}", text):
        raise Bad("数值或文字", "是单元格公式的错误值", "请改正公式，或填入数值后重新提交")


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, a slash, NULL."""
    return len(text) < 12 and fold(text) in BLANK


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing or that nobody knows: blank, 无, 不详, 暂无."""
    return len(text) < 12 and fold(text) in NOTHING
