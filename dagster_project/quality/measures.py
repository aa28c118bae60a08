"""Measures a build with DuckDB: one figure a check, so that no table is carried into Python.

A list is measured on its newest delivery that was read, against the deliveries before it; matches and marts whole. A
figure of too few rows says nothing and is None, like one for which nothing was delivered.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from dagster_project.identity.codes import valid_usccs

if TYPE_CHECKING:
    from dagster_project.quality.expectations import Check

LEAST_ROWS = 5  # below it a share says nothing
LEAST_FOR_A_DISTRIBUTION = 30

# Deliveries that were read, newest first: n = 1 is the newest.
_READ = """(
    select *, row_number() over (order by delivery_date desc) as n
    from stg_delivery where source = getvariable('source') and status = 'read'
)"""
_NEWEST = "(select * from {table} where delivery_date = getvariable('newest'))"
_EARLIER = "(select * from {table} where delivery_date < getvariable('newest'))"
# the last delivery before the newest that is large enough to have a distribution
_BEFORE = f"""(
    select * from {{table}} where delivery_date = (
        select max(delivery_date) from {_READ} where n > 1 and rows_accepted >= {LEAST_FOR_A_DISTRIBUTION}
    )
)"""
CONTENT = '* exclude (evidence, file, sheet, "row", delivery_date, is_current, superseded_by)'

# What a check of the measure must name beside its bounds.
MEASURES = {
    "rows": (),
    "filled": ("column",),
    "share": ("column", "where"),
    "rows_ratio": ("against",),
    "published_ratio": ("against",),
    "accepted_share": (),
    "quarantined_share": (),
    "volume_ratio": (),
    "days_overdue": (),
    "days_back": ("column",),
    "days_ahead": ("column",),
    "duplicate_share": (),
    "repeated_share": (),
    "valid": ("column",),
    "drift": ("column",),
    "median_ratio": ("column",),
}
OF_SOURCES = MEASURES.keys() - {"rows", "filled", "share", "rows_ratio", "published_ratio"}

_QUERIES = {
    "rows": "select count(*) from {rows} where {where}",
    "filled": "select avg(({column} is not null and cast({column} as varchar) <> '')::int) from {rows}"
    " where {where} having count(*) >= {least}",
    # where the condition is unknown, the row is neither
    "share": "select avg(({where})::int) from {rows} having count({where}) >= {least}",
    "rows_ratio": "select (select count(*) from {rows} where {where}) / nullif(count(*), 0) from {against}",
    # of this publication to the one it is compared with; a row without a company is no row of the pool
    "published_ratio": """
        select count(*) filter (h.as_of = p.as_of) / nullif(count(*) filter (h.as_of = p.as_of_before), 0)
        from {against} as h cross join publication as p where h.company_id is not null
    """,
    "accepted_share": f"select rows_accepted / rows_read from {_READ} where n = 1 and rows_read >= {{least}}",
    "quarantined_share": f"""
        select rows_quarantined / rows_read from {_READ} where n = 1 and rows_read >= {{least}}
    """,
    "quarantined_share_column": f"""
        select (
            select count(*) from stg_quarantine as q
            where q.source = d.source and q.delivery_date = d.delivery_date and q."column" = '{{column}}'
        ) / d.rows_read
        from {_READ} as d where d.n = 1 and d.rows_read >= {{least}}
    """,
    "volume_ratio": f"""
        select max(rows_read) filter (where n = 1) / nullif(max(rows_read) filter (where n = 2), 0) from {_READ}
    """,
    # part by part against the last delivery that held the part; the part that moved most
    "volume_ratio_by": """
        with part as (
            select {by} as part, delivery_date = getvariable('newest') as is_newest, delivery_date, count(*) as size
            from {table} group by all
        ),
        last as (select part, arg_max(size, delivery_date) as size from part where not is_newest group by part)
        select arg_max(n.size / b.size, abs(ln(n.size / b.size)))
        from part as n inner join last as b on n.part = b.part
        where n.is_newest and b.size >= {least}
    """,
    "days_overdue": f"""
        select date_diff('day', max(d.delivery_date), getvariable('as_of')) - max(c.cadence_days)
        from {_READ} as d inner join stg_contract as c on d.source = c.source
        where c.cadence_days is not null
    """,
    "days_back": """
        select greatest(0, date_diff('day', max({column}), (select max({column}) from {earlier} where {where})))
        from {rows} where {where}
    """,
    "days_ahead": "select greatest(0, date_diff('day', getvariable('newest'), max({column}))) from {rows} where {where}",
    "duplicate_share": """
        select avg((superseded_by in (select evidence from {rows}))::int) from {rows} having count(*) >= {least}
    """,
    "repeated_share": f"""
        select (
            select count(*) from (select {CONTENT} from {{rows}} intersect all select {CONTENT} from {{earlier}})
        ) / count(*) from {{rows}} having count(*) >= {{least}}
    """,
    # half the sum of the differences: the share of rows that would have to change
    "drift": """
        with n as (select {column} as part, count(*) / sum(count(*)) over () as share from {rows} group by {column}),
        b as (select {column} as part, count(*) / sum(count(*)) over () as share from {before} group by {column})
        select sum(abs(coalesce(n.share, 0) - coalesce(b.share, 0))) / 2
        from n full join b on n.part is not distinct from b.part
        having (select count(*) from {rows}) >= {distribution} and count(b.share) > 0
    """,
    "median_ratio": """
        select median({column}) / nullif((select median({column}) from {before} where {column} <> 0), 0)
        from {rows} where {column} <> 0 having count(*) >= {distribution}
    """,
}


def parts(check: Check) -> dict[str, object]:
    """What the queries name: the relations of a check, its column and its condition."""
    of_source = bool(check.source)
    relations = (
        {"rows": _NEWEST, "earlier": _EARLIER, "before": _BEFORE} if of_source else {"rows": "{table}"}
    )
    return {name: sql.format(table=check.table) for name, sql in relations.items()} | {
        "table": check.table,
        "column": check.column,
        "where": check.where or "true",
        "by": check.by,
        "against": check.against,
        "least": LEAST_ROWS if of_source else 1,
        "distribution": LEAST_FOR_A_DISTRIBUTION,
    }


def prepare(connection: duckdb.DuckDBPyConnection, check: Check, as_of: date) -> bool:
    """Tell the connection which list and which delivery is meant; False when none of it was read yet."""
    query = "select max(delivery_date) from stg_delivery where source = ? and status = 'read'"
    (newest,) = connection.execute(query, [check.source]).fetchall()[0] if check.source else (None,)
    for name, value in {"source": check.source, "as_of": as_of, "newest": newest}.items():
        connection.execute(f"set variable {name} = $value", {"value": value})
    return newest is not None or not check.source


def measure(connection: duckdb.DuckDBPyConnection, check: Check, as_of: date) -> float | None:
    """One check's figure; None when there is nothing to measure (no delivery, too few rows, no earlier one)."""
    if not prepare(connection, check, as_of):
        return None
    if check.measure == "valid":
        return _valid(connection, check)
    more_exact = {"volume_ratio": check.by and "_by", "quarantined_share": check.column and "_column"}
    query = _QUERIES[check.measure + more_exact.get(check.measure, "")]
    row = connection.execute(query.format(**parts(check))).fetchone()
    return None if row is None or row[0] is None else float(row[0])


