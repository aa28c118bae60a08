"""The pipeline whole, on the shipped sample: what was planted is found, twice the same, and a failure hurts nobody."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pipeline.harness import Silent, exports
from pipeline.planted import problems

from dagster_project.publish import summary
from dagster_project.refresh import refresh
from dagster_project.run import RefreshError
from dagster_project.settings import PROJECT

TRUTH = PROJECT / "tests" / "sample_truth"


def rename_heading(file: Path, old: str, new: str, encoding: str = "utf-8-sig") -> None:
    text = file.read_text(encoding=encoding)
    assert old in text.splitlines()[0]
    file.write_text(text.replace(old, new, 1), encoding=encoding)


def newest(raw: Path, source: str) -> Path:
    """The newest csv delivery of a source."""
    return sorted((raw / source).glob("*/*.csv"))[-1]


def test_what_was_planted_is_found_and_nothing_else(released):
    assert problems(released / "pool.duckdb", TRUTH) == []


def test_a_workbook_for_each_county_and_zone(released):
    books = list((released / "exports").glob("*.xlsx"))
    assert len([book for book in books if not book.name.startswith("141100")]) == 21


def test_twice_the_same(settings, released, tmp_path):
    again = refresh(replace(settings, home=tmp_path), Silent())
    first, second = exports(released), exports(again)
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_no_path_of_this_machine_and_no_run_in_a_csv(settings, released):
    for path in (released / "exports").rglob("*.csv"):
        text = path.read_text(encoding="utf-8-sig")
        assert str(settings.home) not in text and str(settings.raw) not in text


def test_a_renamed_heading_holds_that_delivery_and_the_rest_goes_on(settings, tmp_path):
    raw = shutil.copytree(settings.raw, tmp_path / "raw")
    broken = newest(raw, "abnormal_operation")
    rename_heading(broken, "企业名称", "主体称呼")
    released = refresh(replace(settings, raw=raw, home=tmp_path / "home"), Silent())
    head = summary.summarise(released)[:600]
    assert broken.name in head and "主体称呼" in head
    with open(released / "exports" / "csv" / "problems.csv", encoding="utf-8-sig") as file:
        assert any("主体称呼" in str(row) for row in csv.DictReader(file))


def test_a_broken_register_stops_the_refresh_and_the_release_stays(settings, tmp_path):
    raw = shutil.copytree(settings.raw, tmp_path / "raw")
    mine = replace(settings, raw=raw, home=tmp_path / "home")
    before = refresh(replace(mine, as_of=date(2026, 11, 19)), Silent())
    broken = newest(raw, "company_registry")
    rename_heading(broken, "企业名称", "主体称呼")
    with pytest.raises(RefreshError, match="主体称呼") as stop:
        refresh(mine, Silent())
    assert broken.name in str(stop.value) and "\n" not in str(stop.value)
    assert mine.current.resolve() == before.resolve()
    assert (before / "manifest.json").exists()
