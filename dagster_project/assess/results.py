"""A table of facts against one standard: the engine's own models, a chunk of companies at a time, written as JSON lines
and as Parquet.

The models are those of the nightly build; only the names are packed (standards, metrics, clauses as enumerations, companies
as numbers), and what is read once is a view, so that a million companies take little time and memory.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from dagster_project import assess
from dagster_project.assess.gains import category_needs, next_bands, smallest_set
from dagster_project.assess.given import NUMBER, TEXT_KINDS, Given, read_facts
from dagster_project.assess.output import Lines, Parquet

CHUNK = 50_000  # companies: the groups of a chunk stay in the caches; larger is slower
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
VIEWS = ("metric_score", "condition_result")  # each read by one model alone

STEP_TYPE = pa.struct(
    [(name, pa.string()) for name in ("category_id", "indicator_id", "metric")]
    + [(name, pa.float64()) for name in ("value", "target")]
    + [("direction", pa.string()), ("target_included", pa.bool_())]
    + [(name, pa.float64()) for name in ("change", "effort", "score_now", "score_next", "gain")]
    + [("text", pa.string()), ("citation", pa.string()), ("assumption", pa.bool_())]
)
GAINS_TYPE = pa.struct(
    [
        ("next_bands", pa.list_(STEP_TYPE)),
        (
            "smallest_set",
            pa.struct(
                [(name, pa.float64()) for name in ("needed", "gain", "effort")]
                + [("steps", pa.list_(STEP_TYPE))]
            ),
        ),
    ]
)


@dataclass(frozen=True)
class Done:
    """What a run wrote: the number of companies, by status, and the columns that it passed over."""

    companies: int
    statuses: dict[str, int]
    passed_over: list[str]


def assess_table(
    facts: Path,
    standard_id: str,
    as_of: date,
    purpose: str = "new",
    json: Path | None = None,
    parquet: Path | None = None,
    gains: bool = True,
    say: Callable[[int, int], None] = lambda done, total: None,
    chunk: int = CHUNK,
) -> Done:
    """Judge every company of a facts table (see assess.given) by standard_id; write json (a line a company), parquet, or both.

    Each file appears whole or not at all. Raises what read_facts raises, and ValueError for an unknown standard.
    """
    with ExitStack() as stack:
        connection = stack.enter_context(assess.engine())
        assess.add_subjects(connection, [], standard_id)  # an unknown standard is told before a long read
        given = read_facts(connection, facts)
        _pack(connection, standard_id)
        writers = [
            stack.enter_context(writer(Path(path)))
            for writer, path in ((Lines, json), (Parquet, parquet))
            if path
        ]
        statuses: dict[str, int] = {}
        for first in range(0, max(given.rows, 1), chunk):  # an empty table makes an empty file
            table = _judge(connection, given, standard_id, purpose, as_of, first, chunk, gains)
            for writer in writers:
                writer.write(table)
            for row in table["status"].value_counts().to_pylist():
                statuses[row["values"]] = statuses.get(row["values"], 0) + row["counts"]
            say(min(first + chunk, given.rows), given.rows)
        for writer in writers:
            writer.finish()
    return Done(given.rows, statuses, given.passed_over)


def _pack(connection: duckdb.DuckDBPyConnection, standard_id: str) -> None:
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


def _judge(connection, given: Given, standard_id, purpose, as_of, first, chunk, gains) -> pa.Table:
    """The results of the companies from row `first` on, one row each, in the file's order."""
    rows = f"from given where rowid >= {first} and rowid < {first + chunk}"
    _add_chunk(connection, given, rows, first)
    connection.execute(
        f"""create or replace table assessment_subject as
        select (given.rowid - {first})::integer as company_id, '{assess.BASIS}'::packed_basis as basis, ?::date as basis_on,
            null::varchar as title_id, s.standard_id, ? as purpose, s.tier, null::varchar as region_code,
            null::varchar as citation, false as assumption
        from given, standards as s where given.rowid >= {first} and given.rowid < {first + chunk}""",
        [as_of, purpose],
    )
    for name in assess.MODELS:
        kind = "view" if name in VIEWS else "table"
        connection.execute(f"create or replace {kind} {name} as {assess.model_sql(name)}")
        if name == "score_fact":
            connection.execute("alter table score_fact alter column metric type packed_metric")
    companies = _fetch(connection, f"select company_id {rows} order by rowid").column(0)
    size = len(companies)
    totals = _fetch(connection, _TOTALS)
    columns = {
        "company_id": companies,
        "standard_id": _constant(standard_id, size),
        "purpose": _constant(purpose, size),
        "as_of": _constant(as_of.isoformat(), size),
        **{name: totals[name] for name in totals.column_names},
        "categories": _lists(_fetch(connection, _CATEGORIES), size),
        "indicators": _lists(_fetch(connection, _INDICATORS), size),
        "clauses": _lists(_clauses(connection, given, rows, size), size),
        "gains": _gains(connection, size) if gains else pa.nulls(size, GAINS_TYPE),
    }
    return pa.table(columns)


