"""The tables of a PDF with a text layer, page by page: ruled ones by their lines, others by where their text
stands.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from dagster_project.ingest.readers.base import Row, Sheet, Span, UnreadableError, fill_spans
from dagster_project.ingest.readers.pdf_text import Columns, lines_outside, read_unruled

# A PDF's fonts may say the radical where the character is meant: compatibility forms, and those below
_RADICALS = dict(
    zip(
        "⺠⻓⻔⻚⻅⻉⻋⻘⻢⻥⻦⻩⻬⻰⻛⻜⻝⻄⻆⻁⻨⻮⻣⻤⻐⻙⻧⻫⻯⺮⺾",
        "民长门页见贝车青马鱼鸟黄齐龙风飞食西角虎麦齿骨鬼钅韦卤齐龙竹艹",
        strict=True,
    )
)
_RADICAL = re.compile("[\u2e80-\u2fd5]")


def read_pdf(path: Path) -> Iterator[Sheet]:
    """The tables of a PDF page by page (第1页 ...), rows counted within the page over its tables. A row that
    goes on over the page belongs to the page where it begins.

    Raises UnreadableError for a PDF that is locked, broken, without a text layer or without a table, and for
    a table without ruled lines whose rows can't be told apart.
    """
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        document = pdfplumber.open(path)
    except PdfminerException as error:
        if "PDFPasswordIncorrect" in repr(error):
            raise UnreadableError("PDF 加了密码", "请索取没有密码的，或 Word、Excel 版") from error
        raise UnreadableError("PDF 打不开（损坏）", "请重新下载，或索取 Word、Excel 版") from error
    tables = characters = 0
    columns: Columns | None = None
    before: Sheet | None = None
    with document:
        for page in document.pages:
            characters += len(page.chars)
            sheet, columns = _page(page, columns)
            page.close()
            if sheet is None:
                continue
            sheet.pages = len(document.pages)
            tables += 1
            if before is not None:
                _join(before, sheet)
                yield before
            before = sheet
    if before is not None:
        yield before
    if not characters:
        raise UnreadableError("PDF 没有文字层（扫描件）", "请索取文字版或 Excel 版；不做图像识别，以免认错")
    if not tables:
        raise UnreadableError("PDF 里没有能认出的表格", "请索取 Word 或 Excel 版")


def _page(page, columns: Columns | None) -> tuple[Sheet | None, Columns | None]:
    """The tables of a page under one another; and the columns of its table without lines, for the next page."""
    name = f"第{page.page_number}页"
    tables = _ruled(page)
    if not tables:
        unruled = read_unruled(page, columns)
        if unruled is None:
            return None, columns
        rows: list[Row] = [(n, [_text(cell) for cell in cells]) for n, cells in enumerate(unruled.rows, 1)]
        return Sheet(name, rows, wide=unruled.wide, loose=True, continues=True), unruled.columns
    cells: list[list[str]] = []
    spans: list[Span] = []
    for table in tables:
        spans += _merged_cells(table, len(cells))
        cells += [[_text(cell) for cell in row] for row in table.extract()]
    wide: set[int] = set()
    sheet = Sheet(
        name, list(fill_spans(enumerate(cells), spans, wide)), wide=wide, loose=True, continues=True
    )
    boxes = [table.bbox for table in tables]
    sheet.above = _text("\n".join(lines_outside(page, [(0, boxes[0][1], page.width, page.height)])))
    if beside := lines_outside(page, boxes, tabular=True):
        sheet.notes.append(f"框线外还有 {len(beside)} 行像表格的文字，未读，如“{_text(beside[0])[:40]}”")
    return sheet, None


def _ruled(page) -> list:
    """The ruled tables of more than one column, from the top. A row that the page breaks has no line at the
    page's end: the ends of the upright lines close it.
    """
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    ends = [min(e["top"] for e in upright), max(e["bottom"] for e in upright)] if upright else []
    found = page.find_tables({"explicit_horizontal_lines": ends})
    return [table for table in found if len(table.columns) > 1]


def _merged_cells(table, above: int) -> list[Span]:
    """The cells of a table that cover several rows or columns; `above` rows stand before the table's."""
    tops = sorted({cell[1] for cell in table.cells})
    lefts = sorted({cell[0] for cell in table.cells})
    spans = []
    for left, top, right, bottom in table.cells:
        down = [n for n, y in enumerate(tops) if top <= y < bottom - 1]
        across = [n for n, x in enumerate(lefts) if left <= x < right - 1]
        if len(down) > 1 or len(across) > 1:
            spans.append(Span(above + down[0], across[0], above + down[-1], across[-1]))
    return spans


def _join(before: Sheet, sheet: Sheet) -> None:
    """Put the rest of a row that the page broke to its beginning: no first cell, and fewer cells than half of
    those that the row has, all of them in columns where it has begun.
    """
    number, begun = before.rows[-1]
    _, rest = sheet.rows[0]
    if len(begun) != len(rest) or rest[0]:
        return
    going_on = [position for position, cell in enumerate(rest) if cell]
    if not going_on or 2 * len(going_on) > sum(map(bool, begun)) or not all(begun[p] for p in going_on):
        return
    for position in going_on:
        begun[position] = _text(f"{begun[position]}\n{rest[position]}")
    sheet.rows = sheet.rows[1:]
    before.notes.append(f"第 {number} 行跨页，已接上{sheet.name}的下半行")


_BETWEEN_CHINESE = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])|\n(?=[\d\W])|(?<=[\d\W])\n")


def _text(cell: str | None) -> str:
    """A cell's lines closed up: PDF breaks a cell where it is narrow. Between two Latin words a space
    remains. Radicals are the characters that they stand for.
    """
    text = (cell or "").strip()
    if _RADICAL.search(text):
        text = "".join(_RADICALS.get(sign) or _character(sign) for sign in text)
    return _BETWEEN_CHINESE.sub("", text).replace("\n", "" if text.isdigit() else " ")


def _character(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign) if _RADICAL.match(sign) else sign
