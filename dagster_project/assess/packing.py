"""The standards and a chunk of the given facts, packed: names as enumerations and companies as numbers, so that a million of them
take little time and memory."""

from __future__ import annotations

import duckdb

from dagster_project import assess
from dagster_project.assess.given import NUMBER, TEXT_KINDS, Given

PACKED = (
    "standard_id",
    "metric",
    "indicator_id",
    "category_id",
    "role",
    "route",
    "clause",
    "clause_text",
    "citation",
    "document_id",
    "title",
)
SEEDS = ("standards", "categories", "indicators", "bands", "conditions")


def pack(connection: duckdb.DuckDBPyConnection, standard_id: str) -> None:
    """Keep the rows of standard_id alone, with packed names, and number what the results are put in order by."""
    columns = {
        table: [row[0] for row in connection.execute(f"describe {table}").fetchall()] for table in SEEDS
    }
    for name in PACKED:
        values = " union ".join(
            f"select {name} as v from {table}" for table in SEEDS if name in columns[table]
        )
        if name == "metric":
            values += " union select 'score_' || category_id from categories union select 'score_total'"
        connection.execute(
            f"create type packed_{name} as enum (select v from ({values}) where v is not null order by v)"
        )
    connection.execute("create type packed_status as enum ('met', 'not_met', 'unknown', 'person')")
    connection.execute(f"create type packed_basis as enum ('{assess.BASIS}')")
    for table in SEEDS:
        packed = ", ".join(f"{c}::packed_{c} as {c}" for c in columns[table] if c in PACKED)
        if table == "conditions":  # numbered by their ids, whose order the engine reads
            connection.execute(
                f"create table written as select row_number() over (order by condition_id) as n, rowid as row_order, * "
                f"from conditions where standard_id = '{standard_id}'"
            )
            packed += ", (select n from written as w where w.condition_id = c.condition_id)::integer as condition_id"
        connection.execute(
            f"create or replace table {table} as select * replace ({packed}) from {table} as c "
            f"where standard_id = '{standard_id}'"
        )
    connection.execute(
        "create table clause_order as select role::packed_role as role, route::packed_route as route, "
        "clause::packed_clause as clause, row_number() over (order by role, min(row_order)) as n "
        "from written group by role, route, clause"
    )
    connection.execute(
        "create table used_metric as select distinct metric::varchar as metric from "
        "(select metric from bands union all select metric from conditions)"
    )


def add_chunk(connection: duckdb.DuckDBPyConnection, given: Given, rows: str, first: int) -> None:
    """The known facts of a chunk that the standard asks for, a row a fact."""
    used = {m for (m,) in connection.execute("select metric from used_metric").fetchall()} & set(given.kinds)
    numbers = sorted(m for m in used if given.kinds[m] not in TEXT_KINDS)
    texts = sorted(used - set(numbers))
    company = f"(rowid - {first})::integer as company_id"
    parts = [
        f"select company_id, '{assess.BASIS}'::packed_basis as basis, metric::packed_metric as metric, {cells}, false as assumption "
        f"from (unpivot (select {company}, {_quoted(names)} {rows}) on {_quoted(names)} into name metric value v)"
        for names, cells in (
            (numbers, "v as value_low, v as value_high, null::varchar as value_text"),
            (texts, f"null::{NUMBER} as value_low, null::{NUMBER} as value_high, v as value_text"),
        )
        if names
    ]
    none = (
        f"select null::integer as company_id, '{assess.BASIS}'::packed_basis as basis, null::packed_metric as metric, "
        f"null::{NUMBER} as value_low, null::{NUMBER} as value_high, null::varchar as value_text, false as assumption where false"
    )
    connection.execute(f"create or replace table company_metric as {' union all '.join(parts) or none}")


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
