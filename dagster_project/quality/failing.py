"""The rows behind a failed check, for the one who sent them: file, sheet, row, what stands there and what to do."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np

from dagster_project.identity.codes import valid_usccs
from dagster_project.ingest import load_contracts
from dagster_project.publish.cells import safe_text
from dagster_project.quality import measures
from dagster_project.quality.expectations import Check
from dagster_project.quality.measures import Figure

HEADINGS = ("文件", "表", "行", "列", "内容", "问题", "处理")
_ROWS = "select file, sheet, \"row\", '{column}', cast({shown} as varchar) from {rows}"
_ROWS += " where ({wrong}) and (getvariable('part') in ('', file))"
_QUARANTINED = """
    select file, sheet, "row", heading, found from stg_quarantine
    where source = getvariable('audited').source and delivery_date = getvariable('audited').delivery
    and ('{column}' = '' or "column" = '{column}')
"""
_WRONG = {
    "rows": "{where}",
    "filled": "({where}) and coalesce(cast({column} as varchar), '') = ''",
    "days_ahead": "({where}) and {column} > delivery_date",
    "duplicate_share": "superseded_by in (select evidence from {rows})",
}


def write_failing(
    connection: duckdb.DuckDBPyConnection, check: Check, figures: Sequence[Figure], folder: Path
) -> str:
    """Write folder/<source>.<check>.csv with the rows that a failed check of a list rests on; its name.

    '' and no file where a check has no such rows: a volume, a date or a distribution is the whole delivery's.
    """
    rows: set[tuple] = set()
    for figure in figures:
        if figure.delivery and check.fails(figure.value):
            figure.delivery.announce(connection)
            connection.execute("set variable part = $value", {"value": figure.part})
            rows.update(_rows(connection, check, figure.value))
    if not rows:
        return ""
    columns = load_contracts()[check.source].columns
    titles = {name: column.title for name, column in columns.items()}
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{check.source}.{check.key}.csv"
    with open(folder / name, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for place, sheet, row, column, shown in sorted(rows, key=lambda row: (row[0], row[1], row[2])):
            writer.writerow(
                (place, sheet, row, titles.get(column, column), safe_text(shown), check.title, check.advice)
            )
    return name


def _rows(connection: duckdb.DuckDBPyConnection, check: Check, figure: float) -> list[tuple]:
    parts = measures.parts(check)
    if check.measure in ("quarantined_share", "accepted_share"):
        return connection.execute(_QUARANTINED.format(**parts)).fetchall()
    if check.measure == "valid":
        table = connection.sql(measures.codes_of(check)).to_arrow_table()
        at = np.flatnonzero(~valid_usccs(table["code"].combine_chunks()))
        columns = [table[name].take(at).to_pylist() for name in ("file", "sheet", "row", "code")]
        return [
            (file, sheet, row, check.column, code) for file, sheet, row, code in zip(*columns, strict=True)
        ]
    if check.measure == "share":
        wrong = "not ({where})" if check.low is not None and figure < check.low else "{where}"
    elif check.measure in _WRONG:
        wrong = _WRONG[check.measure]
    else:
        return []
    shown = check.column or "evidence"
    return connection.execute(_ROWS.format(**parts, shown=shown, wrong=wrong.format(**parts))).fetchall()
