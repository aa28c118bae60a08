"""A delivery is withdrawn by a dated note beside it."""

from __future__ import annotations

from datetime import date

import pytest
from typer.testing import CliRunner

from dagster_project.cli import app
from dagster_project.commands import keeping
from dagster_project.ingest import load_contracts, scan
from dagster_project.ingest.withdraw import withdraw

DAY, SINCE = date(2026, 11, 10), date(2026, 11, 20)


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "tech_sme" / DAY.isoformat()
    folder.mkdir(parents=True)
    (folder / "名单.csv").write_text("企业名称\n", encoding="utf-8")
    return tmp_path


def take_back(raw, source="tech_sme", received=DAY, why="发成了 2026-09-01 的旧名单", since=SINCE):
    return withdraw(raw, load_contracts(), source, received, why, since, "张三")


def test_it_is_withdrawn_from_that_day_on_whatever_dates_the_reason_names(raw):
    take_back(raw)
    [before] = scan(raw, load_contracts(), date(2026, 11, 19)).deliveries
    [after] = scan(raw, load_contracts(), SINCE).deliveries
    assert (before.status, after.status) == ("found", "withdrawn")
    assert after.problem == "发成了 2026-09-01 的旧名单（自 2026-11-20 起撤回，操作人：张三）"
    assert after.files == ("tech_sme/2026-11-10/名单.csv",), "the file itself stays"


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"source": "tech"}, "tech_sme"),
        ({"received": date(2026, 11, 11)}, "2026-11-10"),
        ({"why": " "}, "--why"),
        ({"since": date(2026, 11, 9)}, "早于收到日期"),
    ],
)
def test_what_cannot_be_withdrawn_is_said(raw, changed, word):
    with pytest.raises(ValueError, match=word):
        take_back(raw, **changed)
    assert not list(raw.rglob("WITHDRAWN.txt"))


def test_twice_is_an_error_that_tells_the_first_and_the_way_to_another_day(raw):
    take_back(raw)
    with pytest.raises(ValueError, match=r"已经撤回.*2026-09-01.*自 2026-11-20 起") as told:
        take_back(raw, why="又一次", since=date(2026, 11, 12))
    [note] = [word for word in raw.rglob("WITHDRAWN.txt") if f"先删去 {word}（" in str(told.value)]
    note.unlink()
    take_back(raw, since=date(2026, 11, 12))
    [delivery] = scan(raw, load_contracts(), date(2026, 11, 12)).deliveries
    assert delivery.status == "withdrawn"


def test_a_user_without_a_name_is_told_by_his_number(raw, monkeypatch):
    def nameless():
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr(keeping.getpass, "getuser", nameless)
    monkeypatch.setattr(keeping.os, "getuid", lambda: 54321)
    command = f"withdraw tech_sme {DAY} --why 旧名单 --raw {raw} --as-of {SINCE}"
    assert CliRunner().invoke(app, command.split()).exit_code == 0
    [note] = raw.rglob("WITHDRAWN.txt")
    assert "操作人：uid 54321" in note.read_text(encoding="utf-8")
