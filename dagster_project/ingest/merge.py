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

    def at(self, name: str, positions: np.ndarray) -> pa.Array:
        """The values of a column at some positions; no more of the others is held than a group of rows."""
        kind = pa.string() if name in (KEY, SCOPE) else self.contract.schema.field(name).type
        order = np.argsort(positions, kind="stable")
        wanted = positions[order]
        found: list[pa.Array] = []
        begin = 0
        for file in self._files:
            for group in range(file.num_row_groups):
                end = begin + file.metadata.row_group(group).num_rows
                mine = slice(*np.searchsorted(wanted, (begin, end)))
                if mine.start < mine.stop:
                    found.append(_column(file, group, name).take(pa.array(wanted[mine] - begin)))
                begin = end
        back = np.empty_like(order)
        back[order] = np.arange(len(order))
        return pa.chunked_array(found, kind).combine_chunks().take(pa.array(back))

    @cached_property
    def succession(self) -> Succession:
        sizes = [sum(entry.accepted for entry in entries) for entries in self.deliveries]
        scopes = np.zeros(sum(sizes), np.int8)
        if self.contract.replaces_by:
            scopes = np.unique(self._hashes(SCOPE), return_inverse=True)[1].astype(np.int32)
        delivery = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        return Succession(self.contract, self._hashes(KEY), scopes, delivery, len(sizes))

    def _hashes(self, name: str) -> np.ndarray:
        """A column's texts, each as 8 bytes: Python's hash, seeded anew in every process, so that none can be made to meet
        another's. That two of ten million keys meet by chance is less likely than one in 300,000.
        """
        found = [np.empty(0, np.int64)]
        for file in self._files:
            for group in range(file.num_row_groups):
                texts = _column(file, group, name).to_pylist()
                found.append(np.fromiter(map(hash, texts), np.int64, len(texts)))
        return np.concatenate(found)

    def write(self, path: Path) -> None:
        """Write rows.parquet in one step, with the full schema even when there is no row."""
        current, following = self.succession.current(), self.succession.following
        temporary = path.with_name(f".{path.name}.tmp")
        path.parent.mkdir(parents=True, exist_ok=True)
        begin = 0
        with pq.ParquetWriter(temporary, self.contract.schema) as writer:
            for table in self._groups():
                end = begin + table.num_rows
                table = table.append_column("is_current", pa.array(current[begin:end]))
                by = pa.array([""] * table.num_rows, pa.string())
                replaced = following[begin:end] != NONE
                if replaced.any():
                    evidence = self.at("evidence", following[begin:end][replaced])
                    by = pc.replace_with_mask(by, pa.array(replaced), evidence)
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


def _column(file: pq.ParquetFile, group: int, name: str) -> pa.Array:
    return file.read_row_group(group, columns=[name]).column(0).combine_chunks()
