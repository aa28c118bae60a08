"""A data test that can't be run as dbt would is refused, never passed over."""

from __future__ import annotations

import json

import pytest

from dagster_project import data_tests


def manifest(tmp_path, name="not_null", config=None, **arguments):
    test = {
        "name": "the_test", "original_file_path": "models/company.yml", "attached_node": "model.pool.company", "config": config or {},
        "test_metadata": {"name": name, "kwargs": {"model": "...", "column_name": "name", **arguments}},
    }  # fmt: skip
    path = tmp_path / "manifest.json"
    nodes = {"test.pool.the_test": test, "model.pool.company": {"alias": "company"}}
    path.write_text(json.dumps({"nodes": nodes}), encoding="utf-8")
    return path


def test_a_known_one_is_loaded(tmp_path):
    [test] = data_tests.load(manifest(tmp_path))
    assert (test.unique_id, test.file, test.table) == ("test.pool.the_test", "models/company.yml", "company")


@pytest.mark.parametrize(
    "given",
    [
        {"name": "expression_is_true"},
        {"config": {"where": "county_code <> ''"}},
        {"config": {"severity": "warn"}},
        {"config": {"error_if": "> 10"}},
        {"name": "accepted_values", "values": ["a"], "quote": False},
        {"name": "relationships", "to": "source('lake', 'company')", "field": "name"},
    ],
)
def test_another_kind_or_setting_is_refused(tmp_path, given):
    with pytest.raises(data_tests.DataTestError, match="the_test"):
        data_tests.load(manifest(tmp_path, **given))
