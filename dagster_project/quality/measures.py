"""Measures a build with DuckDB: one figure a check, so that no table is carried into Python."""

from __future__ import annotations

from datetime import date

import duckdb

from dagster_project.quality.expectations import Check

# Deliveries that were read, newest first: n = 1 is the newest.
_READ = """
    select *, row_number() over (order by delivery_date desc) as n
    from stg_delivery where source = $source and status = 'read'
"""

_OF_TABLE = {
    "rows": "select count(*) from {table}",
    "filled": "select avg(({column} is not null and cast({column} as varchar) <> '')::int) from {table}",
    "distinct": "select count(distinct {column}) / nullif(count(*), 0) from {table}",
    "share": "select avg(coalesce({where}, false)::int) from {table}",
}
_OF_DELIVERIES = {
    "quarantined_share": f"select rows_quarantined / nullif(rows_read, 0) from ({_READ}) where n = 1",
    "volume_ratio": f"""
        select max(rows_read) filter (where n = 1) / nullif(max(rows_read) filter (where n = 2), 0)
        from ({_READ})
    """,
    "days_overdue": f"""
        select date_diff('day', max(d.delivery_date), $as_of) - max(c.cadence_days)
        from ({_READ}) as d inner join stg_contract as c on d.source = c.source
        where c.cadence_days is not null
    """,
}


def measure(connection: duckdb.DuckDBPyConnection, check: Check, as_of: date) -> float | None:
    """One check's figure; None when there is nothing to measure (no delivery, no row, no earlier one)."""
    if check.source and not _delivered(connection, check.source):
        return None
    if check.measure in _OF_TABLE:
        query = _OF_TABLE[check.measure].format(
            table=check.table, column=check.column, where=check.where or "false"
        )
        row = connection.execute(query).fetchone()
    else:
        parameters = {"source": check.source}
        if check.measure == "days_overdue":
            parameters["as_of"] = as_of
        row = connection.execute(_OF_DELIVERIES[check.measure], parameters).fetchone()
    return None if row is None or row[0] is None else float(row[0])


def _delivered(connection: duckdb.DuckDBPyConnection, source: str) -> bool:
    query = "select count(*) from stg_delivery where source = ? and status = 'read'"
    return connection.execute(query, [source]).fetchone()[0] > 0


def deliveries_in_words(connection: duckdb.DuckDBPyConnection, source: str) -> str:
    """A source's newest delivery and the one before, by date, files and rows, for the one who must look at them."""
    query = f"select delivery_date, files, rows_read from ({_READ}) where n <= 2 order by n"
    rows = connection.execute(query, {"source": source}).fetchall()
    return "；".join(
        f"{word} {day} 收到的 {files}，{count} 行"
        for word, (day, files, count) in zip(("最新一批", "上一批"), rows, strict=False)
    )
