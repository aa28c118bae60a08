"""The entries of a source's deliveries, merged into its rows.parquet: only numbers stand in memory for its rows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dagster_project.ingest.cache import KEY, SCOPE, Entry
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.succession import NONE, Succession

_GROUP = 50_000


class Batches:
    """The deliveries of a source that were read, in order, each as the entries of its files."""

    def __init__(self, contract: Contract, deliveries: list[list[Entry]]) -> None:
        self.contract, self.deliveries = contract, deliveries
        self._files = [pq.ParquetFile(entry.rows) for entries in deliveries for entry in entries]

    def column(self, name: str) -> pa.ChunkedArray:
        """One column of all rows."""
        kind = pa.string() if name in (KEY, SCOPE) else self.contract.schema.field(name).type
        chunks = [chunk for file in self._files for chunk in file.read(columns=[name]).column(0).chunks]
        return pa.chunked_array(chunks, kind)

    def texts(self, name: str, positions: np.ndarray) -> pa.Array:
        """The texts of a column at some positions."""
        found = (
            self.column(name).take(pa.array(positions))
            if len(positions)
            else pa.chunked_array([], pa.string())
        )
        return found.combine_chunks()

    @cached_property
    def succession(self) -> Succession:
        sizes = [sum(entry.accepted for entry in entries) for entries in self.deliveries]
        keys, scopes = (
            self.column(name).combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
            for name in (KEY, SCOPE)
        )
        return Succession(self.contract, keys, scopes, np.repeat(np.arange(len(sizes)), sizes), len(sizes))

    def write(self, path: Path) -> None:
        """Write rows.parquet in one step, with the full schema even when there is no row."""
        current, following = self.succession.current(), self.succession.following
        superseded = np.flatnonzero(following != NONE)
        replaced = self.texts("evidence", following[superseded])
        temporary = path.with_name(f".{path.name}.tmp")
        path.parent.mkdir(parents=True, exist_ok=True)
        begin = 0
        with pq.ParquetWriter(temporary, self.contract.schema) as writer:
            for table in self._groups():
                end = begin + table.num_rows
                table = table.append_column("is_current", pa.array(current[begin:end]))
                mine = slice(*np.searchsorted(superseded, (begin, end)))
                by = pa.array([""] * table.num_rows, pa.string())
                by = pc.replace_with_mask(by, pa.array(following[begin:end] != NONE), replaced[mine])
                table = table.append_column("superseded_by", by)
                writer.write_table(table.cast(self.contract.schema))
                begin = end
        os.replace(temporary, path)

    def _groups(self) -> Iterator[pa.Table]:
        """The rows in order, small files together."""
        columns = [f.name for f in self.contract.schema if f.name not in ("is_current", "superseded_by")]
        waiting: list[pa.Table] = []
        for file in self._files:
            for group in range(file.num_row_groups):
                waiting.append(file.read_row_group(group, columns=columns))
                if sum(table.num_rows for table in waiting) >= _GROUP:
                    yield pa.concat_tables(waiting)
                    waiting = []
        if waiting:
            yield pa.concat_tables(waiting)