def _valid(connection: duckdb.DuckDBPyConnection, check: Check) -> float | None:
    """Of the codes that look like credit codes, the share whose check characters hold."""
    codes = connection.sql(codes_of(check)).to_arrow_table()["code"].combine_chunks()
    return float(valid_usccs(codes.cast(pa.string())).mean()) if len(codes) >= LEAST_ROWS else None


def codes_of(check: Check) -> str:
    """The query of the rows whose code looks like a credit code, as `code`: 18 characters, none of them masked, its
    first two a registering authority and a kind of body (GB 32100-2015, table 1). Others are none of ours to judge.
    """
    query = "select *, upper({column}) as code from {rows} where regexp_full_match(upper({column}), '{code}')"
    return query.format(**parts(check), code="[159ANY][1-39][0-9A-Z]{16}")


def deliveries_in_words(connection: duckdb.DuckDBPyConnection, source: str) -> str:
    """A source's newest delivery and the one before, by date, files and rows, for the one who must look at them."""
    connection.execute("set variable source = ?", [source])
    query = f"select delivery_date, files, rows_read from {_READ} where n <= 2 order by n"
    return "；".join(
        f"{word} {day} 收到的 {files}，{count} 行"
        for word, (day, files, count) in zip(
            ("最新一批", "上一批"), connection.execute(query).fetchall(), strict=False
        )
    )
