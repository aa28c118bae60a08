"""The dbt models' own unit tests, run beside a finished build."""

from __future__ import annotations

import shutil

from dagster_project import warehouse


def test_unit_tests_of_the_models(settings, released, tmp_path):
    shutil.copy(released / "pool.duckdb", tmp_path / "pool.duckdb")
    warehouse.unit_test(settings, tmp_path)
