"""The pipeline whole, on the shipped sample: what was planted is found, and a failure hurts nobody. That it gives the same twice,
test_definitions.py holds."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from pipeline.harness import Silent, rename_name_heading
from pipeline.planted import problems

from dagster_project.publish import summary
from dagster_project.refresh import refresh
from dagster_project.run import RefreshError
from dagster_project.settings import PROJECT

TRUTH = PROJECT / "tests" / "sample_truth"


def test_what_was_planted_is_found_and_nothing_else(released):
    assert problems(released / "pool.duckdb", TRUTH) == []


def test_a_workbook_for_each_county_and_zone(released):
    books = list((released / "exports").glob("*.xlsx"))
    assert len([book for book in books if not book.name.startswith("141100")]) == 21


def test_no_path_of_this_machine_and_no_run_in_a_csv(settings, released):
    for path in (released / "exports").rglob("*.csv"):
        text = path.read_text(encoding="utf-8-sig")
        assert str(settings.home) not in text and str(settings.raw) not in text


def test_a_broken_register_stops_the_refresh_and_the_release_stays(settings, released, tmp_path):
    raw = shutil.copytree(settings.raw, tmp_path / "raw")
    home = shutil.copytree(released.parents[1], tmp_path / "home", symlinks=True)
    mine = replace(settings, raw=raw, home=home, as_of=settings.as_of + timedelta(days=1))
    before = mine.current.resolve()
    told = summary.summarise(before)
    broken = rename_name_heading(raw, "company_registry")
    with pytest.raises(RefreshError, match="主体称呼") as stop:
        refresh(mine, Silent())
    assert broken.name in str(stop.value) and "\n" not in str(stop.value)
    assert mine.current.resolve() == before
    assert summary.summarise(before) == told
    assert '"failed"' in (mine.home / "runs.jsonl").read_text(encoding="utf-8").splitlines()[-1]
