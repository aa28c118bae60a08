"""Measures a build with DuckDB: a few figures a check, so that no table is carried into Python.

A list is measured delivery by delivery (which, says deliveries.py), a share or a magnitude in each file of a delivery, too,
since each county sends its own; matches and marts whole. A figure of too few rows says nothing, and there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from dagster_project.identity.codes import valid_usccs

if TYPE_CHECKING:
    from dagster_project.quality.deliveries import Delivery
    from dagster_project.quality.expectations import Check

LEAST_ROWS = 5  # below it a share says nothing
LEAST_FOR_A_DISTRIBUTION = 30

# A delivery's rows that count: what a later one replaced row by row is the later one's; a row twice in one is its own.
_ROWS = """(
    select * from {table}
    where delivery_date = getvariable('audited').delivery and (
        getvariable('audited').delivery = getvariable('audited').newest or is_current
        or superseded_by in (select evidence from {table} where delivery_date = getvariable('audited').delivery)
    )
)"""
_DELIVERY = "(select * from stg_delivery where source = getvariable('audited').source and status = 'read')"
_EARLIER = "(select * from {table} where delivery_date < getvariable('audited').delivery)"
# the last delivery to compare with that is large enough to have a distribution
_BEFORE = f"""(
    select * from {{table}} where delivery_date = (
        select max(delivery_date) from {_DELIVERY}
        where list_contains(getvariable('audited').before, delivery_date) and rows_accepted >= {LEAST_FOR_A_DISTRIBUTION}
    )
)"""
# part by part against the last delivery to compare with that held the part
_PARTS = """
    part as (
        select {by} as part, delivery_date = getvariable('audited').delivery as is_new, delivery_date, count(*) as size
        from {table} where delivery_date = getvariable('audited').delivery or list_contains(getvariable('audited').before, delivery_date)
        group by all
    ),
    last as (select part, arg_max(size, delivery_date) as size from part where not is_new group by part),
    pair as (
        select n.part, n.size, b.size as size_before from part as n inner join last as b on n.part = b.part where n.is_new
    )
"""
CONTENT = '* exclude (evidence, file, sheet, "row", delivery_date, is_current, superseded_by)'

# What a check of the measure must name beside its bounds.
MEASURES = {
    "rows": (),
    "filled": ("column",),
    "share": ("column", "where"),
    "rows_ratio": ("against",),
    "published_ratio": ("against",),
    "accepted_share": (),
    "quarantined_share": ("column",),
    "volume_ratio": (),
    "part_ratio": ("by",),
    "days_overdue": (),
    "days_forward": ("column",),
    "days_ahead": ("column",),
    "duplicate_share": (),
    "repeated_share": (),
    "valid": ("column",),
    "drift": ("column",),
    "median_ratio": ("column",),
}
OF_SOURCES = MEASURES.keys() - {"rows", "filled", "share", "rows_ratio", "published_ratio"}
# against other deliveries: a stock is compared at its newest end only
_COMPARING = {"volume_ratio", "part_ratio", "days_forward", "repeated_share", "drift", "median_ratio"}

# Each gives rows of a figure and, where it is one of a part of the delivery, the part.
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
    "share_of_files": """
        select avg(({where})::int), file from {rows} group by grouping sets ((), (file)) having count({where}) >= {least}
    """,
    "accepted_share": f"""
        select rows_accepted / rows_read from {_DELIVERY}
        where delivery_date = getvariable('audited').delivery and rows_read >= {{least}}
    """,
    "quarantined_share": f"""
        select (
            select count(*) from stg_quarantine as q
            where q.source = d.source and q.delivery_date = d.delivery_date and q."column" = '{{column}}'
        ) / d.rows_read
        from {_DELIVERY} as d where d.delivery_date = getvariable('audited').delivery and d.rows_read >= {{least}}
    """,
    "volume_ratio": f"""
        select max(rows_read) filter (where delivery_date = getvariable('audited').delivery)
        / nullif(max(rows_read) filter (where delivery_date = list_max(getvariable('audited').before)), 0) from {_DELIVERY}
    """,
    # like with like: a delivery need not hold every part; of a handful a few less are no sign
    "volume_ratio_of_parts": f"""
        with {_PARTS} select sum(size) / sum(size_before) from pair having sum(size_before) >= {{distribution}}
    """,
    "part_ratio": f"""
        with {_PARTS} select size / size_before, part from pair where size_before >= {{least}}
        order by abs(ln(size / size_before)) desc, part limit 1
    """,
    "days_overdue": f"""
        select date_diff('day', max(d.delivery_date), getvariable('as_of')) - max(c.cadence_days)
        from {_DELIVERY} as d inner join stg_contract as c on d.source = c.source
        where c.cadence_days is not null
    """,
    # a date after its own delivery is a slip, and no measure of those to come
    "days_forward": """
        select date_diff('day', (
            select max({column}) from {earlier}
            where ({where}) and {column} <= delivery_date and {by} in (select {by} from {rows})
        ), max({column})) from {rows} where {where}
    """,
    "days_ahead": "select greatest(0, date_diff('day', getvariable('audited').delivery, max({column}))) from {rows} where {where}",
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
        select median({column}) / nullif((select median({column}) from {before} where {column} <> 0), 0), file
        from {rows} where {column} <> 0 group by grouping sets ((), (file)) having count(*) >= {distribution}
    """,
}


