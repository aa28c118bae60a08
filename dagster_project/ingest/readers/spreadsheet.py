"""xlsx as python-calamine reads it: stored values, true row numbers, merged cells filled."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from dagster_project.ingest.readers.base import (
    BROKEN,
    BROKEN_REMEDY,
    NO_RESULT,
    Sheet,
    Span,
    UnreadableError,
    cell_text,
    fill_spans,
    notes_of_1904,
)
from dagster_project.ingest.readers.sheet_xml import Extras, SheetXml

LARGEST = 4 << 30
MOST_CELLS = 100_000_000  # a million rows of a hundred columns


def check_archive(path: Path) -> None:
    """Refuse a zip-based file that unpacks to more than 4 GB or a thousandfold. Raises UnreadableError."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableError(BROKEN, BROKEN_REMEDY) from error
    if size > LARGEST or (size > 1 << 28 and size > 1000 * path.stat().st_size):
        raise UnreadableError(f"解开后有 {size >> 20} MB，超出上限", "请拆分后重新提交")


def read_xlsx(path: Path) -> Iterator[Sheet]:
    """Every worksheet, hidden ones too. Raises UnreadableError when the workbook can't be opened."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    check_archive(path)
    with open(path, "rb") as file:  # by its content: the name may say xls
        try:
            book = CalamineWorkbook.from_filelike(file)
            xml = SheetXml(path)
        except (CalamineError, etree.XMLSyntaxError, KeyError, OSError, ValueError) as error:
            raise UnreadableError(BROKEN, BROKEN_REMEDY) from error
        with book:
            for meta in book.sheets_metadata:
                if meta.typ != SheetTypeEnum.WorkSheet:
                    continue
                try:
                    extras = xml.of(meta.name)
                    if extras.cells > MOST_CELLS:  # calamine would ask for memory for all of them
                        raise UnreadableError(
                            f"内容一直到第 {extras.last[0] + 1} 行第 {extras.last[1] + 1} 列，不像名单",
                            "请删去表格以外很远处的零星单元格，另存后重新提交",
                            meta.name,
                        )
                    table = book.get_sheet_by_name(meta.name)
                except (CalamineError, etree.XMLSyntaxError, KeyError, OSError, ValueError) as error:
                    raise UnreadableError(BROKEN, BROKEN_REMEDY, meta.name) from error
                if table.end is None and not extras.texts:
                    continue
                notes = [] if meta.visible == SheetVisibleEnum.Visible else ["工作表是隐藏的，已读取"]
                notes += extras.hidden
                if xml.from_1904 and table.end:
                    notes += notes_of_1904(value for row in table.iter_rows() for value in row)
                if empty := sum(text == NO_RESULT for text in extras.texts.values()):
                    notes.append(
                        f"有 {empty} 个公式没有存下结果，请用 Excel 或 WPS 打开、保存一次，再重新提交"
                    )
                wide: set[int] = set()
                spans = [Span(a[0], a[1], b[0], b[1]) for a, b in table.merged_cell_ranges or []]
                yield Sheet(meta.name, fill_spans(_cells(table, extras), spans, wide), wide=wide, notes=notes)


def _cells(table, extras: Extras) -> Iterator[tuple[int, list[str]]]:
    # iter_rows() begins at the sheet's first row, but at the first column that is used
    left = table.start[1] if table.start else 0
    pad = [""] * left
    texts: dict[int, dict[int, str]] = {}
    for (row, column), text in extras.texts.items():
        texts.setdefault(row, {})[column] = text
    rows = table.iter_rows() if table.end else ()
    number = -1
    for number, values in enumerate(rows):
        cells = pad + [value if type(value) is str else cell_text(value) for value in values]
        if extras.formats:
            for column, value in enumerate(values, left):
                if type(value) is not str and (form := extras.formats.get((number, column))):
                    cells[column] = form.text(value)
        yield number, _with(cells, texts.pop(number, {}))
    for number in sorted(texts):  # below and beyond what calamine takes for the sheet's end
        yield number, _with([], texts[number])


def _with(cells: list[str], texts: dict[int, str]) -> list[str]:
    for column, text in texts.items():
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text
    return cells
