"""The ruled tables of a PDF with a text layer, page by page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from dagster_project.ingest.readers.base import Row, Sheet, UnreadableError


def read_pdf(path: Path) -> Iterator[Sheet]:
    """The ruled tables of a PDF page by page (第1页 ...), rows counted within the page over its tables.

    Raises UnreadableError for a PDF without a text layer, without a table, or that can't be opened.
    """
    import pdfplumber

    try:
        document = pdfplumber.open(path)
    except Exception as error:  # pdfminer raises many types on broken files
        raise UnreadableError("PDF 打不开（损坏或加密）", "请重新下载，或索取 Word、Excel 版") from error
    tables = characters = 0
    with document:
        for page in document.pages:
            characters += len(page.chars)
            cells = [row for table in page.extract_tables() for row in table]
            tables += bool(cells)
            rows: list[Row] = [(n, [_pdf_text(c) for c in row]) for n, row in enumerate(cells, 1)]
            page.close()
            if rows:
                yield Sheet(f"第{page.page_number}页", rows, loose=True, continues=True)
    if not characters:
        raise UnreadableError("PDF 没有文字层（扫描件）", "请索取文字版或 Excel 版；不做图像识别，以免认错")
    if not tables:
        raise UnreadableError("PDF 里没有带框线的表格", "请索取 Word 或 Excel 版")


_BETWEEN_CHINESE = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])|\n(?=[\d\W])|(?<=[\d\W])\n")


def _pdf_text(cell: str | None) -> str:
    """A cell's lines closed up: PDF breaks a cell where it is narrow. Between two Latin words a space
    remains.
    """
    return _BETWEEN_CHINESE.sub("", (cell or "").strip()).replace(
        "\n", "" if cell and cell.isdigit() else " "
    )
