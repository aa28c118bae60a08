"""The pipeline whole, on the shipped sample: what was planted is found, twice the same, and a failure hurts nobody."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pytest
from pipeline.harness import Silent, cells, exports
from pipeline.planted import problems

from dagster_project.ingest import load_contracts
from dagster_project.publish import summary
from dagster_project.refresh import refresh
from dagster_project.run import RefreshError
from dagster_project.settings import PROJECT

TRUTH = PROJECT / "tests" / "sample_truth"


def rename_name_heading(raw: Path, source: str) -> Path:
    """Call the company's name 主体称呼 in a source's newest workbook, as a careless sender would; the file."""
    file = sorted((raw / source).glob("*/*.xlsx"))[-1]
    book = openpyxl.load_workbook(file)
    headings = load_contracts()[source].columns["name"].headings
    found = [cell for row in book.active.iter_rows() for cell in row if cell.value in headings]
    assert found, "the sample's file has no heading to rename"
    found[0].value = "主体称呼"
    book.save(file)
    return file


def moved_rows(first: Path, second: Path) -> list[str]:
    """The tables of two pools that differ in a row, or in where it stands."""
    with duckdb.connect() as connection:
        for name, path in (("a", first), ("b", second)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        tables = connection.execute(
            "select distinct table_name from duckdb_tables() where database_name in ('a', 'b') order by 1"
        ).fetchall()
        placed = "(select rowid as place, * from {}.{})"
        return [
            table
            for (table,) in tables
            if connection.execute(
                f"select count(*) from ((from {placed.format('a', table)} except from {placed.format('b', table)}) union all"
                f" (from {placed.format('b', table)} except from {placed.format('a', table)}))"
            ).fetchall()
            != [(0,)]
        ]


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
    assert moved_rows(released / "pool.duckdb", again / "pool.duckdb") == []


def test_no_path_of_this_machine_and_no_run_in_a_csv(settings, released):
    for path in (released / "exports").rglob("*.csv"):
        text = path.read_text(encoding="utf-8-sig")
        assert str(settings.home) not in text and str(settings.raw) not in text


def test_what_is_held_withdrawn_or_passed_over_is_told_and_the_rest_goes_on(settings, tmp_path):
    raw = shutil.copytree(settings.raw, tmp_path / "raw")
    broken = rename_name_heading(raw, "abnormal_operation")
    (raw / "penalty" / "散落的处罚.csv").write_text("名称\n某公司\n", encoding="utf-8")
    withdrawn = sorted((raw / "equity_investment").glob("2*"))[-1]
    (withdrawn / "WITHDRAWN.txt").write_text("发错了地区\n", encoding="utf-8")
    released = refresh(replace(settings, raw=raw, home=tmp_path / "home"), Silent())
    told = summary.summarise(released)
    head = told[: told.index("读入的名单")]
    assert broken.name in head and "主体称呼" in head and "企业名称" in head
    workbook = next((released / "exports").glob("141121_*.xlsx"))
    cover = str(next(iter(cells(workbook).values())))
    assert broken.name in cover and "主体称呼" in cover
    assert "发错了地区" in head and "发错了地区" in cover
    assert "散落的处罚.csv" in told


def test_a_broken_register_stops_the_refresh_and_the_release_stays(settings, tmp_path):
    raw = shutil.copytree(settings.raw, tmp_path / "raw")
    mine = replace(settings, raw=raw, home=tmp_path / "home")
    before = refresh(replace(mine, as_of=date(2026, 11, 19)), Silent())
    told = summary.summarise(before)
    broken = rename_name_heading(raw, "company_registry")
    with pytest.raises(RefreshError, match="主体称呼") as stop:
        refresh(mine, Silent())
    assert broken.name in str(stop.value) and "\n" not in str(stop.value)
    assert mine.current.resolve() == before.resolve()
    assert summary.summarise(before) == told
    assert '"failed"' in (mine.home / "runs.jsonl").read_text(encoding="utf-8").splitlines()[-1]
