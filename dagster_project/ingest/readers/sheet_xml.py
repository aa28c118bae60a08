"""What calamine does not tell of an xlsx, out of the file's own XML: cells shown otherwise than stored, errors,
formulas without a stored value, hidden rows and columns.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from dagster_project.ingest.readers.base import hidden_notes, safe_parser
from dagster_project.ingest.readers.number_format import BUILT_IN, NumberFormat, number_format
from dagster_project.ingest.readers.sheet_tags import NOWHERE, Place, SheetTags

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"


@dataclass
class Extras:
    """Of one sheet, by (row, column), 0-based: the formats of cells that show another value than the stored, and what stands for a cell that
    holds an error or a formula without a value. hidden: notes on hidden rows and columns. first, last: the corners of
    what holds something.
    """

    formats: dict[Place, NumberFormat] = field(default_factory=dict)
    texts: dict[Place, str] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    first: Place = NOWHERE[0]
    last: Place = NOWHERE[1]

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
        if name not in self.files:
            return Extras()
        with zipfile.ZipFile(self.path) as archive:
            tags = SheetTags(archive.read(self.files[name]))
        return Extras(
            {place: self.formats[index] for place, index in tags.formatted(self.formats)},
            dict(tags.texts()),
            hidden_notes(tags.hidden_rows(), tags.hidden_columns()),
            *tags.corners(),
        )


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
