"""The engine's tables as columns of results: one list of structs a company, in the file's order."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from dagster_project.assess.given import TEXT_KINDS, Given

_STATUS = "packed_status"
TOTALS = f"""
    select status::{_STATUS} as status, score_min::double as score_min, score_max::double as score_max,
        coverage::double as coverage
    from assessment order by company_id"""
CATEGORIES = """
    select s.category_id, c.title, s.score_min::double as score_min, s.score_max::double as score_max,
        s.full_points::double as full_points, s.min_points::double as min_points,
        s.known_indicators::integer as known_indicators, s.indicators::integer as indicators, s.assumption
    from category_score as s inner join categories as c using (standard_id, category_id)
    order by s.company_id, c.category_order"""
INDICATORS = """
    select s.indicator_id, s.category_id, i.title, s.score_min::double as score_min, s.score_max::double as score_max,
        s.full_points::double as full_points, s.is_known as known,
        case when s.value_low = s.value_high then s.value_low end::double as value, s.assumption, i.citation
    from indicator_score as s inner join indicators as i using (standard_id, indicator_id)
    order by s.company_id, i.indicator_order"""
CLAUSES = f"""
    select r.route, r.clause, r.status::{_STATUS} as status, r.text, r.citation, r.assumption, r.deciding_id
    from clause_result as r inner join clause_order as o
        on r.role = o.role and r.route = o.route and r.clause = o.clause
    order by r.company_id, o.n"""


def fetch(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    """A query's rows, every column in one piece."""
    return connection.sql(sql).to_arrow_table().combine_chunks()


def constant(text: str, size: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(size, np.int8)), pa.array([text]))


def _piece(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks else pa.array([], column.type)


def lists(rows: pa.Table, size: int) -> pa.Array:
    """Rows in order of company, as many for each: one list of structs a company."""
    each = len(rows) // size if size else 0
    if each * size != len(rows):
        raise AssertionError(f"{len(rows)} rows for {size} companies")
    structs = pa.StructArray.from_arrays([_piece(c) for c in rows.columns], names=rows.column_names)
    return pa.ListArray.from_arrays(pa.array(np.arange(size + 1) * each, pa.int32()), structs)


def clauses(connection: duckdb.DuckDBPyConnection, given: Given, rows: str, size: int) -> pa.Table:
    """The clauses with the metric, the value and the bound of the row that each hangs on; no value is unknown, no bound is text.

    A score that is not settled is told by the end that settles the clause: its least where the clause is met, its most where
    it is not (a score is asked to be no less than its bound).
    """
    found = fetch(connection, CLAUSES)
    conditions = connection.execute(
        "select metric::varchar, operator, value::double from conditions order by condition_id"
    ).fetchall()
    ids = [n for (n,) in connection.execute("select condition_id from conditions order by 1").fetchall()]
    metrics = sorted({metric for metric, *_ in conditions})
    flag_bound = {"is_true": 1.0, "is_false": 0.0}
    bound_of = np.full(max(ids, default=0) + 1, np.nan)
    metric_of = np.zeros(max(ids, default=0) + 1, np.int32)
    for n, (metric, operator, value) in zip(ids, conditions, strict=True):
        bound_of[n] = flag_bound.get(operator, np.nan if value is None else value)
        metric_of[n] = metrics.index(metric)
    least, most = _values(connection, given, rows, metrics, size)
    deciding = _piece(found["deciding_id"]).to_numpy()
    company = np.repeat(np.arange(size), len(found) // size if size else 0)
    metric = metric_of[deciding]
    status = _piece(found["status"]).dictionary_decode().to_numpy(zero_copy_only=False)
    low, high = least[metric, company], most[metric, company]
    settled = np.where(status == "met", low, np.where(status == "not_met", high, np.nan))
    told = {"value": np.where(low == high, low, settled), "bound": bound_of[deciding]}
    columns = {name: found[name] for name in ("route", "clause", "status")}
    columns["metric"] = pa.DictionaryArray.from_arrays(pa.array(metric), pa.array(metrics, pa.string()))
    columns |= {
        name: pa.array(numbers, pa.float64(), mask=np.isnan(numbers)) for name, numbers in told.items()
    }
    columns |= {name: found[name] for name in ("text", "citation", "assumption")}
    return pa.table(columns)


def _values(connection, given: Given, rows: str, metrics: list[str], size: int) -> tuple[np.ndarray, ...]:
    """The least and the most, each (metrics, companies): the known number of each metric, not-a-number where it is unknown or
    text; of a score the ends of its interval."""
    least = np.full((len(metrics), size), np.nan)
    numbers = [m for m in metrics if given.kinds.get(m, "text") not in TEXT_KINDS]
    if numbers:
        cells = ", ".join(f'"{name}"::double as "{name}"' for name in numbers)
        table = fetch(connection, f"select {cells} {rows} order by rowid")
        for name in numbers:
            least[metrics.index(name)] = _piece(table[name]).to_numpy(zero_copy_only=False)
    most = least.copy()
    scores = {m for (m,) in connection.sql("select distinct metric::varchar from score_fact").fetchall()}
    for name in scores.intersection(metrics):
        table = fetch(
            connection,
            "select value_low::double as low, value_high::double as high from score_fact "
            f"where metric = '{name}' order by company_id",
        )
        for ends, end in ((least, "low"), (most, "high")):
            ends[metrics.index(name)] = _piece(table[end]).to_numpy(zero_copy_only=False)
    return least, most
