"""The Dagster graph is whole, and its job does what `pool refresh` does, to the row: a refresh run twice gives the same."""

from __future__ import annotations

import json
import signal

import pytest
from pipeline.harness import exports, other_rows

from dagster_project import warehouse


@pytest.fixture(scope="module")
def defs(tmp_path_factory, settings):
    """The definitions, loaded as `dagster dev` loads them: settings from the environment. What a run has set of the process, dbt's
    variables and a way to stop, goes with them: other tests run in it."""
    before = signal.getsignal(signal.SIGTERM)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in warehouse.environment(settings).items():
            patch.setenv(name, value)
        patch.setenv("POOL_RAW", str(settings.raw))
        patch.setenv("POOL_HOME", str(tmp_path_factory.mktemp("dagster")))
        patch.setenv("POOL_AS_OF", settings.as_of.isoformat())
        from dagster_project.definitions import defs

        yield defs
    signal.signal(signal.SIGTERM, before)


def test_one_graph_from_lists_to_workbooks(defs):
    graph = defs.resolve_asset_graph()
    upstream = graph.get_ancestor_asset_keys
    keys = {key.to_user_string(): key for key in graph.get_all_asset_keys()}
    behind = {key.to_user_string() for key in upstream(keys["workbook/141121"])}
    lists = {key for key in keys if key.startswith("lake/")}
    assert lists <= behind
    assert {key for key in keys if key.startswith("matching/")} <= behind
    assert "cultivation_pool" in {key.split("/")[-1] for key in behind}
    assert len([key for key in keys if key.startswith("workbook/")]) == 21
    assert all(graph.get(key).description for key in graph.get_all_asset_keys())


def test_the_schedule_and_the_sensor_start_the_same_job(defs):
    schedule = defs.get_schedule_def("nightly_refresh_schedule")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 2 * * *", "Asia/Shanghai")
    assert schedule.job_name == defs.get_sensor_def("new_delivery").job_name == "nightly_refresh"


def test_the_job_publishes_what_the_command_publishes(defs, released, monkeypatch):
    # and whether the largest models are written at once or, as in a large region, a part of the companies at a time
    in_parts = [*warehouse.BUILD, "--vars", "{companies_a_part: 250}"]
    monkeypatch.setattr(warehouse, "BUILD", in_parts)
    result = defs.resolve_job_def("nightly_refresh").execute_in_process()
    assert result.success
    [materialized] = [
        event.materialization
        for event in result.get_asset_materialization_events()
        if event.asset_key and event.asset_key.path == ["release", "current"]
    ]
    release = materialized.metadata["发布"].value
    checks = result.get_asset_check_evaluations()
    assert {check.asset_check_key.name for check in checks} >= {"days_overdue", "rows"}
    manifest = json.loads((released / "manifest.json").read_text(encoding="utf-8"))
    again = type(released)(release)
    first, second = exports(released), exports(again)
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert other_rows(released / "pool.duckdb", again / "pool.duckdb") == []
    assert manifest["as_of"] == "2026-11-20"
