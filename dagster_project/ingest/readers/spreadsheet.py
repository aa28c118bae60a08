"""xlsx and xls as python-calamine and xlrd read them: stored values, true row numbers, merged cells filled.

What calamine does not tell comes from the file's own XML: which cells are shown as percentages, hidden rows and columns.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from dagster_project.ingest.readers.base import (
    Row,
    Sheet,
    Span,
    UnreadableError,
    cell_text,
    fill_spans,
    percent_text,
)

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LARGEST = 4 << 30
_ENCRYPTED = "文件加了密码，或不是 Excel 工作簿"


def check_archive(path: Path) -> None:
    """Refuse a zip-based file that unpacks to more than 4 GB or a thousandfold. Raises UnreadableError."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableError("文件损坏，打不开", "请重新导出或重新下载") from error
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
        raise UnreadableError(_ENCRYPTED, "请去掉密码，另存为 xlsx 后重新提交") from error
    with book:
        for meta in book.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            table = book.get_sheet_by_name(meta.name)
            if table.total_height == 0:
                continue
            notes = [] if meta.visible == SheetVisibleEnum.Visible else ["工作表是隐藏的，已读取"]
            percents, hidden = extras.of(meta.name)
            wide: set[int] = set()
            spans = [Span(a[0], a[1], b[0], b[1]) for a, b in table.merged_cell_ranges or []]
            rows = fill_spans(_cells(table, percents), spans, wide)
            yield Sheet(meta.name, rows, wide=wide, notes=notes + hidden)


def _cells(table, percents: set[tuple[int, int]]) -> Iterator[tuple[int, list[str]]]:
    top, left = table.start or (0, 0)
    pad = [""] * left
    for number, values in enumerate(table.iter_rows(), top):
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


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _sheet_files(archive: zipfile.ZipFile) -> dict[str, str]:
    book = etree.fromstring(archive.read("xl/workbook.xml"), _parser())
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), _parser())
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
    styles = etree.fromstring(archive.read("xl/styles.xml"), _parser())
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


def read_xls(path: Path) -> Iterator[Sheet]:
    """Every sheet of an old binary workbook. Raises UnreadableError for .doc, .et, encrypted and broken files."""
    import xlrd

    try:
        book = xlrd.open_workbook(str(path), formatting_info=True, on_demand=True)
    except Exception as error:  # xlrd raises a dozen types on foreign OLE files
        kind = {".doc": "Word 97-2003 文档", ".et": "WPS 表格", ".wps": "WPS 文字"}.get(
            path.suffix.lower(), _ENCRYPTED
        )
        target = "docx" if path.suffix.lower() in (".doc", ".wps") else "xlsx"
        raise UnreadableError(kind, f"请用 Office 或 WPS 打开，另存为 {target} 后重新提交") from error
    for name in book.sheet_names():
        sheet = book.sheet_by_name(name)
        if not sheet.nrows:
            continue
        wide: set[int] = set()
        spans = [Span(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
        hidden = [r for r, info in sorted(sheet.rowinfo_map.items()) if info.hidden and r < sheet.nrows]
        notes = [f"有 {len(hidden)} 个隐藏行，已读取（第 {hidden[0] + 1} 行起）"] if hidden else []
        notes += ["工作表是隐藏的，已读取"] if sheet.visibility else []
        yield Sheet(name, fill_spans(_xls_rows(book, sheet), spans, wide), wide=wide, notes=notes)


def _xls_rows(book, sheet) -> Iterator[Row]:
    for number in range(sheet.nrows):
        yield number, [_xls_cell(book, cell) for cell in sheet.row(number)]


def _xls_cell(book, cell) -> str:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return cell_text(xlrd.xldate_as_datetime(cell.value, book.datemode))
        except (xlrd.XLDateError, ValueError, OverflowError):
            return cell_text(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return cell_text(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    if cell.ctype == xlrd.XL_CELL_NUMBER and cell.xf_index is not None:
        form = book.format_map.get(book.xf_list[cell.xf_index].format_key)
        if form is not None and "%" in form.format_str:
            return percent_text(cell.value)
    return cell_text(cell.value)
