"""xlsx as python-calamine reads it: stored values, true row numbers, merged cells filled.

What calamine does not tell comes from the file's own XML: which cells are shown as percentages, hidden rows
and columns.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from dagster_project.ingest.readers.base import (
    BROKEN,
    BROKEN_REMEDY,
    Sheet,
    Span,
    UnreadableError,
    cell_text,
    fill_spans,
    percent_text,
    safe_parser,
)

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LARGEST = 4 << 30


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
    try:
        book = CalamineWorkbook.from_path(str(path))
        extras = _Extras(path)
    except (CalamineError, etree.XMLSyntaxError, KeyError, OSError, ValueError) as error:
        raise UnreadableError(BROKEN, BROKEN_REMEDY) from error
    with book:
        for meta in book.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            table = book.get_sheet_by_name(meta.name)
            if table.end is None:
                continue
            notes = [] if meta.visible == SheetVisibleEnum.Visible else ["工作表是隐藏的，已读取"]
            percents, hidden = extras.of(meta.name)
            wide: set[int] = set()
            spans = [Span(a[0], a[1], b[0], b[1]) for a, b in table.merged_cell_ranges or []]
            rows = fill_spans(_cells(table, percents), spans, wide)
            yield Sheet(meta.name, rows, wide=wide, notes=notes + hidden)


def _cells(table, percents: set[tuple[int, int]]) -> Iterator[tuple[int, list[str]]]:
    # iter_rows() begins at the sheet's first row, but at the first column that is used
    left = table.start[1]
    pad = [""] * left
    for number, values in enumerate(table.iter_rows()):
        cells = pad + [value if type(value) is str else cell_text(value) for value in values]
        if percents:
            for column, value in enumerate(values, left):
                if isinstance(value, (int, float)) and (number, column) in percents:
                    cells[column] = percent_text(float(value))
        yield number, cells


class _Extras:
    """Percentage cells and hidden rows or columns of an xlsx, sheet by sheet, out of its XML."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as archive:
            self.files = _sheet_files(archive)
            self.styles = _percent_styles(archive)

    def of(self, name: str) -> tuple[set[tuple[int, int]], list[str]]:
        """(row, column) of percentage cells, 0-based; and notes on what is hidden."""
        percents: set[tuple[int, int]] = set()
        if name not in self.files:
            return percents, []
        with zipfile.ZipFile(self.path) as archive:
            data = archive.read(self.files[name])
        hidden_rows = [
            int(n) for n in re.findall(rb'<row [^>]*?\br="(\d+)"[^>]*?\bhidden="(?:1|true)"', data)
        ]
        hidden_columns = len(re.findall(rb'<col [^>]*?\bhidden="(?:1|true)"', data))
        for style in self.styles:
            pattern = rb'<c (?=[^>]*?\bs="%d")[^>]*?\br="([A-Z]+)(\d+)"' % style
            for letters, row in re.findall(pattern, data):
                percents.add((int(row) - 1, _column(letters.decode())))
        notes = [f"有 {len(hidden_rows)} 个隐藏行，已读取（第 {hidden_rows[0]} 行起）"] if hidden_rows else []
        return percents, notes + (["有隐藏列，已读取"] if hidden_columns else [])


def _sheet_files(archive: zipfile.ZipFile) -> dict[str, str]:
    book = etree.fromstring(archive.read("xl/workbook.xml"), safe_parser())
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), safe_parser())
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    found = {}
    for sheet in book.iter(f"{_NS}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if name in archive.namelist():
            found[sheet.get("name")] = name
    return found


def _percent_styles(archive: zipfile.ZipFile) -> list[int]:
    """Indices of the cell formats that show a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    styles = etree.fromstring(archive.read("xl/styles.xml"), safe_parser())
    formats = {9, 10} | {
        int(f.get("numFmtId")) for f in styles.iter(f"{_NS}numFmt") if "%" in (f.get("formatCode") or "")
    }
    cells = styles.find(f"{_NS}cellXfs")
    return (
        [] if cells is None else [i for i, xf in enumerate(cells) if int(xf.get("numFmtId") or 0) in formats]
    )


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
