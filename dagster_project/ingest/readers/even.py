"""Rows of one width, held as a column of texts each; and lines of a text that are such rows, read all at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
from pyarrow import csv as arrow_csv

from dagster_project.ingest.readers.base import Row


@dataclass(frozen=True)
class EvenRows(Sequence[Row]):
    """Rows with their numbers as the file shows them: columns[p][i] is the cell of the row numbers[i] at position p."""

    numbers: Sequence[int]
    columns: list[pa.StringArray]

    @property
    def width(self) -> int:
        return len(self.columns)

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, at):
        if isinstance(at, slice):
            return EvenRows(self.numbers[at], [column[at] for column in self.columns])
        return self.numbers[at], [column[at].as_py() for column in self.columns]

    def __iter__(self) -> Iterator[Row]:
        lists = zip(*(column.to_pylist() for column in self.columns), strict=True)
        return zip(self.numbers, map(list, lists), strict=True)


Rows = list[Row] | EvenRows


def even_rows(text: str, delimiter: str, first: int) -> EvenRows | None:
    """Whole lines as rows numbered from `first`, as the csv module reads them; None where a line is blank, has another
    number of cells than the others, or goes on in the next.
    """
    lines = text.count("\n")
    if not text.endswith("\n") or text.count("\r") != text.count("\r\n") or text[0] == "\ufeff":
        return None
    width = len(next(csv.reader([text[: text.index("\n")]], delimiter=delimiter), []))
    if width < 2:  # a blank line and a blank cell look alike
        return None
    names = [str(position) for position in range(width)]
    data = text.encode()
    try:
        table = arrow_csv.read_csv(
            io.BytesIO(data),
            arrow_csv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names),
            arrow_csv.ParseOptions(delimiter=delimiter),
            arrow_csv.ConvertOptions(
                check_utf8=False, column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    columns = [column.combine_chunks() for column in table.columns]
    # a quote that isn't closed takes the last line break into its cell
    if len(table) != lines or any("\n" in column[-1].as_py() for column in columns):
        return None
    return EvenRows(range(first, first + lines), columns)


def numbers_of(rows: Rows) -> Sequence[int]:
    """The rows' numbers as the file shows them."""
    return rows.numbers if isinstance(rows, EvenRows) else [number for number, _ in rows]


def together(parts: list[Rows]) -> Rows:
    """Rows in one piece: by columns where some are held so and all are of one width."""
    if len(parts) == 1:
        return parts[0]
    even = [part for part in parts if isinstance(part, EvenRows)]
    if not even or any(_widths(part) - {even[0].width} for part in parts):
        return [row for part in parts for row in part]
    even = [part if isinstance(part, EvenRows) else _turned(part) for part in parts if part]
    numbers = [number for part in even for number in part.numbers]
    columns = zip(*(part.columns for part in even), strict=True)
    return EvenRows(numbers, [pa.concat_arrays(arrays) for arrays in columns])


def _widths(rows: Rows) -> set[int]:
    return {rows.width} if isinstance(rows, EvenRows) else {len(cells) for _, cells in rows}


def _turned(rows: list[Row]) -> EvenRows:
    numbers, cells = zip(*rows, strict=True)
    return EvenRows(numbers, [pa.array(texts, pa.string()) for texts in zip(*cells, strict=True)])
