"""Old binary workbooks as xlrd reads them: stored values, merged cells filled, units and percentages as shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import xlrd

from dagster_project.ingest.readers.base import (
    BROKEN,
    BROKEN_REMEDY,
    Row,
    Sheet,
    Span,
    UnreadableError,
    cell_text,
    fill_spans,
    hidden_notes,
    notes_of_1904,
)
from dagster_project.ingest.readers.number_format import BUILT_IN, NumberFormat, number_format


def read_xls(path: Path) -> Iterator[Sheet]:
    """Every sheet of an old binary workbook. Raises UnreadableError for .doc, .et, encrypted and broken
    files.
    """
    try:
        book = xlrd.open_workbook(str(path), formatting_info=True, on_demand=True)
    except Exception as error:  # xlrd raises a dozen types on foreign OLE files
        kind = {".doc": "Word 97-2003 文档", ".et": "WPS 表格", ".wps": "WPS 文字"}.get(path.suffix.lower())
        if kind is None:
            raise UnreadableError(BROKEN, BROKEN_REMEDY) from error
        target = "docx" if path.suffix.lower() in (".doc", ".wps") else "xlsx"
        raise UnreadableError(kind, f"请用 Office 或 WPS 打开，另存为 {target} 后重新提交") from error
    for name in book.sheet_names():
        sheet = book.sheet_by_name(name)
        if not sheet.nrows:
            continue
        wide: set[int] = set()
        spans = [Span(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
        hidden = [r for r, info in sorted(sheet.rowinfo_map.items()) if info.hidden and r < sheet.nrows]
        columns = [c for c, info in sorted(sheet.colinfo_map.items()) if info.hidden and c < sheet.ncols]
        notes = hidden_notes(hidden, columns)
        notes += ["工作表是隐藏的，已读取"] if sheet.visibility else []
        if book.datemode:
            cells = (cell for row in range(sheet.nrows) for cell in sheet.row(row))
            notes += notes_of_1904(cell.value for cell in cells if cell.ctype == xlrd.XL_CELL_NUMBER)
        yield Sheet(name, fill_spans(_xls_rows(book, sheet), spans, wide), wide=wide, notes=notes)


def _xls_rows(book, sheet) -> Iterator[Row]:
    for number in range(sheet.nrows):
        yield number, [_xls_cell(book, cell) for cell in sheet.row(number)]


def _xls_cell(book, cell) -> str:
    form = _format(book, cell) if cell.ctype in (xlrd.XL_CELL_DATE, xlrd.XL_CELL_NUMBER) else None
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            day = xlrd.xldate_as_datetime(cell.value, book.datemode)
            return form.text(day) if form else cell_text(day)
        except (xlrd.XLDateError, ValueError, OverflowError):
            return cell_text(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return cell_text(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    return form.text(cell.value) if form else cell_text(cell.value)


def _format(book, cell) -> NumberFormat | None:
    """What a cell's format makes of its value, None where that is the stored one."""
    if cell.xf_index is None:
        return None
    key = book.xf_list[cell.xf_index].format_key
    form = book.format_map.get(key)
    return number_format((form and form.format_str) or BUILT_IN.get(key, ""))
