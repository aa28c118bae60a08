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
from pathlib import Path

import pyarrow as pa

from dagster_project import assess
from dagster_project.assess import shape, told_gains
from dagster_project.assess.given import Given, read_facts
from dagster_project.assess.output import Lines, Parquet
from dagster_project.assess.packing import add_chunk, pack
from dagster_project.assess.remarks import remarks

CHUNK = 50_000  # companies: the groups of a chunk stay in the caches; larger is slower
# Each read by one model alone, or no more than two tables put together.
VIEWS = ("metric_score", "condition_status", "condition_result", "clause_result")


@dataclass(frozen=True)
class Done:
    """What a run wrote: the number of companies, by status; the columns that it passed over; what is to be said besides."""

    companies: int
    statuses: dict[str, int]
    passed_over: list[str]
    remarks: list[str]


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

    Each file appears whole or not at all. Raises what read_facts raises, and ValueError for an unknown standard or files
    that are the same.
    """
    files = [Path(path).resolve() for path in (facts, json, parquet) if path]
    if len(set(files)) < len(files):
        raise ValueError("事实表和结果（--facts、--json、--parquet）应是不同的文件，以免覆盖")
    with ExitStack() as stack:
        connection = stack.enter_context(assess.engine())
        told = remarks(connection, standard_id, purpose, as_of)  # an unknown standard, before a long read
        given = read_facts(connection, facts)
        pack(connection, standard_id)
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
    return Done(given.rows, statuses, given.passed_over, told)


def _judge(connection, given: Given, standard_id, purpose, as_of, first, chunk, gains) -> pa.Table:
    """The results of the companies from row `first` on, one row each, in the file's order."""
    rows = f"from given where rowid >= {first} and rowid < {first + chunk}"
    add_chunk(connection, given, rows, first)
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
    companies = shape.fetch(connection, f"select company_id {rows} order by rowid").column(0)
    size = len(companies)
    totals = shape.fetch(connection, shape.TOTALS)
    columns = {
        "company_id": companies,
        "standard_id": shape.constant(standard_id, size),
        "purpose": shape.constant(purpose, size),
        "as_of": shape.constant(as_of.isoformat(), size),
        **{name: totals[name] for name in totals.column_names},
        "categories": shape.lists(shape.fetch(connection, shape.CATEGORIES), size),
        "indicators": shape.lists(shape.fetch(connection, shape.INDICATORS), size),
        "clauses": shape.lists(shape.clauses(connection, given, rows, size), size),
        "gains": told_gains.gains(connection, size) if gains else pa.nulls(size, told_gains.GAINS_TYPE),
    }
    return pa.table(columns)
