"""Which refused rows were read elsewhere: as a row of the same company, in another file of that day or later, that says
all that could be read of the refused one.
"""

from __future__ import annotations

import json
from collections import defaultdict

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dagster_project.identity.text import fold, fold_array
from dagster_project.ingest.cache import Entry
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.keys import CODES, NAME, statement

_LINEAGE = ("evidence", "file", "delivery_date")


def mark_corrected(contract: Contract, entries: list[Entry], quarantine: pa.Table) -> pa.Table:
    """The quarantine with `corrected_by`, the evidence of the first such row; null where there is none. `statement`
    is left out.
    """
    refused = quarantine.to_pylist()
    rows = _rows_of(contract, entries, refused) if NAME in contract.columns else {}
    # what every row has that has no cell of its own makes no two rows the same
    telling = {name for name, column in contract.columns.items() if column.default is None}
    marks = []
    for one in refused:
        said = json.loads(one["statement"] or "{}")
        theirs = [found for text in _whose(one["name"], one["code"]) for found in rows[text]] if said else []
        marks.append(
            min(
                (
                    (row["delivery_date"], row["file"], row["evidence"])
                    for row, says in theirs
                    if row["file"] != one["file"]
                    and row["delivery_date"] >= one["delivery_date"]
                    and (shared := said.keys() & says.keys()) & telling
                    and all(said[name] == says[name] for name in shared)
                ),
                default=(None,),
            )[-1]
        )
    return quarantine.drop_columns("statement").append_column("corrected_by", pa.array(marks, pa.string()))


def _whose(*texts: str | None) -> set[str]:
    return {fold(text) for text in texts if text}


def _rows_of(
    contract: Contract, entries: list[Entry], refused: list[dict]
) -> dict[str, list[tuple[dict, dict[str, str]]]]:
    """The accepted rows of whom refused rows name, each with its statement, by folded name and code."""
    wanted = pa.array(
        sorted({text for one in refused for text in _whose(one["name"], one["code"])}), pa.string()
    )
    subject = [name for name in (NAME, *CODES) if name in contract.columns]
    found = defaultdict(list)
    for entry in entries if len(wanted) else ():
        file = pq.ParquetFile(entry.rows)
        for group in range(file.num_row_groups):
            named = file.read_row_group(group, columns=subject)
            meant = np.zeros(named.num_rows, bool)
            for column in named.columns:
                meant |= pc.is_in(fold_array(column.combine_chunks()), wanted).to_numpy(zero_copy_only=False)
            if meant.any():
                table = file.read_row_group(group, columns=[*contract.columns, *_LINEAGE])
                for row in table.filter(pa.array(meant)).to_pylist():
                    for text in _whose(*(row[name] for name in subject)):
                        found[text].append((row, statement(contract, row)))
    return found
