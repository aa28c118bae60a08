"""A worksheet whose text cells are written at once: nine cells in ten of a workbook are text, most of it said before.

XlsxWriter puts each cell together part by part, with five searches of its text; over two million cells that is the most
of the time. It hangs on XlsxWriter's inner `_write_cell`: where that were to go, sheets would be written as before, slower.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import CellStringTuple, Worksheet

_OFTEN = 20_000  # texts kept: names, titles, clauses


class FastSheet(Worksheet):
    """Cells come out as Worksheet writes them, byte for byte. For books in constant memory: their text stands in the cell."""

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if cell.__class__ is CellStringTuple and cell.format and (text := _plain(cell.string)):
            style = cell.format._get_xf_index()
            self.fh.write(
                f'<c r="{_letter(col)}{row + 1}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'
            )
        else:
            super()._write_cell(row, col, cell)


_letter = lru_cache(maxsize=None)(xl_col_to_name)


@lru_cache(maxsize=_OFTEN)
def _plain(text: str) -> str:
    """The text as it stands in XML; empty for what XlsxWriter has to look at: control signs, edges of white space, runs."""
    if text != text.strip() or text.startswith("<r>") or "_x" in text:
        return ""
    if not text.isprintable() and not text.replace("\n", "").isprintable():
        return ""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