def _add_chunk(connection: duckdb.DuckDBPyConnection, given: Given, rows: str, first: int) -> None:
    """The known facts of a chunk that the standard asks for, a row a fact."""
    used = {m for (m,) in connection.execute("select metric from used_metric").fetchall()} & set(given.kinds)
    numbers = sorted(m for m in used if given.kinds[m] not in TEXT_KINDS)
    texts = sorted(used - set(numbers))
    company = f"(rowid - {first})::integer as company_id"
    parts = [
        f"select company_id, '{assess.BASIS}'::packed_basis as basis, metric::packed_metric as metric, {cells} "
        f"from (unpivot (select {company}, {_quoted(names)} {rows}) on {_quoted(names)} into name metric value v)"
        for names, cells in (
            (numbers, "v as value_low, v as value_high, null::varchar as value_text"),
            (texts, f"null::{NUMBER} as value_low, null::{NUMBER} as value_high, v as value_text"),
        )
        if names
    ]
    none = (
        f"select null::integer as company_id, '{assess.BASIS}'::packed_basis as basis, null::packed_metric as metric, "
        f"null::{NUMBER} as value_low, null::{NUMBER} as value_high, null::varchar as value_text where false"
    )
    connection.execute(f"create or replace table company_metric as {' union all '.join(parts) or none}")


_STATUS = "packed_status"
_TOTALS = f"""
    select status::{_STATUS} as status, score_min::double as score_min, score_max::double as score_max,
        coverage::double as coverage
    from assessment order by company_id"""
_CATEGORIES = """
    select s.category_id, c.title, s.score_min::double as score_min, s.score_max::double as score_max,
        s.full_points::double as full_points, s.min_points::double as min_points,
        s.known_indicators::integer as known_indicators, s.indicators::integer as indicators, s.assumption
    from category_score as s inner join categories as c using (standard_id, category_id)
    order by s.company_id, c.category_order"""
_INDICATORS = """
    select s.indicator_id, s.category_id, i.title, s.score_min::double as score_min, s.score_max::double as score_max,
        s.full_points::double as full_points, s.is_known as known,
        case when s.value_low = s.value_high then s.value_low end::double as value, s.assumption, i.citation
    from indicator_score as s inner join indicators as i using (standard_id, indicator_id)
    order by s.company_id, i.indicator_order"""
_CLAUSES = f"""
    select r.route, r.clause, r.status::{_STATUS} as status, r.text, r.citation, r.assumption, r.deciding_id
    from clause_result as r inner join clause_order as o
        on r.role = o.role and r.route = o.route and r.clause = o.clause
    order by r.company_id, o.n"""


def _fetch(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    """A query's rows, every column in one piece."""
    return connection.sql(sql).to_arrow_table().combine_chunks()


def _constant(text: str, size: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(size, np.int8)), pa.array([text]))


