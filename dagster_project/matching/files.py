"""The files of the matching step: rows of a list in the lake, and the tables that are made of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

# Rows written at a time: all of them as Arrow has them are as large as what they were made from.
AT_ONCE = 200_000
# What a column holds again and again, so long that each is written once a block: 16 MB of them, else Parquet gives up at 1.
REPEATED = frozenset({"match_evidence"})
MOST_REPEATED = 16 << 20


def rows_of(lake: Path, source: str) -> Path:
    """Where the accepted rows of a source lie, if it has any."""
    return lake / source / "rows.parquet"


def read_rows(lake: Path, source: str, columns: list[str]) -> pd.DataFrame:
    """Those of `columns` that the source's rows have."""
    path = rows_of(lake, source)
    held = pq.read_schema(path).names
    table = pq.read_table(path, columns=[column for column in columns if column in held])
    return table.to_pandas(date_as_object=True)


@contextmanager
def writing(path: Path, schema: pa.Schema) -> Iterator:
    """A function that adds a frame's rows to a new file of this schema."""
    fields = [field.with_type(_written_as(field)) for field in schema]
    written = pa.schema(fields)
    with pq.ParquetWriter(
        path, written, store_schema=False, dictionary_pagesize_limit=MOST_REPEATED
    ) as writer:

        def add(frame: pd.DataFrame) -> None:
            for at in range(0, len(frame), AT_ONCE):
                part = frame.iloc[at : at + AT_ONCE]
                arrays = [_array(part[field.name], field) for field in fields]
                writer.write_table(pa.Table.from_arrays(arrays, schema=written))

        yield add


def _written_as(field: pa.Field) -> pa.DataType:
    return pa.dictionary(pa.int32(), field.type) if field.name in REPEATED else field.type


def _array(column: pd.Series, field: pa.Field) -> pa.Array:
    if field.name not in REPEATED:
        return pa.Array.from_pandas(column, type=field.type)
    codes, texts = pd.factorize(column.to_numpy(object))
    return pa.DictionaryArray.from_arrays(
        pa.array(codes, pa.int32(), mask=codes < 0), pa.array(texts, field.type.value_type)
    )
