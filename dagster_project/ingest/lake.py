"""Writing the lake: the schemas of the small tables on quarantine, notes, deliveries, their changes, headings nobody knows, contracts."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.ingest.contract import Contract

_TEXT, _DAY, _COUNT = pa.string(), pa.date32(), pa.int64()
QUARANTINE = pa.schema(
    [("source", _TEXT), ("delivery_date", _DAY), ("file", _TEXT), ("sheet", _TEXT), ("row", pa.int32()), ("column", _TEXT),
     ("heading", _TEXT), ("expected", _TEXT), ("found", _TEXT), ("reason", _TEXT), ("remedy", _TEXT), ("name", _TEXT), ("folded_name", _TEXT),
     ("code", _TEXT), ("place", _TEXT), ("item", _TEXT), ("list_value", _TEXT), ("event", _TEXT),
     ("counts", _COUNT), ("told_by", _TEXT), ("statement", _TEXT), ("cells", _TEXT)]
)  # fmt: skip
NOTE = pa.schema(
    [("source", _TEXT), ("delivery_date", _DAY), ("file", _TEXT), ("sheet", _TEXT), ("row", pa.int32()), ("column", _TEXT),
     ("heading", _TEXT), ("found", _TEXT), ("note", _TEXT)]
)  # fmt: skip
DELIVERY = pa.schema(
    [("source", _TEXT), ("delivery_date", _DAY), ("files", _TEXT), ("file_hash", _TEXT), ("status", _TEXT),
     ("rows_read", _COUNT), ("rows_accepted", _COUNT), ("rows_quarantined", _COUNT), ("problem", _TEXT), ("remedy", _TEXT),
     ("is_latest_good", pa.bool_()), ("rows_added", _COUNT), ("rows_removed", _COUNT), ("rows_changed", _COUNT),
     ("rows_repeated", _COUNT)]
)  # fmt: skip
UNMAPPED = pa.schema(
    [("source", _TEXT), ("delivery_date", _DAY), ("file", _TEXT), ("sheet", _TEXT), ("row", pa.int32()),
     ("heading", _TEXT), ("near", _TEXT), ("found", _TEXT), ("remedy", _TEXT)]
)  # fmt: skip
CHANGE = pa.schema(
    [("source", _TEXT), ("earlier", _DAY), ("later", _DAY), ("key", _TEXT), ("change", _TEXT), ("column", _TEXT),
     ("before", _TEXT), ("after", _TEXT), ("evidence_before", _TEXT), ("evidence", _TEXT)]
)  # fmt: skip
CONTRACT = pa.schema(
    [("source", _TEXT), ("title", _TEXT), ("publisher", _TEXT), ("purpose", _TEXT), ("delivery", _TEXT),
     ("cadence_days", _COUNT), ("required", pa.bool_()), ("sensitive", pa.bool_()), ("answers", pa.bool_()),
     ("sheets", _TEXT)]
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
    rows = [
        {name: getattr(contract, name) for name in CONTRACT.names} | {"sheets": "；".join(contract.sheets)}
        for contract in contracts.values()
    ]
    write_rows(rows, CONTRACT, lake / "contract" / "contract.parquet")
    complete = [
        {"source": contract.source, "list_value": value, "complete_since": since}
        for contract in contracts.values()
        for value, since in sorted(contract.complete.items())
    ]
    write_rows(complete, COMPLETE, lake / "contract_complete" / "contract_complete.parquet")


def days(date: dt.date, size: int) -> pa.Array:
    """A column of one day."""
    return pa.array(np.full(size, np.datetime64(date, "D")), pa.date32())
