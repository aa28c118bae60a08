"""Rows of a sheet or a CSV put together a column at a time: what a value looks like is worked out once for each value of a
batch, and Arrow joins the texts. Most of a long table is the same names, titles and units again and again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.publish.ordinary import SPECIMEN, is_ordinary

BATCH = 10_000  # rows
FEW = 200  # values: looking at them one by one takes less than getting ready for all at once
Part: TypeAlias = pa.Array | pa.Scalar  # of a row: a column's texts, or what is the same in all rows
# A batch's texts may come to more than 2 GB; and Arrow is slow to make large strings of str.
_BYTES = pa.large_binary()


def batches(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: list[str] | dict[str, str | list[str]]
) -> Iterator[pa.RecordBatch]:
    """A query's rows, some at a time, so that a long table never stands in memory whole: of each column the values, each
    once, and which of them stands in which row.
    """
    yield from map(encoded, connection.cursor().sql(sql, params=parameters).to_arrow_reader(BATCH))


def encoded(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Rows as batches() gives them."""
    columns = [column.dictionary_encode(null_encoding="encode") for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, batch.schema.names)


def mapped(column: pa.DictionaryArray, turn: Callable[[Any], Any], kind: pa.DataType) -> pa.Array:
    """`turn` of every value, None among them, as an array of `kind`."""
    return pa.array([turn(value) for value in column.dictionary.to_pylist()], kind).take(column.indices)


def texts(column: pa.DictionaryArray, turn: Callable[[Any], str | None]) -> pa.Array:
    """The text of every value, null where `turn` gives none."""
    return mapped(column, lambda value: None if (text := turn(value)) is None else text.encode(), _BYTES)


def at_once(
    column: pa.DictionaryArray,
    ordinary: Callable[[pa.StringArray], pa.Array],
    turn: Callable[[Any], Any],
    kind: pa.DataType,
) -> pa.Array:
    """mapped() where `ordinary` gives the same of ordinary texts (ordinary.py), all at once."""
    values = column.dictionary
    if len(values) < FEW or not pa.types.is_string(values.type):
        return mapped(column, turn, kind)
    found, odd = ordinary(values), pc.invert(is_ordinary(values))
    if pc.any(odd).as_py():
        turned = pa.array([turn(value) for value in values.filter(odd).to_pylist()], kind)
        found = pc.replace_with_mask(found, odd, turned)
    return found.take(column.indices)


def surrounded(column: pa.DictionaryArray, turn: Callable[[Any], str]) -> pa.Array:
    """texts() where `turn` leaves an ordinary text as it is and puts something before and after it, the same for all."""
    before, after = (constant(part) for part in turn(SPECIMEN).split(SPECIMEN))

    def ordinary(values: pa.StringArray) -> pa.Array:
        return joined(before, values.cast(_BYTES), after)

    return at_once(column, ordinary, lambda value: turn(value).encode(), _BYTES)


def single(found: Iterable[str]) -> pa.Array:
    """A text a row."""
    return pa.array([text.encode() for text in found], _BYTES)


def constant(text: str) -> pa.Scalar:
    """One text in every row."""
    return pa.scalar(text.encode(), _BYTES)


def numbered(first: int, count: int) -> pa.Array:
    """`first` and the numbers after it, in digits."""
    return pc.cast(pc.cast(pa.array(range(first, first + count)), pa.string()), _BYTES)


def joined(*parts: Part) -> pa.Array:
    """The rows' texts, each its parts one after the other; null where one is null."""
    return pc.binary_join_element_wise(*parts, constant(""))


def lines(parts: Sequence[Part], between: Part) -> memoryview:
    """The rows' texts one after the other in UTF-8, each its parts with `between` between two of them; what is null is left out."""
    rows = pc.binary_join_element_wise(*parts, between, null_handling="skip")
    _, offsets, text = rows.buffers()
    ends = memoryview(offsets).cast("q")
    return memoryview(text)[ends[0] : ends[len(rows)]]
