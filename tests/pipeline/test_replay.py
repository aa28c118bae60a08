"""Two days rebuilt from the same lists: a listing that is cleared, an incident that stays, and nothing built twice."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import duckdb
import pytest
from pipeline.harness import Silent

from dagster_project import backtest, refresh
from dagster_project.replay import days, replay
from dagster_project.sample import write_sample
from dagster_project.settings import Settings

LISTED, CLEARED = date(2025, 8, 31), date(2026, 11, 20)


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("replay")
    write_sample(out, 200, 7)
    return out


@pytest.fixture(scope="module")
def settings(sample) -> Settings:
    return Settings.of(sample / "raw", sample / "home", CLEARED, "lvliang")


@pytest.fixture(scope="module")
def history(settings) -> dict[date, Path]:
    return replay(settings, [LISTED, CLEARED], Silent())


def of_kind(sample: Path, kind: str) -> set[str]:
    with open(sample / "truth" / "company.csv", encoding="utf-8") as file:
        return {row["company_id"] for row in csv.DictReader(file) if row["kind"] == kind}


def excluded(history: dict[date, Path], day: date) -> set[str]:
    found = duckdb.execute(
        "select company_id from read_parquet(?) where as_of = ? and status = 'excluded'",
        [str(history[day] / "pool.parquet"), day],
    ).fetchall()
    return {company for (company,) in found}


def test_a_listed_company_is_excluded_and_back_once_it_is_cleared(sample, history):
    cleared = of_kind(sample, "cleared_listing")
    assert cleared and cleared <= excluded(history, LISTED)
    assert cleared.isdisjoint(excluded(history, CLEARED))


def test_tax_evasion_counts_for_three_years_though_the_listing_is_cleared(sample, history):
    evaded = of_kind(sample, "cleared_tax")
    assert evaded and evaded <= excluded(history, LISTED) & excluded(history, CLEARED)


def test_a_day_with_the_same_inputs_is_not_built_again_and_another_input_is(settings, history, monkeypatch):
    def built(*_, **__):
        raise refresh.RefreshError("built")

    monkeypatch.setattr(refresh, "build", built)
    assert replay(settings, [LISTED, CLEARED], Silent()) == history
    note = settings.raw / "penalty" / "2026-06-17" / "WITHDRAWN.txt"
    note.write_text("发错了\n", encoding="utf-8")
    try:
        assert replay(settings, [LISTED], Silent()) == {LISTED: history[LISTED]}  # before that delivery
        with pytest.raises(refresh.RefreshError, match="built"):
            replay(settings, [CLEARED], Silent())
    finally:
        note.unlink()
    assert (history[CLEARED] / "review.parquet").exists()  # a day that fails leaves what was there


def test_the_back_test_counts_every_outcome_once_a_lead(history):
    counts = backtest.back_test(history)
    lost = duckdb.execute(
        "select count(*) from read_parquet(?) where outcome = 'lost' and decided_on between ? and ?",
        [str(history[CLEARED] / "outcome.parquet"), LISTED, CLEARED],
    ).fetchall()[0][0]
    assert lost > 0
    for lead in backtest.LEADS:
        of_lead = [count for count in counts if count.lead_days == lead]
        assert sum(count.lost for count in of_lead) <= lost
        assert all(count.lost <= count.decided for count in of_lead)


def test_days_of_a_period():
    first, last = date(2025, 10, 31), date(2026, 3, 2)
    assert days(first, last, "month") == [
        first, date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28), last,
    ]  # fmt: skip
    assert days(first, date(2025, 11, 14), "week") == [first, date(2025, 11, 7), date(2025, 11, 14)]
    assert days(first, first, "week") == [first]
    with pytest.raises(ValueError, match="写反"):
        days(last, first, "week")
