"""What is told of a build that dbt refused."""

from __future__ import annotations

import json
from dataclasses import replace

import duckdb
import pytest

from dagster_project import warehouse
from dagster_project.data_tests import DataTest
from dagster_project.refresh import refuse_failing
from dagster_project.run import RefreshError, Run
from dagster_project.settings import Settings


def test_a_failing_test_of_the_models_is_told_with_its_rows(tmp_path):
    settings = Settings.of(home=tmp_path)
    assert warehouse.failing_rows(settings) == []  # stopped before it wrote anything
    settings.build.mkdir()
    with duckdb.connect(str(settings.building)) as connection:
        connection.execute("create table targets as select 2028 as year, 'little_giant' as tier, 1 as target")
    (tmp_path / "dbt").mkdir()
    results = [
        {"unique_id": "model.p.targets", "status": "success", "compiled_code": "select * from nowhere"},
        {"unique_id": "test.p.adds_up", "status": "fail", "compiled_code": "select year, tier from targets"},
        {"unique_id": "test.p.in_order", "status": "pass", "compiled_code": "select * from targets"},
    ]
    (tmp_path / "dbt" / "run_results.json").write_text(json.dumps({"results": results}), encoding="utf-8")
    assert warehouse.failing_rows(settings) == [
        "adds_up（写在 dbt_models/tests/adds_up.sql）",
        "  year=2028，tier=little_giant",
    ]


def test_a_failing_data_test_is_told_with_its_rows_and_what_to_do(tmp_path):
    run = Run(Settings.of(home=tmp_path), "night")
    run.build.mkdir(parents=True)
    with duckdb.connect(str(run.pool)) as connection:
        connection.execute("""create table certificate as select * from (values
            ('A', null, 'list.csv#2'), ('B', 'GR1', 'list.csv#3')) as v (company_id, number, evidence)""")
    fails = DataTest("test.p.told", "told", "models/c.yml", "certificate", "count(*)", "t.number is null")
    holds = DataTest("test.p.holds", "holds", "models/c.yml", "certificate", "count(*)", "t.evidence is null")
    refuse_failing(run, [(holds, 0)])
    with pytest.raises(RefreshError) as refused:
        refuse_failing(run, [(fails, 1), (holds, 0)])
    assert "told（1 处；写在 dbt_models/models/c.yml）\n  company_id=A，evidence=list.csv#2\n" in str(
        refused.value
    )
    assert "pool withdraw" in str(refused.value) and "改 dbt_models" not in str(refused.value)
    seed = replace(fails, file="seeds/standards/bands.yml")
    with pytest.raises(RefreshError, match="改 dbt_models/seeds/standards/bands") as of_a_seed:
        refuse_failing(run, [(seed, 1)])
    assert "pool withdraw" not in str(of_a_seed.value)
    assert "list.csv" not in refused.value.outward  # a notice leaves the house
