"""Workbooks of a large region are millions of cells. XlsxWriter writes all but the rows of the long sheets: formats, headings,
widths, rules. The rows, put together elsewhere (by_column.py), wait in a file and are put in their place as the workbook is packed.

It hangs on XlsxWriter's inner `fh`, `table` and `previous_row`: in constant memory mode a row stands in `fh` as soon as a later
one is begun.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP64_LIMIT, ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

LEVEL = 1  # of packing: a third of the time of the usual 6
LONGEST = 32_767  # what a cell holds, in units of UTF-16
_HERE = "<!--rows-->"  # no text of a cell: its < is escaped
_BLOCK = 1 << 20  # bytes

letter = lru_cache(maxsize=None)(xl_col_to_name)


class FastSheet(Worksheet):
    """For a FastBook, whose texts stand in their cells."""

    rows: IO[bytes] | None = None

    def write_rows(self, first: int, width: int, blocks: Iterable[tuple[int, memoryview]]) -> int:
        """Write rows from `first` on, `width` cells each, below all that was written before: (how many, their XML) at a
        time; their number. The XML's cells are as cell() gives them.
        """
        self._write_single_row(first)
        self.fh.write(_HERE)
        self.rows, count = TemporaryFile(), 0  # noqa: SIM115 (read when the book is packed)
        for more, xml in blocks:
            self.rows.write(xml)
            count += more
        if count:
            self._check_dimensions(first + count - 1, 0)
            self._check_dimensions(first + count - 1, width - 1)
        return count

    def cell(self, value: str | float | date | None, look: Format) -> str:
        """A cell's XML after its place (`<c r="A1`): a text, a number, a day, None for a blank one; as XlsxWriter writes it."""
        style = f'" s="{look._get_xf_index()}"'
        if value is None:
            return f"{style}/>"
        if isinstance(value, str):
            text = self._held(value)
            space = "" if text == text.strip() else ' xml:space="preserve"'
            return f'{style} t="inlineStr"><is><t{space}>{self._escape_data(text)}</t></is></c>'
        figure = self._convert_date_time(value) if isinstance(value, date) else value
        return f"{style}><v>{figure:.16G}</v></c>"

    def _held(self, text: str) -> str:
        """A text as a cell can hold it: cut, and control signs in their own spelling."""
        if text.isprintable() and "_x" not in text and len(text) <= LONGEST // 2:
            return text
        if len(text) > LONGEST // 2:
            text = text.encode("utf-16-le")[: 2 * LONGEST].decode("utf-16-le", "ignore")
        return self._escape_control_characters(text)

    def rich_cell(self, runs: Sequence[str | Format], look: Format) -> str:
        """The same of a text in several fonts, each font before its text. While rows are written only."""
        self.write_rich_string(self.previous_row, 0, *runs, look)
        string = self.table.pop(self.previous_row)[0].string
        return f'" s="{look._get_xf_index()}" t="inlineStr"><is>{string}</is></c>'


class FastBook(xlsxwriter.Workbook):
    """A workbook at `path` that may hold FastSheets."""

    def __init__(self, path: Path) -> None:
        self._path, self._all_but_rows = path, BytesIO()
        super().__init__(self._all_but_rows, {"constant_memory": True, "strings_to_formulas": False})

    def close(self) -> None:
        """Write the file: every part as XlsxWriter has it, the rows in their places."""
        super().close()
        rows = {f"xl/worksheets/sheet{s.index + 1}.xml": getattr(s, "rows", None) for s in self.worksheets()}
        with (
            ZipFile(self._all_but_rows) as parts,
            ZipFile(self._path, "w", ZIP_DEFLATED, compresslevel=LEVEL) as book,
        ):
            for name in parts.namelist():
                before, _, after = parts.read(name).partition(_HERE.encode())
                waiting = rows.get(name)
                large = waiting is not None and waiting.tell() + len(before) + len(after) > ZIP64_LIMIT
                with book.open(name, "w", force_zip64=large) as part:
                    part.write(before)
                    if waiting:
                        waiting.seek(0)
                        copyfileobj(waiting, part, _BLOCK)
                        waiting.close()
                    part.write(after)