def _piece(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks else pa.array([], column.type)


def _lists(rows: pa.Table, size: int) -> pa.Array:
    """Rows in order of company, as many for each: one list of structs a company."""
    each = len(rows) // size if size else 0
    if each * size != len(rows):
        raise AssertionError(f"{len(rows)} rows for {size} companies")
    structs = pa.StructArray.from_arrays([_piece(c) for c in rows.columns], names=rows.column_names)
    return pa.ListArray.from_arrays(pa.array(np.arange(size + 1) * each, pa.int32()), structs)


def _clauses(connection: duckdb.DuckDBPyConnection, given: Given, rows: str, size: int) -> pa.Table:
    """The clauses with the value and the bound of the row that each hangs on; no value is unknown, no bound is text."""
    found = _fetch(connection, _CLAUSES)
    conditions = connection.execute(
        "select metric::varchar, operator, value::double from conditions order by condition_id"
    ).fetchall()
    ids = [n for (n,) in connection.execute("select condition_id from conditions order by 1").fetchall()]
    metrics = sorted({metric for metric, _, _ in conditions})
    flag_bound = {"is_true": 1.0, "is_false": 0.0}
    bound_of = np.full(max(ids, default=0) + 1, np.nan)
    metric_of = np.zeros(max(ids, default=0) + 1, np.int32)
    for n, (metric, operator, value) in zip(ids, conditions, strict=True):
        bound_of[n] = flag_bound.get(operator, np.nan if value is None else value)
        metric_of[n] = metrics.index(metric)
    values = _values(connection, given, rows, metrics, size)
    deciding = _piece(found["deciding_id"]).to_numpy()
    company = np.repeat(np.arange(size), len(found) // size if size else 0)
    told = {
        "value": values[metric_of[deciding], company],
        "bound": bound_of[deciding],
    }
    columns = {name: found[name] for name in ("route", "clause", "status")}
    columns |= {
        name: pa.array(numbers, pa.float64(), mask=np.isnan(numbers)) for name, numbers in told.items()
    }
    columns |= {name: found[name] for name in ("text", "citation", "assumption")}
    return pa.table(columns)


def _values(connection, given: Given, rows: str, metrics: list[str], size: int) -> np.ndarray:
    """(metrics, companies): the known number of each, not-a-number where it is unknown or text."""
    values = np.full((len(metrics), size), np.nan)
    numbers = [m for m in metrics if given.kinds.get(m, "text") not in TEXT_KINDS]
    if numbers:
        cells = ", ".join(f'"{name}"::double as "{name}"' for name in numbers)
        table = _fetch(connection, f"select {cells} {rows} order by rowid")
        for name in numbers:
            values[metrics.index(name)] = _piece(table[name]).to_numpy(zero_copy_only=False)
    scores = {m for (m,) in connection.sql("select distinct metric::varchar from score_fact").fetchall()}
    for name in scores.intersection(metrics):
        table = _fetch(
            connection,
            "select case when value_low = value_high then value_low end::double as v from score_fact "
            f"where metric = '{name}' order by company_id",
        )
        values[metrics.index(name)] = _piece(table["v"]).to_numpy(zero_copy_only=False)
    return values


def _gains(connection: duckdb.DuckDBPyConnection, size: int) -> pa.Array:
    """Each company's next bands, and the smallest set of improvements that reaches the pass score (null: none does)."""
    connection.execute(f"create or replace table {assess.STEPS} as {assess.model_sql(assess.STEPS)}")
    cursor = connection.execute(
        f"select * exclude (basis, standard_id) replace (category_id::varchar as category_id, "
        f"indicator_id::varchar as indicator_id, metric::varchar as metric, citation::varchar as citation) from {assess.STEPS} "
        "order by company_id, indicator_id, metric, gain, abs(change)"
    )
    names = [column[0] for column in cursor.description]
    steps: dict[int, list[dict]] = {}
    for row in cursor.fetchall():
        step = dict(zip(names, row, strict=True))
        steps.setdefault(step["company_id"], []).append(step)
    [(standard_id,)] = connection.execute("select standard_id::varchar from standards").fetchall()
    needs = category_needs(connection, standard_id)
    categories: dict[int, dict] = {}
    for company, category, score in connection.execute(
        "select company_id, category_id::varchar, score_min from category_score order by all"
    ).fetchall():
        if category in needs:
            categories.setdefault(company, {})[category] = (score, needs[category])
    told = [{"next_bands": [], "smallest_set": None} for _ in range(size)]
    for company, score, pass_score in connection.execute(
        "select company_id, score_min, pass_score from assessment order by company_id"
    ).fetchall():
        mine = steps.get(company, [])
        told[company]["next_bands"] = [_step(step) for step in next_bands(mine)]
        if score is not None and pass_score is not None and mine:
            plan = smallest_set(mine, score, pass_score, categories.get(company))
            told[company]["smallest_set"] = plan and {
                "needed": float(plan.needed),
                "gain": float(plan.gain),
                "effort": float(plan.effort),
                "steps": [_step(step) for step in plan.steps],
            }
    return pa.array(told, GAINS_TYPE)


def _step(step) -> dict:
    return {
        field.name: float(step[field.name]) if isinstance(step[field.name], Decimal) else step[field.name]
        for field in STEP_TYPE
    }


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
