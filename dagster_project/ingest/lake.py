"""Writing the lake: rows.parquet of a source, and the small tables on quarantine, notes, deliveries and
contracts.

Rows are spooled delivery by delivery, so that only their keys stay in memory; then what is current is
decided over all of them, and the rows are streamed into the one file that replaces the last in one step.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dagster_project.ingest.contract import Contract
from dagster_project.ingest.keys import joined, row_keys

_GROUP = 50_000
_TEXT, _DAY, _COUNT = pa.string(), pa.date32(), pa.int64()
QUARANTINE = pa.schema(
    [("source", _TEXT), ("delivery_date", _DAY), ("file", _TEXT), ("sheet", _TEXT), ("row", pa.int32()), ("column", _TEXT),
     ("heading", _TEXT), ("expected", _TEXT), ("found", _TEXT), ("reason", _TEXT), ("remedy", _TEXT), ("cells", _TEXT)]
)  # fmt: skip
NOTE = pa.schema(
    [("source", _TEXT), ("delivery_date", _DAY), ("file", _TEXT), ("sheet", _TEXT), ("row", pa.int32()), ("column", _TEXT),
     ("heading", _TEXT), ("found", _TEXT), ("note", _TEXT)]
)  # fmt: skip
DELIVERY = pa.schema(
    [("source", _TEXT), ("delivery_date", _DAY), ("files", _TEXT), ("file_hash", _TEXT), ("status", _TEXT),
     ("rows_read", _COUNT), ("rows_accepted", _COUNT), ("rows_quarantined", _COUNT), ("problem", _TEXT), ("remedy", _TEXT),
     ("is_latest_good", pa.bool_())]
)  # fmt: skip
CONTRACT = pa.schema(
    [("source", _TEXT), ("title", _TEXT), ("publisher", _TEXT), ("purpose", _TEXT), ("delivery", _TEXT),
     ("cadence_days", _COUNT), ("required", pa.bool_()), ("sensitive", pa.bool_()), ("answers", pa.bool_())]
)  # fmt: skip
COMPLETE = pa.schema([("source", _TEXT), ("list_value", _TEXT), ("complete_since", _DAY)])


def write_table(table: pa.Table, path: Path) -> None:
    """Write a parquet file in one step: readers see the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    pq.write_table(table, temporary)
    os.replace(temporary, path)


def write_rows(rows: list[dict], schema: pa.Schema, path: Path) -> None:
    """Write a list of dicts under a schema, empty lists too."""
    write_table(pa.Table.from_pylist(rows, schema=schema), path)


def write_contract_tables(contracts: dict[str, Contract], lake: Path) -> None:
    """lake/contract and lake/contract_complete: what the contracts say, for dbt."""
    rows = [{name: getattr(contract, name) for name in CONTRACT.names} for contract in contracts.values()]
    write_rows(rows, CONTRACT, lake / "contract" / "contract.parquet")
    complete = [
        {"source": contract.source, "list_value": value, "complete_since": since}
        for contract in contracts.values()
        for value, since in sorted(contract.complete.items())
    ]
    write_rows(complete, COMPLETE, lake / "contract_complete" / "contract_complete.parquet")


class Spool:
    """The accepted rows of a source on their way into the lake. Use as a context; finish() writes
    rows.parquet.
    """

    def __init__(self, contract: Contract, lake: Path) -> None:
        self.contract, self.target = contract, lake / contract.source / "rows.parquet"
        self.folder = lake / contract.source / ".parts"
        self.schema = pa.schema([f for f in contract.schema if f.name not in ("is_current", "superseded_by")])
        self.parts: list[Path] = []
        self._keys: list[pa.StringArray] = []
        self._scopes: list[pa.StringArray] = []
        self._evidence: list[pa.StringArray] = []
        self._delivery: list[int] = []

    def __enter__(self) -> Spool:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return self

    def __exit__(self, *_) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def delivery(self, tables) -> None:
        """Take a delivery's tables, whole or (when the iterator raises) not at all."""
        path = self.folder / f"{len(self.parts):05d}.parquet"
        keys, scopes, evidence = [], [], []
        try:
            with pq.ParquetWriter(path, self.schema) as writer:
                for table in tables:
                    writer.write_table(table)
                    keys.append(row_keys(self.contract, table))
                    scopes.append(joined(table, self.contract.replaces_by))
                    evidence.append(table["evidence"].combine_chunks())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        self._delivery.append(sum(map(len, keys)))
        self._keys += keys
        self._scopes += scopes
        self._evidence += evidence
        self.parts.append(path)

    def drop_last(self) -> None:
        """Forget the delivery taken last; it must have had no accepted row."""
        assert self._delivery.pop() == 0
        self.parts.pop().unlink()

    def finish(self) -> None:
        """Decide what is current and write rows.parquet, with the full schema even when there is no row."""
        current, replaced = self._current()
        temporary = self.target.with_name(".rows.parquet.tmp")
        begin = 0
        with pq.ParquetWriter(temporary, self.contract.schema) as writer:
            for table in self._groups():
                end = begin + table.num_rows
                table = table.append_column("is_current", pa.array(current[begin:end]))
                table = table.append_column("superseded_by", replaced.slice(begin, end - begin))
                writer.write_table(table.cast(self.contract.schema))
                begin = end
        os.replace(temporary, self.target)

    def _groups(self) -> Iterator[pa.Table]:
        """The spooled rows in order, small deliveries together."""
        waiting: list[pa.Table] = []
        for part in self.parts:
            file = pq.ParquetFile(part)
            for group in range(file.num_row_groups):
                waiting.append(file.read_row_group(group))
                if sum(table.num_rows for table in waiting) >= _GROUP:
                    yield pa.concat_tables(waiting)
                    waiting = []
        if waiting:
            yield pa.concat_tables(waiting)

    def _current(self) -> tuple[np.ndarray, pa.StringArray]:
        """A row is current when no later row has its key and, in a full list, its delivery is the newest of
        its scope.
        """
        keys = pa.chunked_array(self._keys, pa.string()).combine_chunks()
        size = len(keys)
        if not size:
            return np.zeros(0, bool), pa.array([], pa.string())
        codes = keys.dictionary_encode().indices.to_numpy()
        order = np.argsort(codes, kind="stable")
        following = np.full(size, -1)
        same = codes[order[:-1]] == codes[order[1:]]
        following[order[:-1][same]] = order[1:][same]
        current = following < 0
        if self.contract.delivery == "full":
            scopes = (
                pa.chunked_array(self._scopes, pa.string())
                .combine_chunks()
                .dictionary_encode()
                .indices.to_numpy()
            )
            delivery = np.repeat(np.arange(len(self._delivery)), self._delivery)
            # an empty full delivery clears the list where it has one scope only
            newest = np.full(scopes.max() + 1, -1 if self.contract.replaces_by else len(self._delivery) - 1)
            np.maximum.at(newest, scopes, delivery)
            current &= delivery == newest[scopes]
        evidence = pa.chunked_array(self._evidence, pa.string()).combine_chunks()
        replaced = evidence.take(pa.array(np.where(following < 0, 0, following)))
        return current, pc.if_else(pa.array(following < 0), "", replaced)


def days(date: dt.date, size: int) -> pa.Array:
    """A column of one day."""
    return pa.array(np.full(size, np.datetime64(date, "D")), pa.date32())
