"""The rows of a sheet: a table's query for a place, as the XML that stands in the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from math import ceil
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter.format import Format

from dagster_project.publish import styles
from dagster_project.publish.by_column import (
    Part,
    at_once,
    batches,
    constant,
    lines,
    mapped,
    numbered,
    single,
    surrounded,
    texts,
)
from dagster_project.publish.cells import apart, number, safe_text
from dagster_project.publish.context import Place
from dagster_project.publish.fast_sheet import FastSheet, letter
from dagster_project.publish.marks import marked
from dagster_project.publish.ordinary import wide
from dagster_project.publish.styles import Styles
from dagster_project.publish.tables import Column, Entry, Table

MOST = 1_000_000  # a sheet ends at row 1,048,576; what is beyond stands in the CSV
LINE, MOST_LINES = 13, 31  # a row is 409 points high at most
NUMBERS = ("integer", "year", "number", "score", "share")

Layout = list[Column | Entry]


@dataclass
class SheetRows:
    """The rows of `table` for `place` on `sheet`, cells as `layout` has them; once written, how many they are, whether there
    were more than a sheet takes, and of what kind each is where the table has kinds.
    """

    sheet: FastSheet
    looks: Styles
    place: Place
    table: Table
    layout: Layout
    count: int = 0
    is_cut: bool = False
    kinds: list[str] = field(default_factory=list)

    def write(self, connection: duckdb.DuckDBPyConnection, first: int) -> None:
        """Write them from row `first` on."""
        self.count = self.sheet.write_rows(first, len(self.layout), self._blocks(connection, first))

    def _blocks(self, connection, first: int) -> Iterator[tuple[int, memoryview]]:
        kept = 0
        sql = f"{self.table.sql(self.place.filter)} limit {MOST + 1}"
        for found in batches(connection, sql, self.place.parameters):
            batch = found.slice(0, MOST - kept)
            self.is_cut = len(batch) < len(found)
            if not len(batch):
                return
            if self.table.kind_column:
                self.kinds.extend(batch[self.table.kind_column].to_pylist())
            parts = [constant('<row r="'), self._begin(batch), *self._cells(batch)]
            yield len(batch), lines(parts, numbered(first + kept + 1, len(batch)))
            kept += len(batch)

    def _begin(self, batch: pa.RecordBatch) -> pa.Array:
        """A row's height, in whole pixels: its longest wrapped text (not every program fits rows itself)."""
        wrapped = [
            _heights(batch[c.name], c.width - 1, c.kind)
            for c in self.table.columns
            if c.printed and c.kind in ("long", "text", "points")
        ]
        high = pc.max_element_wise(pa.repeat(pa.scalar(1, pa.int8()), len(batch)), *wrapped)
        return texts(
            high.dictionary_encode(), lambda count: f'" ht="{_height(count):.16g}" customHeight="1"><c r="A'
        )

    def _cells(self, batch: pa.RecordBatch) -> list[Part]:
        def looking(strong: bool) -> list[Part]:
            return [self._cell(batch, at, strong) for at in range(len(self.layout))]

        if not self.table.total:
            return looking(strong=False)
        total = mapped(batch[self.table.total], bool, pa.bool_())
        return [pc.if_else(total, *both) for both in zip(looking(True), looking(False), strict=True)]

    def _cell(self, batch: pa.RecordBatch, at: int, total: bool) -> Part:
        """A column's cells from behind their own place to the place of the next."""
        column, cell = self.layout[at], self.sheet.cell
        end = "</row>" if at + 1 == len(self.layout) else f'<c r="{letter(at + 1)}'
        look = self._look(column, total)
        if isinstance(column, Entry) or column.kind == "place":
            return constant(cell(None if isinstance(column, Entry) else self.place.code, look) + end)
        if column.kind in NUMBERS:
            return texts(batch[column.name], lambda value: cell(_turned(value, number), look) + end)
        if column.against:
            both = zip(batch[column.name].to_pylist(), batch[column.against].to_pylist(), strict=True)
            return single(self._compared(*pair, look) + end for pair in both)
        if column.kind == "points":
            high = self.looks.cell(column.kind, total, cut=True)

            def pointed(value: str | None) -> str:
                is_high = _pointed_lines(value, column.width - 1) == MOST_LINES
                return cell(_turned(value, _points), high if is_high else look) + end

            return texts(batch[column.name], pointed)
        return surrounded(batch[column.name], lambda value: cell(_turned(value, safe_text), look) + end)

    def _look(self, column: Column | Entry, total: bool) -> Format:
        """A column's format. What is hidden isn't centred: it would spill into the empty cell before it, in print too."""
        if isinstance(column, Entry):
            return self.looks.entry(column.check)
        return self.looks.cell("hidden" if column.hidden else column.kind, total)

    def _compared(self, text: str | None, other: str | None, look: Format) -> str:
        """A text with the characters marked in which it differs from `other`."""
        pieces = marked(safe_text(text), safe_text(other))
        if len(pieces) < 2:
            return self.sheet.cell(_turned(text, safe_text), look)
        plain, mark = self.looks.make(), self.looks.make(bold=True, underline=1, font_color=styles.MARK)
        runs = [part for piece, differs in pieces for part in (mark if differs else plain, piece)]
        return self.sheet.rich_cell(runs, look)


def _turned(value: Any, turn) -> str | float | date | None:
    """What stands in a cell of a value; an empty text is a blank cell."""
    return None if value in (None, "") else value if isinstance(value, date) else turn(value)


def _heights(column: pa.DictionaryArray, width: float, kind: str) -> pa.Array:
    """The lines that every text of a column takes."""
    if kind == "points":
        return mapped(column, partial(_pointed_lines, width=width), pa.int8())

    def ordinary(values: pa.StringArray) -> pa.Array:
        count = pc.ceil(pc.divide(pc.cast(wide(values), pa.float64()), width))
        return pc.cast(pc.min_element_wise(count, MOST_LINES), pa.int8())

    return at_once(column, ordinary, partial(_lines, width=width), pa.int8())


def _lines(value: Any, width: float) -> int:
    """The lines that a text takes. A character's width is that of its GBK code, one byte or two: near enough."""
    return min(MOST_LINES, sum(ceil(_wide(line) / width) for line in str(value).split("\n"))) if value else 1


@lru_cache(maxsize=20_000)  # clauses and places come again batch after batch
def _wide(text: str) -> int:
    return len(text.encode("gbk", "replace"))


@lru_cache(maxsize=20_000)  # asked for the row's height, and for the cell
def _pointed_lines(value: str | None, width: float) -> int:
    return _lines(value and apart(value), width)


def _points(text: str) -> str:
    return safe_text(apart(text))


def _height(count: int) -> float:
    """Points of so many lines, in whole pixels."""
    return int((LINE * count + 3) * 4 / 3 + 0.5) * 0.75
