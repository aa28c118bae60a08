"""The tables of a PDF with a text layer, page by page: ruled ones by their lines, others by where their text
stands.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from dagster_project.ingest.readers.base import Row, Sheet, Span, UnreadableError, fill_spans
from dagster_project.ingest.readers.pdf_glyphs import cell_text
from dagster_project.ingest.readers.pdf_pages import Page, join_pages
from dagster_project.ingest.readers.pdf_ruled import merged_cells, ruled_tables
from dagster_project.ingest.readers.pdf_text import Columns, lines_outside, read_unruled


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
    before: Page | None = None
    with document:
        for page in document.pages:
            characters += len(page.chars)
            sheet, columns = _page(page, columns)
            page.close()
            if sheet is None:
                continue
            tables += 1
            if before is not None:
                join_pages(before, sheet)
                yield before
            before = sheet
    if before is not None:
        yield before
    if not characters:
        raise UnreadableError("PDF 没有文字层（扫描件）", "请索取文字版或 Excel 版；不做图像识别，以免认错")
    if not tables:
        raise UnreadableError("PDF 里没有能认出的表格", "请索取 Word 或 Excel 版")


def _page(page, columns: Columns | None) -> tuple[Page | None, Columns | None]:
    """The tables of a page under one another; and the columns of its table without lines, for the next page."""
    name = f"第{page.page_number}页"
    tables = ruled_tables(page)
    if not tables:
        unruled = read_unruled(page, columns)
        if unruled is None:
            return None, columns
        rows: list[Row] = [
            (n, [cell_text(cell) for cell in cells]) for n, cells in enumerate(unruled.rows, 1)
        ]
        return Page(name, rows, wide=unruled.wide, loose=True, continues=True), unruled.columns
    cells: list[list[str]] = []
    spans: list[Span] = []
    for table in tables:
        spans += merged_cells(table, len(cells))
        cells += [[cell_text(cell) for cell in row] for row in table.extract()]
    wide: set[int] = set()
    sheet = Page(name, list(fill_spans(enumerate(cells), spans, wide)), wide=wide, loose=True, continues=True)
    sheet.merged = [span for span in spans if span.bottom > span.top and span.left == span.right]
    boxes = [table.bbox for table in tables]
    sheet.above = cell_text("\n".join(lines_outside(page, [(0, boxes[0][1], page.width, page.height)])))
    if beside := lines_outside(page, boxes, tabular=True):
        sheet.notes.append(f"框线外还有 {len(beside)} 行像表格的文字，未读，如“{cell_text(beside[0])[:40]}”")
    return sheet, None
