"""What is told of a build that dbt refused."""

from __future__ import annotations

import json

import duckdb

from dagster_project import warehouse
from dagster_project.settings import Settings


def test_a_failing_test_of_the_models_is_told_with_its_rows(tmp_path):
    settings, build = Settings.of(home=tmp_path), tmp_path / "build"
    assert warehouse.failing_rows(settings, build) == []  # stopped before it wrote anything
    build.mkdir()
    with duckdb.connect(str(build / "pool.duckdb")) as connection:
        connection.execute("create table targets as select 2028 as year, 'little_giant' as tier, 1 as target")
    (tmp_path / "dbt").mkdir()
    results = [
        {"unique_id": "model.p.targets", "status": "success", "compiled_code": "select * from nowhere"},
        {"unique_id": "test.p.adds_up", "status": "fail", "compiled_code": "select year, tier from targets"},
        {"unique_id": "test.p.in_order", "status": "pass", "compiled_code": "select * from targets"},
    ]
    (tmp_path / "dbt" / "run_results.json").write_text(json.dumps({"results": results}), encoding="utf-8")
    assert warehouse.failing_rows(settings, build) == ["adds_up：year=2028，tier=little_giant"]
