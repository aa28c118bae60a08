"""Expectations are loaded strictly, and watch what nobody else does."""

from __future__ import annotations

import re

import pytest
import yaml

from dagster_project.ingest import load_contracts
from dagster_project.quality import expectations
from dagster_project.settings import DBT_PROJECT, EXPECTATIONS


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("{measure: rows, title: 行数, min: 1}", "advice"),
        ("{measure: rows, title: 行数, advice: 查}", "min"),
        ("{measure: weight, title: 行数, min: 1, advice: 查}", "measure"),
        ("{measure: rows, title: 行数, min: 1, advice: 查, colour: red}", "colour"),
        ("{measure: rows, title: 行数, min: 1, advice: 查, severity: block}", "severity"),
        ("{measure: rows, title: 行数, min: 1, block_below: 2, advice: 查}", "block_below"),
        ("{measure: filled, title: 填充率, min: 1, advice: 查}", "column"),
        ("{measure: days_overdue, title: 逾期, max: 0, advice: 查}", "source"),
    ],
)
def test_a_check_that_says_too_little_is_refused(tmp_path, line, word):
    (tmp_path / "bad.yaml").write_text(f"table: t\ntitle: 表\nchecks:\n  - {line}\n", encoding="utf-8")
    with pytest.raises(expectations.ExpectationError, match=word):
        expectations.load(tmp_path)


def test_two_checks_of_one_name_are_refused(tmp_path):
    line = "  - {measure: rows, title: 行数, min: 1, advice: 查}\n"
    (tmp_path / "bad.yaml").write_text(f"table: t\ntitle: 表\nchecks:\n{line}{line}", encoding="utf-8")
    with pytest.raises(expectations.ExpectationError, match="同名"):
        expectations.load(tmp_path)


def test_shipped_expectations_load_and_watch_every_source():
    sources = {check.source for check in expectations.load(EXPECTATIONS)}
    contracts = {path.stem for path in (EXPECTATIONS.parent / "dagster_project" / "sources").glob("*.yaml")}
    assert contracts <= sources


def test_no_check_twice():
    """dbt owns keys, relations, accepted values and what must be there; ingest what its contract requires."""
    required = {
        (f"stg_{source}", column.name)
        for source, contract in load_contracts().items()
        for column in contract.columns.values()
        if column.required
    }
    for file in (DBT_PROJECT / "models").rglob("*.yml"):
        for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", []):
            tested = [c["name"] for c in model.get("columns", []) if "not_null" in c.get("data_tests", [])]
            required |= {(model["name"], column) for column in tested}
    for file in (DBT_PROJECT / "tests").glob("*.sql"):
        text = file.read_text(encoding="utf-8")
        models = re.findall(r"ref\('(\w+)'\)", text)
        asked = re.findall(r"coalesce\((\w+), ''\) = ''", text)
        required |= {(model, column) for model in models for column in asked}
    checks = expectations.load(EXPECTATIONS)
    twice = [
        c.name for c in checks if c.measure == "filled" and (c.table, c.column) in required and not c.where
    ]
    assert twice == []
    assert len({check.name for check in checks}) == len(checks)
