"""The data tests, run a query a table, fail where dbt's own fail: on the sample, and on tables damaged in every way they watch."""

from __future__ import annotations

import json
import shutil
from contextlib import nullcontext

import duckdb
import pytest

from dagster_project import data_tests, warehouse
from dagster_project.dbt_process import BuildError, DbtProcess
from dagster_project.publish.pool_copy import WORKING


def damage(pool, tables: list[str]) -> None:
    """Into each table: a row of nothing, a row twice, and a row whose texts nobody knows."""
    with duckdb.connect(str(pool)) as connection:
        for table in tables:
            columns = connection.execute(f"describe {table}").fetchall()
            unheard = ", ".join(
                f"'unheard of' as {name}" if kind == "VARCHAR" else name for name, kind, *_ in columns
            )
            connection.execute(f"""insert into {table}
                select * from (select * from {table} limit 1)
                union all select {unheard} from (select * from {table} limit 1)
                union all select {", ".join("null" for _ in columns)}""")


@pytest.mark.parametrize("damaged", [False, True])
def test_each_fails_where_dbts_own_fails(settings, released, tmp_path, damaged):
    pool = tmp_path / "pool.duckdb"
    shutil.copy(released / "pool.duckdb", pool)
    tests = [
        test
        for test in data_tests.load(settings.home / "dbt" / "manifest.json")
        if test.table not in WORKING  # a release, unlike the build, has no such table
    ]
    if damaged:
        damage(pool, sorted({test.table for test in tests})[::2])
    counts = list(data_tests.run(pool, tests))
    failing = {test.unique_id for test, count in counts if count}
    assert bool(failing) == damaged
    assert {test.unique_id for test, _ in counts if data_tests.rows(pool, test)} == failing

    told = tmp_path / "dbt"
    variables = warehouse.environment(settings, tmp_path) | {"DBT_TARGET_PATH": str(told)}
    with DbtProcess(variables) as dbt, nullcontext() if not damaged else pytest.raises(BuildError):
        dbt.run(["test", "--select", "test_type:generic", "--exclude", *sorted(WORKING)])
    results = json.loads((told / "run_results.json").read_text(encoding="utf-8"))["results"]
    status = {one["unique_id"]: one["status"] for one in results if one["unique_id"].startswith("test.")}
    assert status.keys() == {test.unique_id for test in tests}
    assert {test for test, word in status.items() if word == "fail"} == failing
