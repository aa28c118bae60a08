"""The matching step with Spark doing the work of resolve(): every table that it writes is the same."""

from __future__ import annotations

import shutil
from functools import partial

import pyarrow.parquet as pq
from pipeline.spark_here import needs_spark

from dagster_project.identity.regions import Regions
from dagster_project.ingest import load_contracts
from dagster_project.matching import tables
from dagster_project.matching.run import run_matching

pytestmark = needs_spark


def test_names_are_decided_alike_on_spark(spark, second_day, second_release, tmp_path, monkeypatch, capsys):
    from dagster_project.matching.spark import resolve_on

    shutil.copytree(second_day.lake, tmp_path / "lake", ignore=shutil.ignore_patterns("matching"))
    monkeypatch.setattr(tables, "resolve", partial(resolve_on, spark))
    report = run_matching(tmp_path / "lake", load_contracts(), Regions.load())
    assert report.mentions > 0
    for name in sorted(path.name for path in (second_day.lake / "matching").glob("*.parquet")):
        here = pq.read_table(second_day.lake / "matching" / name)
        there = pq.read_table(tmp_path / "lake" / "matching" / name)
        assert here.equals(there), name
        with capsys.disabled():
            print(f"\n{name}: {here.num_rows} rows equal", end="")
