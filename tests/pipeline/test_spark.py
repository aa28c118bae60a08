"""The same models on Spark: every table of company, metrics, assessment and pool that a release holds, row by row against DuckDB's.

Wants the extra `spark` and Java 17 or newer, else it is skipped and says so. Run it with -v: each table is a test of its own.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb
import pytest
from pipeline.spark_here import needs_spark

from dagster_project import warehouse
from dagster_project.publish.working import WORKING
from dagster_project.settings import DBT_PROJECT

LAYERS = ("company", "metrics", "assessment", "pool")
MODELS = [path.stem for layer in LAYERS for path in sorted((DBT_PROJECT / "models" / layer).glob("*.sql"))]
TABLES = [model for model in MODELS if model not in WORKING]  # a release has no others


pytestmark = needs_spark


@pytest.fixture(scope="module")
def on_spark(spark, second_day, second_release, tmp_path_factory) -> Path:
    """The folder of the tables that dbt builds on Spark from the second day: seeds, staging, all layers."""
    from dbt.cli.main import dbtRunner

    folder = Path(spark.conf.get("spark.sql.warehouse.dir").removeprefix("file:"))
    own = tmp_path_factory.mktemp("dbt")
    places = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT), "--target", "spark"]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in warehouse.environment(second_day).items():
            patch.setenv(name, value)
        patch.setenv("POOL_SPARK", str(folder))
        patch.setenv("DBT_TARGET_PATH", str(own))
        patch.setenv("DBT_LOG_PATH", str(own))
        built = dbtRunner().invoke([*warehouse.MODELS, *places])
    failed = [
        f"{r.node.name}: {r.message}" for r in built.result or () if r.status not in ("success", "pass")
    ]
    assert built.success, failed or built.exception
    return folder / "pool.db"


def rows(connection: duckdb.DuckDBPyConnection, relation: str, columns: list[str]) -> Counter:
    """A relation's rows, each with how often it is there; decimals are equal by value, however many places they have."""
    named = ", ".join(f'"{column}"' for column in columns)
    return Counter(connection.execute(f"select {named} from {relation}").fetchall())


@pytest.mark.parametrize("table", TABLES)
def test_a_table_on_spark_has_the_rows_it_has_on_duckdb(table, on_spark, second_release, capsys):
    with duckdb.connect(str(second_release / "pool.duckdb"), read_only=True) as connection:
        files = f"read_parquet('{on_spark / table}/*.parquet')"
        columns = [row[0] for row in connection.execute(f"describe {table}").fetchall()]
        assert [row[0] for row in connection.execute(f"describe select * from {files}").fetchall()] == columns
        here, there = rows(connection, table, columns), rows(connection, files, columns)
    assert here, "an empty table equals any other"
    missing, more = here - there, there - here
    with capsys.disabled():
        print(
            f"\n{table}: {here.total()} rows, {missing.total()} not on Spark, {more.total()} on Spark only",
            end="",
        )
    assert not missing and not more, f"DuckDB: {list(missing)[:3]}\nSpark: {list(more)[:3]}"
