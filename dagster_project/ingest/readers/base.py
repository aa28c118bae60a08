"""What every reader yields: sheets of (row number, text cells), and the error that says what to do with a
file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

Row = tuple[int, list[str]]
BROKEN = "文件损坏或加密，无法打开"
BROKEN_REMEDY = "请先确认能打开：有密码的去掉密码，损坏的请对方重新导出，然后重新提交"
NO_RESULT = "#公式没有存下结果!"
"""Stands in a cell whose formula has no stored value; like a spreadsheet's errors it is no value."""

UNSURE_FORMAT = "#数字格式看不明白!"
"""Stands in a cell whose number format shows another number than the stored one, and which can't be told."""


MOST_FILLED = 20_000_000  # cells


class UnreadableError(Exception):
    """A file that can't be read as it is: `found` says what it is, `remedy` what to do (Chinese)."""

    def __init__(self, found: str, remedy: str, sheet: str = "", row: int = 0) -> None:
        super().__init__(f"{found}：{remedy}")
        self.found, self.remedy, self.sheet, self.row = found, remedy, sheet, row


@dataclass
class Sheet:
    """One table of text as it lies in the file.

    name: the sheet as a spreadsheet names it; 表1, 表2 ... where the format has no names; 第1页 ... in a
    PDF. rows: (row number as the file shows it, 1-based; cells), rows ascending, blank rows may be left
    out. Read once. wide: rows in which one cell spans several columns (filled while rows are read). loose:
    whether the format is full of tables that are no lists (html, docx, pdf): such a one is passed over.
    continues: whether the sheet may go on with the table of the one before (pages of a PDF). delimited:
    whether more cells than headings mean a broken line. cut: the row in which the file breaks off, known when
    it is read. above: the text that stands above the table in a document, which may say its unit.
    notes: what a person should know (hidden rows ...), in Chinese, whole when the rows are read.
    """

    name: str
    rows: Iterable[Row]
    member: str = ""
    wide: set[int] = field(default_factory=set)
    loose: bool = False
    continues: bool = False
    delimited: bool = False
    cut: int = 0
    above: str = ""
    notes: list[str] = field(default_factory=list)


def number_text(value: float) -> str:
    """A spreadsheet's number as the 15 digits that it can hold; beyond them in scientific form, so that
    nobody trusts it.
    """
    if value != value:
        return ""
    if abs(value) < 1e15:
        return str(int(value)) if value == int(value) else format(value, ".15g")
    return format(value, ".15E")


def cell_text(value: object) -> str:
    """A spreadsheet's cell as text: dates in ISO form, whole numbers without a point, booleans as 是 and 否."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**15 else number_text(float(value))
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, dt.datetime):
        plain = not (value.hour or value.minute or value.second or value.microsecond)
        return value.date().isoformat() if plain else value.isoformat(" ", "seconds")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)


def hidden_notes(rows: list[int], columns: list[int]) -> list[str]:
    """What is told of hidden rows and columns (0-based): they are read like any other."""
    notes = [f"有 {len(rows)} 个隐藏行，已读取（第 {rows[0] + 1} 行起）"] if rows else []
    named = "、".join(column_letters(column) for column in columns[:5]) + (" 等" if len(columns) > 5 else "")
    return notes + ([f"有 {len(columns)} 个隐藏列（{named}），已读取"] if columns else [])


def column_letters(column: int) -> str:
    """A 0-based column as a spreadsheet names it: 27 is AB."""
    letters = ""
    while column >= 0:
        letters = chr(65 + column % 26) + letters
        column = column // 26 - 1
    return letters


def notes_of_1904(values: Iterable[object]) -> list[str]:
    """What is told of a workbook that counts days from 1904, where a plain number may be one of them."""
    if any(isinstance(value, (int, float)) and 20000 <= value <= 73050 for value in values):
        return ["工作簿从 1904 年起数日期：没有设成日期格式的序号会早四年，请核对日期列"]
    return []


@dataclass(frozen=True)
class Span:
    """A merged cell: rows and columns from the first to the last, 0-based, both included."""

    top: int
    left: int
    bottom: int
    right: int


def fill_spans(rows: Iterator[tuple[int, list[str]]], spans: list[Span], wide: set[int]) -> Iterator[Row]:
    """Give every cell of a merged range its text, and note the rows with a range over several columns in
    `wide`.

    rows come with 0-based numbers and are yielded with 1-based ones. Raises UnreadableError when the ranges fill more
    cells than any list has.
    """
    filled = 0
    by_top = sorted(spans, key=lambda span: (span.top, span.left))
    open_spans: list[tuple[Span, str]] = []
    following = 0
    for number, cells in rows:
        open_spans = [(span, text) for span, text in open_spans if span.bottom >= number]
        while following < len(by_top) and by_top[following].top <= number:
            span = by_top[following]
            following += 1
            if span.bottom >= number:
                text = cells[span.left] if span.top == number and span.left < len(cells) else ""
                open_spans.append((span, text))
        for span, text in open_spans:
            if text:
                filled += span.right + 1 - span.left
                if filled > MOST_FILLED:
                    raise UnreadableError(
                        "合并单元格盖住的格子太多，不像名单", "请取消表格以外的合并单元格，另存后重新提交"
                    )
                cells.extend([""] * (span.right + 1 - len(cells)))
                cells[span.left : span.right + 1] = [text] * (span.right + 1 - span.left)
            if span.right > span.left:
                wide.add(number + 1)
        yield number + 1, cells


def safe_parser() -> etree.XMLParser:
    """An XML parser that resolves no entity, loads no DTD and opens no address."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