@dataclass(frozen=True)
class Figure:
    """One figure of a check; delivery: what it was measured on (None: a whole table); part: the file or the part of the
    delivery that it is about, '' for all of it."""

    value: float
    delivery: Delivery | None = None
    part: str = ""


def parts(check: Check) -> dict[str, object]:
    """What the queries name: the relations of a check, its column and its condition."""
    of_source = bool(check.source)
    relations = {"rows": _ROWS, "earlier": _EARLIER, "before": _BEFORE} if of_source else {"rows": "{table}"}
    return {name: sql.format(table=check.table) for name, sql in relations.items()} | {
        "table": check.table,
        "column": check.column,
        "where": check.where or "true",
        "by": check.by or "true",
        "against": check.against,
        "least": LEAST_ROWS if of_source else 1,
        "distribution": LEAST_FOR_A_DISTRIBUTION,
    }


def measure(
    connection: duckdb.DuckDBPyConnection, check: Check, deliveries: Sequence[Delivery] = ()
) -> list[Figure]:
    """A check's figures, the newest delivery's whole first; none when there is nothing to measure (no delivery, too few
    rows, no earlier one). The connection's variable as_of is set; deliveries: those to audit, of a check of a list."""
    if not check.source:
        return _figures(connection, check, None)
    found = []
    for delivery in deliveries:
        alone = (delivery.is_stock and check.measure in _COMPARING) or check.measure == "days_overdue"
        if delivery.is_newest or not alone:
            figures = _figures(connection, check, delivery)
            silent = delivery.is_stock and not delivery.is_newest
            found += [f for f in figures if not silent or check.severity(f.value) == "block"]
    return found


def _figures(connection: duckdb.DuckDBPyConnection, check: Check, delivery: Delivery | None) -> list[Figure]:
    if delivery:
        delivery.announce(connection)
    if check.measure == "valid":
        return [Figure(value, delivery) for value in _valid(connection, check)]
    more_exact = {"volume_ratio": check.by and "_of_parts", "share": check.source and "_of_files"}
    query = _QUERIES[check.measure + more_exact.get(check.measure, "")].format(**parts(check))
    found = [(value, *part) for value, *part in connection.execute(query).fetchall() if value is not None]
    figures = [Figure(float(value), delivery, "".join(part or "" for part in of)) for value, *of in found]
    return sorted(figures, key=lambda figure: figure.part)


def worst(check: Check, figures: Sequence[Figure]) -> Figure | None:
    """The figure that a check is judged by: the first, unless another is out of bounds; of those one that blocks, and the
    farthest out."""
    if not figures:
        return None

    def badness(figure: Figure) -> tuple[int, float]:
        value = figure.value
        if check.low is not None and value < check.low:
            return (2 if check.severity(value) == "block" else 1, check.low - value)
        return (1, value) if check.fails(value) else (0, 0.0)

    return max(figures, key=badness)


def _valid(connection: duckdb.DuckDBPyConnection, check: Check) -> list[float]:
    """Of the codes that look like credit codes, the share whose check characters hold."""
    codes = connection.sql(f"select code from ({codes_of(check)})").to_arrow_table()["code"].combine_chunks()
    return [float(valid_usccs(codes.cast(pa.string())).mean())] if len(codes) >= LEAST_ROWS else []


def codes_of(check: Check) -> str:
    """The query of the rows whose code looks like a credit code, as `code`: 18 characters, none of them masked, its
    first two a registering authority and a kind of body (GB 32100-2015, table 1). Others are none of ours to judge.
    """
    query = "select *, upper({column}) as code from {rows} where regexp_full_match(upper({column}), '{code}')"
    return query.format(**parts(check), code="[159ANY][1-39][0-9A-Z]{16}")
