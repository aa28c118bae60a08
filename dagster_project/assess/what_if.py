"""One company with one reported figure changed: judged anew by the nightly models themselves, and nothing kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import duckdb

from dagster_project.assess.models import between, model
from dagster_project.sql import quoted

# What the change enters by, and what is asked of it.
REPORTED = "company_year"
OUTCOMES = ("assessment", "clause_result", "indicator_score", "clause_note", "review_watch")
EVIDENCE = "假设"


@contextmanager
def supposed(
    pool: Path, company_id: str, item: str, fiscal_year: int, value: Decimal | None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection on which OUTCOMES and what they rest on stand for company_id alone, as they would be if
    `item` of `fiscal_year` had been reported as `value` (None: had not been reported); all other tables are the pool's.

    The change comes before derivation: ratios and growth follow from it. The pool is only read.
    """
    connection = duckdb.connect()
    try:
        connection.execute(f"attach {quoted(pool)} as published (read_only)")
        anew = between(REPORTED, OUTCOMES)
        for table, columns in _tables(connection):
            if table not in anew:
                mine = "where company_id = getvariable('company')" if "company_id" in columns else ""
                connection.execute(f"create view {table} as select * from published.main.{table} {mine}")
        connection.execute("set variable company = ?", [company_id])
        _change(connection, company_id, item, fiscal_year, value)
        for name in anew:
            connection.execute(f"create table {name} as {model(name)[0]}")
        yield connection
    finally:
        connection.close()


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, list[str]]]:
    return connection.execute(
        "select table_name, list(column_name) from duckdb_columns() where database_name = 'published' group by all"
    ).fetchall()


def _change(connection, company_id: str, item: str, fiscal_year: int, value: Decimal | None) -> None:
    """Replace the view of the reported figures by a table with the changed one."""
    connection.execute(f"drop view {REPORTED}")
    connection.execute(
        f"create table {REPORTED} as select * from published.main.{REPORTED}"
        " where company_id = ? and not (item = ? and fiscal_year = ?)",
        [company_id, item, fiscal_year],
    )
    if value is not None:
        connection.execute(
            f"insert into {REPORTED} by name select ? as company_id, ?::integer as fiscal_year, ? as item,"
            " ?::decimal(18, 6) as value, 'company_report' as trust, false as is_disputed, ? as evidence",
            [company_id, fiscal_year, item, value, EVIDENCE],
        )
