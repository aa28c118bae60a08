"""Rows of a sheet or a CSV put together a column at a time: what a value looks like is worked out once for each value of a
batch, and Arrow joins the texts. Most of a long table is the same names, titles and units again and again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

BATCH = 10_000  # rows
Part: TypeAlias = pa.Array | pa.Scalar  # of a row: a column's texts, or what is the same in all rows
# A batch's texts may come to more than 2 GB; and Arrow is slow to make large strings of str.
_BYTES = pa.large_binary()


def batches(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: list[str]
) -> Iterator[pa.RecordBatch]:
    """A query's rows, some at a time, so that a long table never stands in memory whole."""
    yield from connection.cursor().sql(sql, params=parameters).to_arrow_reader(BATCH)


def mapped(column: pa.Array, turn: Callable[[Any], Any], kind: pa.DataType) -> pa.Array:
    """`turn` of every value, None among them, as an array of `kind`."""
    coded = column.dictionary_encode(null_encoding="encode")
    return pa.array([turn(value) for value in coded.dictionary.to_pylist()], kind).take(coded.indices)


def texts(column: pa.Array, turn: Callable[[Any], str]) -> pa.Array:
    """The text of every value."""
    return mapped(column, lambda value: turn(value).encode(), _BYTES)


def single(found: Iterable[str]) -> pa.Array:
    """A text a row."""
    return pa.array([text.encode() for text in found], _BYTES)


def constant(text: str) -> pa.Scalar:
    """One text in every row."""
    return pa.scalar(text.encode(), _BYTES)


def numbered(first: int, count: int) -> pa.Array:
    """`first` and the numbers after it, in digits."""
    return pc.cast(pc.cast(pa.array(range(first, first + count)), pa.string()), _BYTES)


def lines(parts: Sequence[Part], between: Part) -> memoryview:
    """The rows' texts one after the other in UTF-8, each its parts with `between` between two of them."""
    rows = pc.binary_join_element_wise(*parts, between)
    _, offsets, text = rows.buffers()
    ends = memoryview(offsets).cast("q")
    return memoryview(text)[ends[0] : ends[len(rows)]]
