"""What calamine does not tell of an xlsx, out of the file's own XML: cells shown otherwise than stored, errors,
formulas without a stored value, hidden rows and columns.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from dagster_project.ingest.readers.base import NO_RESULT, hidden_notes, safe_parser
from dagster_project.ingest.readers.number_format import BUILT_IN, NumberFormat, number_format

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_TAG = re.compile(rb"<(?:\w+:)?(row|c|f|v|is|col)\b([^>]*)>([^<]*)")
_ATTRIBUTE = re.compile(rb"\b([rst]|hidden|min|max)=[\"']([^\"']*)[\"']")


@dataclass
class Extras:
    """Of one sheet, by (row, column), 0-based: the formats of cells that show another value than the stored, and what stands for a cell that
    holds an error or a formula without a value. hidden: notes on hidden rows and columns. first, last: the corners of
    what holds something.
    """

    formats: dict[tuple[int, int], NumberFormat] = field(default_factory=dict)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    first: tuple[int, int] = (1 << 20, 1 << 14)
    last: tuple[int, int] = (-1, -1)

    @property
    def cells(self) -> int:
        """How many cells lie between the corners."""
        return max(0, self.last[0] + 1 - self.first[0]) * max(0, self.last[1] + 1 - self.first[1])


class SheetXml:
    """The XML of a workbook's sheets. Raises KeyError or etree.XMLSyntaxError where it is broken."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as archive:
            self.files = _sheet_files(archive)
            self.formats = _formats(archive)
            self.from_1904 = bool(re.search(rb"date1904=[\"'](?:1|true)", archive.read("xl/workbook.xml")))

    def of(self, name: str) -> Extras:
        """The extras of the sheet of that name, none where it has no XML of its own."""
        found = Extras()
        if name not in self.files:
            return found
        with zipfile.ZipFile(self.path) as archive:
            data = archive.read(self.files[name])
        hidden_rows: list[int] = []
        hidden_columns: list[int] = []
        place, kind, is_open = (-1, -1), b"", False
        (top, left), (bottom, right) = found.first, found.last
        for match in _TAG.finditer(data):
            tag, attributes, text = match.groups()
            if tag in (b"v", b"is"):
                top, left, bottom, right = (
                    min(top, place[0]),
                    min(left, place[1]),
                    max(bottom, place[0]),
                    max(right, place[1]),
                )
            if tag == b"is":
                continue
            if tag == b"v":
                if is_open and text:
                    is_open = False
                if kind == b"e":
                    found.texts[place] = text.decode("utf-8", "replace")
                continue
            if is_open:
                found.texts[place] = NO_RESULT
                is_open = False
            if tag == b"f":
                # a text formula may well have an empty result; a number can't
                is_open = kind != b"str"
                continue
            given = dict(_ATTRIBUTE.findall(attributes))
            is_hidden = given.get(b"hidden") in (b"1", b"true")
            if tag == b"col":
                if is_hidden:
                    hidden_columns += range(int(given[b"min"]) - 1, min(int(given[b"max"]), 1 << 14))
            elif tag == b"row":
                place = (int(given[b"r"]) - 1 if b"r" in given else place[0] + 1, -1)
                if is_hidden:
                    hidden_rows.append(place[0])
            else:
                place = _place(given[b"r"]) if b"r" in given else (place[0], place[1] + 1)
                kind = given.get(b"t", b"")
                if form := self.formats.get(given.get(b"s", b"0")):
                    found.formats[place] = form
        if is_open:
            found.texts[place] = NO_RESULT
        found.first, found.last = (top, left), (bottom, right)
        found.hidden = hidden_notes(hidden_rows, hidden_columns)
        return found


def _place(address: bytes) -> tuple[int, int]:
    """AB12 as (11, 27)."""
    letters = address.rstrip(b"0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return int(address[len(letters) :]) - 1, column - 1


def _sheet_files(archive: zipfile.ZipFile) -> dict[str, str]:
    book = etree.fromstring(archive.read("xl/workbook.xml"), safe_parser())
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), safe_parser())
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    found = {}
    for sheet in book.iter(f"{_NS}sheet", f"{_STRICT}sheet"):
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        target = targets.get(link, "")
        name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if name in archive.namelist():
            found[sheet.get("name")] = name
    return found


def _formats(archive: zipfile.ZipFile) -> dict[bytes, NumberFormat]:
    """The cell formats that show another value than the stored, by their index as it is written."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    styles = etree.fromstring(archive.read("xl/styles.xml"), safe_parser())
    codes = dict(BUILT_IN)
    for form in styles.iter(f"{_NS}numFmt", f"{_STRICT}numFmt"):
        codes[int(form.get("numFmtId"))] = form.get("formatCode") or ""
    cells = next(styles.iter(f"{_NS}cellXfs", f"{_STRICT}cellXfs"), ())
    found = (
        (i, number_format(codes.get(int(form.get("numFmtId") or 0), ""))) for i, form in enumerate(cells)
    )
    return {b"%d" % i: form for i, form in found if form}
