"""The standards engine on given facts: the SQL of dbt_models/ itself, run on an in-memory DuckDB.

There is one implementation: the macros in dbt_models/macros/engine and the models that call them, rendered here with
`ref('x')` being the table x, over the seeds as the CSVs hold them. Facts are taken as given:
nothing is derived, replaced or cross-checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import duckdb
import pyarrow as pa
import yaml

from dagster_project.assess.models import model, rendered
from dagster_project.settings import DBT_PROJECT
from dagster_project.sql import dicts

STANDARDS = DBT_PROJECT / "seeds" / "standards"
SEEDS = (
    "documents",
    "standards",
    "categories",
    "indicators",
    "bands",
    "conditions",
    "applicability",
    "metrics",
)
# In the order in which they are built; each reads the ones before it.
MODELS = (
    "metric_score",
    "indicator_score",
    "category_score",
    "score_fact",
    "condition_status",
    "condition_result",
    "clause_status",
    "clause_result",
    "assessment",
)
GAINS = "indicator_gain"
# Not models of the build: every band above the present one, where GAINS has the nearest alone; what each failing clause takes.
STEPS = "indicator_step"
GAPS = "clause_gap"
ASKED = {
    STEPS: "engine_indicator_gain('metric_score', 'indicator_score', 'indicators', 'bands', every=true)",
    GAPS: "engine_clause_gap('condition_result', 'clause_result', 'conditions', 'metrics')",
}
BASIS = "given"  # of facts that were given; a build's own are:
TODAY = "today"
FACT_COLUMNS = "company_id varchar, basis varchar, metric varchar, value_low decimal(18, 6), value_high decimal(18, 6), value_text varchar, assumption boolean"
SUBJECT_COLUMNS = (
    "company_id varchar, basis varchar, basis_on date, title_id varchar, standard_id varchar, purpose varchar, "
    "tier varchar, region_code varchar, citation varchar, assumption boolean"
)


def model_sql(name: str) -> str:
    """The select statement of one of MODELS, of GAINS or of ASKED, over tables named like the models and seeds that it refers to."""
    return rendered(f"{{{{ {ASKED[name]} }}}}")[0] if name in ASKED else model(name)[0]


def load_seeds(connection: duckdb.DuckDBPyConnection, folder: Path = STANDARDS) -> None:
    """Create the tables SEEDS from folder's CSVs, typed as the YAML beside each says; an empty cell is null."""
    for name in SEEDS:
        described = yaml.safe_load((folder / f"{name}.yml").read_text("utf-8"))
        types = described["seeds"][0]["config"]["column_types"]
        columns = "{" + ", ".join(f"'{column}': '{kind}'" for column, kind in types.items()) + "}"
        connection.execute(
            f"create or replace table {name} as select * from read_csv(?, header = true, columns = {columns}, "
            "delim = ',', quote = '\"', escape = '\"', nullstr = '', strict_mode = true)",
            [str(folder / f"{name}.csv")],
        )


def engine(folder: Path = STANDARDS) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB with the standards loaded and no facts; folder may hold other standards of the same columns."""
    connection = duckdb.connect(":memory:")
    connection.execute("set enable_progress_bar = false")  # it would be drawn among what is told
    load_seeds(connection, folder)
    connection.execute(f"create table company_metric ({FACT_COLUMNS})")
    connection.execute(f"create table assessment_subject ({SUBJECT_COLUMNS})")
    return connection


def add_facts(connection: duckdb.DuckDBPyConnection, facts: Iterable[tuple]) -> None:
    """Add rows (company_id, metric, value_low, value_high, value_text); an empty low or high is open."""
    rows = [tuple(None if v is None else str(v) for v in fact) for fact in facts]
    names = ("company_id", "metric", "value_low", "value_high", "value_text")
    columns = {n: pa.array(c, pa.string()) for n, c in zip(names, zip(*rows, strict=True), strict=False)}
    if columns:
        connection.register("given_facts", pa.table(columns))
        connection.execute(f"""
            insert into company_metric
            select company_id, '{BASIS}', metric, cast(value_low as decimal(18, 6)),
                cast(value_high as decimal(18, 6)), value_text, false
            from given_facts""")
        connection.unregister("given_facts")


def standard_row(connection: duckdb.DuckDBPyConnection, standard_id: str) -> dict:
    """A standard's row; raises ValueError with the nearest and all of the known ids when there is none."""
    if found := dicts(connection, "select * from standards where standard_id = ?", [standard_id]):
        return found[0]
    known = [
        row[0] for row in connection.execute("select standard_id from standards order by rowid").fetchall()
    ]
    near = get_close_matches(standard_id, known, 1)
    ask = f"（是不是 {near[0]}？）" if near else ""
    raise ValueError(f"没有标准 {standard_id}{ask}；已录入：{'、'.join(known)}")


def add_subjects(
    connection: duckdb.DuckDBPyConnection,
    companies: Iterable[str],
    standard_id: str,
    purpose: str = "new",
    as_of: date | None = None,
    region_code: str | None = None,
) -> None:
    """Let standard_id judge companies for purpose ('new' or 'review') on as_of (default: the day it comes into force).

    Raises ValueError when there is no such standard.
    """
    standard = standard_row(connection, standard_id)
    connection.register("given_companies", pa.table({"company_id": pa.array(list(companies), pa.string())}))
    connection.execute(
        f"insert into assessment_subject "
        f"select company_id, '{BASIS}', ?, null, ?, ?, ?, ?, null, false from given_companies",
        [as_of or standard["in_force_from"], standard_id, purpose, standard["tier"], region_code],
    )
    connection.unregister("given_companies")


def run(connection: duckdb.DuckDBPyConnection, models: Iterable[str] = MODELS) -> None:
    """Build the assessment tables (MODELS) anew over the facts and subjects that were added."""
    for name in models:
        connection.execute(f"create or replace table {name} as {model_sql(name)}")
