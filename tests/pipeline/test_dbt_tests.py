"""dbt's own tests on a copy of the release, in one process of dbt, since it takes long to start: the models' unit tests; and the
data tests on tables damaged in every way they watch, to hold our own run of them, a query a table, against dbt's.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from dagster_project import data_tests, warehouse
from dagster_project.data_tests import DataTest
from dagster_project.dbt_process import BuildError, DbtProcess
from dagster_project.publish.working import WORKING


def damage(pool: Path, tables: list[str]) -> None:
    """Into each table that is no view: a row of nothing, a row twice, and a row whose texts nobody knows."""
    with duckdb.connect(str(pool)) as connection:
        written = {
            name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()
        }
        for table in filter(written.__contains__, tables):
            columns = connection.execute(f"describe {table}").fetchall()
            unheard = ", ".join(
                f"'unheard of' as {name}" if kind == "VARCHAR" else name for name, kind, *_ in columns
            )
            connection.execute(f"""insert into {table}
                select * from (select * from {table} limit 1)
                union all select {unheard} from (select * from {table} limit 1)
                union all select {", ".join("null" for _ in columns)}""")


@pytest.fixture(scope="module")
def tests(settings, released) -> list[DataTest]:
    """The data tests; a release, unlike the build, has none of WORKING."""
    every = data_tests.load(settings.home / "dbt" / "manifest.json")
    return [test for test in every if test.table not in WORKING]


@pytest.fixture(scope="module")
def damaged(settings, released, tests, tmp_path_factory) -> Path:
    """A copy of the release's pool, every other model of it damaged; seeds stay whole, the unit tests read them."""
    pool = tmp_path_factory.mktemp("damaged") / "pool.duckdb"
    shutil.copy(released / "pool.duckdb", pool)
    nodes = json.loads((settings.home / "dbt" / "manifest.json").read_text(encoding="utf-8"))[
        "nodes"
    ].values()
    seeds = {node["alias"] for node in nodes if node["resource_type"] == "seed"}
    damage(pool, sorted({test.table for test in tests} - seeds)[::2])
    return pool


@pytest.fixture(scope="module")
def results(settings, damaged) -> list[dict]:
    """What dbt says of each of its tests on the damaged pool."""
    told = damaged.parent / "dbt"
    variables = warehouse.environment(settings) | {"POOL_BUILD": str(damaged), "DBT_TARGET_PATH": str(told)}
    missing = [f"test_type:generic,{table}" for table in sorted(WORKING)]
    with DbtProcess(variables) as dbt, pytest.raises(BuildError):
        dbt.run(["test", "--select", "test_type:unit", "test_type:generic", "--exclude", *missing])
    return json.loads((told / "run_results.json").read_text(encoding="utf-8"))["results"]


def test_the_models_unit_tests_pass(settings, results):
    manifest = json.loads((settings.home / "dbt" / "manifest.json").read_text(encoding="utf-8"))
    run = {one["unique_id"]: one for one in results if one["unique_id"].startswith("unit_test.")}
    assert run.keys() == manifest["unit_tests"].keys()
    failing = [f"{name}: {one['message']}" for name, one in run.items() if one["status"] != "pass"]
    assert not failing, "\n".join(failing)


def test_no_data_test_fails_on_the_sample(released, tests):
    assert [test.name for test, count in data_tests.run(released / "pool.duckdb", tests) if count] == []


def test_each_data_test_fails_where_dbts_own_fails(damaged, tests, results):
    failing = {test.unique_id for test, count in data_tests.run(damaged, tests) if count}
    # held open, so that the file is not opened anew for each test
    with duckdb.connect(str(damaged), read_only=True):
        assert {test.unique_id for test in tests if data_tests.rows(damaged, test)} == failing
    status = {one["unique_id"]: one["status"] for one in results if one["unique_id"].startswith("test.")}
    assert status.keys() == {test.unique_id for test in tests}
    assert {test for test, word in status.items() if word == "fail"} == failing != set()
