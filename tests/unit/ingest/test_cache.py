"""What was read is kept: read once, never stale, never half."""

import os
import shutil
from dataclasses import replace

import pytest

from dagster_project.ingest import cache, files

SOURCE = "high_tech_enterprise"
HEAD = "企业名称,证书编号,发证日期\n"
ROWS = HEAD + "甲公司,GR202114000001,2021-12-07\n乙公司,坏,2021-12-07\n注：以上为示例\n"


@pytest.fixture
def reads(monkeypatch):
    """The files that were really read, in order."""
    seen = []
    real = files.read_sheets

    def read(path):
        seen.append(path.name)
        return real(path)

    monkeypatch.setattr(files, "read_sheets", read)
    return seen


def lake_of(bureau):
    """The lake's tables by path, as bytes; the cache is no part of it."""
    found = {p.relative_to(bureau.lake).as_posix(): p for p in sorted(bureau.lake.rglob("*.parquet"))}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(".cache")}


def entries(bureau):
    return {p.name for p in (bureau.lake / ".cache" / SOURCE).iterdir() if p.is_dir()}


def test_only_new_files_are_read_and_the_lake_is_the_same_as_without_a_cache(bureau, reads):
    bureau.put(f"{SOURCE}/2026-01-01/a.csv", ROWS)
    bureau.read(SOURCE)
    bureau.put(f"{SOURCE}/2026-02-01/b.csv", ROWS.replace("甲", "丙"))
    report = bureau.read(SOURCE)
    assert reads == ["a.csv", "b.csv"]
    assert (report.rows_read, report.rows_accepted, report.rows_quarantined) == (4, 2, 2)
    with_cache = lake_of(bureau)
    shutil.rmtree(bureau.lake)
    assert bureau.read(SOURCE) == report
    assert lake_of(bureau) == with_cache and len(reads) == 4


def test_nothing_new_writes_nothing_and_tells_the_same(bureau, reads):
    bureau.put(f"{SOURCE}/2026-01-01/a.csv", ROWS)
    report = bureau.read(SOURCE)
    before = {path: path.stat().st_mtime_ns for path in bureau.lake.rglob("*.parquet")}
    assert bureau.read(SOURCE) == report and reads == ["a.csv"]
    assert {path: path.stat().st_mtime_ns for path in bureau.lake.rglob("*.parquet")} == before
    (bureau.lake / "note" / f"{SOURCE}.parquet").unlink()
    bureau.read(SOURCE)
    assert bureau.table("note", SOURCE), "a table that was taken away is written again"


@pytest.mark.parametrize("what", ["content", "contract", "code"])
def test_a_change_of_the_content_the_contract_or_the_code_is_read_anew(bureau, reads, monkeypatch, what):
    bureau.put(f"{SOURCE}/2026-01-01/a.csv", ROWS)
    bureau.read(SOURCE)
    old = entries(bureau)
    if what == "content":
        bureau.put(f"{SOURCE}/2026-01-01/a.csv", ROWS.replace("坏", "GR202114000002"))
    elif what == "contract":
        contract = bureau.contracts[SOURCE]
        bureau.contracts[SOURCE] = replace(contract, text=contract.text + "# 改")
    else:
        monkeypatch.setattr(cache, "reader_version", lambda: "another")
    report = bureau.read(SOURCE)
    assert reads == ["a.csv", "a.csv"]
    assert report.rows_accepted == (2 if what == "content" else 1)
    assert not entries(bureau) & old, "what nobody will ask for again is dropped"


def test_days_and_withdrawals_are_no_part_of_it_and_a_file_that_is_gone_is_dropped(bureau, reads):
    for day in ("2026-01-01", "2026-02-01"):
        bureau.put(f"{SOURCE}/{day}/a.csv", ROWS)
    bureau.read(SOURCE)
    assert [row["is_current"] for row in bureau.rows(SOURCE)] == [False, True]
    bureau.read(SOURCE, "2026-01-15")
    assert [row["is_current"] for row in bureau.rows(SOURCE)] == [True]
    bureau.put(f"{SOURCE}/2026-02-01/WITHDRAWN.txt", "发错了")
    bureau.read(SOURCE)
    assert [row["is_current"] for row in bureau.rows(SOURCE)] == [True]
    assert reads == ["a.csv", "a.csv"] and len(entries(bureau)) == 2
    shutil.rmtree(bureau.raw / SOURCE / "2026-02-01")
    bureau.read(SOURCE)
    assert len(entries(bureau)) == 1 and reads == ["a.csv", "a.csv"]


def test_an_entry_that_is_not_whole_is_read_anew(bureau, reads):
    bureau.put(f"{SOURCE}/2026-01-01/a.csv", ROWS)
    bureau.read(SOURCE)
    before = lake_of(bureau)
    (entry,) = entries(bureau)
    folder = bureau.lake / ".cache" / SOURCE
    (folder / ".left_by_a_kill").mkdir()
    for name in ("rows.parquet", "note.parquet", "entry.json"):
        os.truncate(folder / entry / name, 20)
        (folder / "stamp").unlink(missing_ok=True)
        bureau.read(SOURCE)
        assert lake_of(bureau) == before
    assert len(reads) == 4 and entries(bureau) == {entry}


def test_a_reading_that_breaks_off_leaves_no_entry(bureau, monkeypatch):
    bureau.put(f"{SOURCE}/2026-01-01/a.csv", ROWS)

    def broken(*_):
        raise MemoryError

    monkeypatch.setattr(cache, "row_keys", broken)
    with pytest.raises(MemoryError):
        bureau.read(SOURCE)
    assert list((bureau.lake / ".cache" / SOURCE).iterdir()) == []
    monkeypatch.undo()
    assert bureau.read(SOURCE).rows_accepted == 1
