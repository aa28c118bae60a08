"""A worksheet that takes a row at once: a large region's workbooks are millions of cells, nine in ten of them text.

XlsxWriter checks each cell, keeps it until its row is over and then puts it together part by part; that was the most of the
time. write_line puts a row together as a whole. It hangs on XlsxWriter's inner `fh`, `table` and `previous_row`: a row stands
in the file as soon as it is written, as its own constant memory mode has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

_OFTEN = 20_000  # texts kept: names, titles, clauses
_LONG = 16_000  # half of what a cell holds: a longer text may have to be cut, by signs of two units


class FastSheet(Worksheet):
    """For books in constant memory: their text stands in the cell."""

    def write_line(
        self, row: int, height: float, values: Sequence[str | float | date | None], looks: Sequence[Format]
    ) -> None:
        """Write a row of so many points from its first column on: text, numbers, days, None for a blank cell.

        Rows come from the top down. A cell that was written to the row by a method of Worksheet stays as it is. The XML is,
        byte for byte, what Worksheet writes.
        """
        if row > self.previous_row:
            self._write_single_row(row)
        self._check_dimensions(row, 0)
        self._check_dimensions(row, len(values) - 1)
        number, own = row + 1, self.table.pop(row, {})
        points = int(height * 4 / 3 + 0.5) * 0.75  # whole pixels
        parts = [f'<row r="{number}" ht="{points:.16g}" customHeight="1">']
        for column, (value, look) in enumerate(zip(values, looks, strict=True)):
            head = f'<c r="{_letter(column)}{number}" s="{look._get_xf_index()}"'
            if column in own:
                parts.append("")
            elif value is None:
                parts.append(f"{head}/>")
                continue
            elif value.__class__ is str:
                if text := _plain(value):
                    parts.append(f'{head} t="inlineStr"><is><t>{text}</t></is></c>')
                    continue
                self._write_string(row, column, value, look)
            else:
                figure = self._convert_date_time(value) if isinstance(value, date) else value
                parts.append(f"{head}><v>{figure:.16G}</v></c>")
                continue
            self.fh.write("".join(parts))
            parts.clear()
            self._write_cell(row, column, own.get(column) or self.table.pop(row)[column])
        parts.append("</row>")
        self.fh.write("".join(parts))


_letter = lru_cache(maxsize=None)(xl_col_to_name)


@lru_cache(maxsize=_OFTEN)
def _plain(text: str) -> str:
    """The text as it stands in XML; empty for what XlsxWriter has to look at: control signs, edges of white space, runs."""
    if text != text.strip() or text.startswith("<r>") or "_x" in text or len(text) > _LONG:
        return ""
    if not text.isprintable() and not text.replace("\n", "").isprintable():
        return ""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
