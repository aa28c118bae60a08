"""Which releases are kept, and that a reader with an open file does not notice one going."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from dagster_project.publish import prune, release
from dagster_project.publish.names import release_folders


@pytest.fixture
def home(tmp_path):
    """A home with one release a day from 20 August to 27 September 2026, the last one in force."""
    days = [date(2026, 8, 20) + timedelta(days=n) for n in range(39)]
    for number, day in enumerate(days, start=1):
        made(tmp_path, f"{day}_{number:03d}")
    release.switch(tmp_path, f"{days[-1]}_039")
    return tmp_path


def made(home, name, region="141100", is_sample=False):
    folder = home / "releases" / name
    folder.mkdir(parents=True)
    text = json.dumps({"region": {"code": region}, "is_sample": is_sample})
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    (folder / "pool.duckdb").write_text(name, encoding="utf-8")


def names(home):
    return [path.name for path in release_folders(home)]


def test_the_newest_and_the_last_of_each_month_stay(home):
    gone = prune.prune(home)
    kept = names(home)
    assert kept[0] == "2026-08-31_012"
    assert kept[1:] == [f"{date(2026, 9, 14) + timedelta(days=n)}_{n + 26:03d}" for n in range(prune.NEWEST)]
    assert len(gone) == 38 - prune.NEWEST and not (set(gone) & set(kept))
    assert prune.prune(home) == []


def test_a_month_keeps_its_last_day_in_its_last_publication(home):
    made(home, "2026-07-31_040")
    made(home, "2026-07-15_041")
    made(home, "2026-07-31_042")
    for number in range(43, 60):
        made(home, f"2026-09-28_{number:03d}")
    prune.prune(home)
    assert [name for name in names(home) if name.startswith("2026-07")] == ["2026-07-31_042"]


def test_the_release_in_force_stays_however_old(home):
    for number in range(50, 80):
        made(home, f"2026-09-25_{number:03d}")
    prune.prune(home)
    assert (home / "current" / "pool.duckdb").read_text(encoding="utf-8") == "2026-09-27_039"


def test_another_region_and_the_sample_are_counted_apart(home):
    made(home, "2026-09-02_040", region="370000")
    made(home, "2026-09-02_041", is_sample=True)
    for number in range(42, 70):
        made(home, f"2026-09-28_{number:03d}")
    prune.prune(home)
    assert {"2026-09-02_040", "2026-09-02_041"} <= set(names(home)), "each holds the history of its own"


def test_a_reader_with_an_open_file_reads_on(home):
    with open(home / "releases" / "2026-08-20_001" / "pool.duckdb", encoding="utf-8") as reader:
        assert "2026-08-20_001" in prune.prune(home)
        assert reader.read() == "2026-08-20_001"
    assert not list((home / "releases").glob("*.partial"))
