"""Write, audit, publish: whole or not at all, whatever happens on the way."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from dagster_project.publish import release
from dagster_project.publish.history import SCHEMAS, history_partitions
from dagster_project.publish.manifest import sha256
from dagster_project.publish.names import release_folders, release_of
from dagster_project.quality.deliveries import published

PROJECT = Path(__file__).resolve().parents[3]
CHECKS = [{"table": "cultivation_pool", "key": "rows", "status": "passed", "severity": "warn"}]


@pytest.fixture
def raw(tmp_path):
    for name, text in {
        "company_registry/2026-10-15/登记.csv": "企业名称\n",
        "high_tech_enterprise/2025-12-01/高企.xlsx": "x",
        "high_tech_enterprise/2026-11-10/高企11月.xlsx": "y",
        "tech_sme/2026-12-01/未来.csv": "later than the as-of date: no input",
    }.items():
        path = tmp_path / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "raw"


@pytest.fixture(autouse=True)
def without_workbooks(request, monkeypatch):
    """Writing workbooks takes most of the time: only tests that look at them (or kill there) do it."""
    if request.node.get_closest_marker("workbooks") is None:
        monkeypatch.setattr(
            release, "write_exports", lambda pool, folder, progress=None: folder.mkdir() or {}
        )


@pytest.fixture
def publish(tmp_path, raw, pool_with):
    """Publish the fixture as of a day, changed by the statements that make it another build."""

    def run(day="2026-11-20", *statements):
        for old in (tmp_path / "build").glob("*"):
            old.unlink()
        pool_with(
            f"update stg_run set as_of = '{day}'",
            f"update history_pool set as_of = '{day}' where as_of = '2026-11-20'",
            f"update history_review set as_of = '{day}'",
            *statements,
        )
        return release.complete_release(tmp_path / "home", raw, tmp_path / "build", CHECKS)

    return run


def current(tmp_path):
    return (tmp_path / "home" / "current").resolve().name


@pytest.mark.workbooks
def test_a_release_is_whole_and_in_force(publish, tmp_path):
    made = publish()
    assert made.name == "2026-11-20_001"
    assert current(tmp_path) == made.name
    home = tmp_path / "home"
    for name in ("pool.duckdb", "manifest.json", "exports", "history/pool.parquet", "history/review.parquet"):
        assert (home / "current" / name).exists(), name
    assert not (home / "current").readlink().is_absolute(), "a home that is moved keeps its link"
    with duckdb.connect(str(home / "current" / "pool.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from cultivation_pool").fetchone() == (5,)


@pytest.mark.workbooks
def test_the_manifest_holds_inputs_standards_counts_checks_and_every_output(publish, raw):
    made = publish()
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["as_of"], manifest["region"]["code"], manifest["is_sample"]) == (
        "2026-11-20",
        "141100",
        True,
    )
    inputs = {entry["path"]: entry for entry in manifest["inputs"]}
    name = "company_registry/2026-10-15/登记.csv"
    assert inputs[name] == {"path": name, "status": "read", "sha256": sha256(raw / name)}
    assert inputs["high_tech_enterprise/2026-11-10/高企11月.xlsx"]["status"] == "held"
    assert not [path for path in inputs if path.startswith("tech_sme")]
    assert manifest["standards"][0]["standard_id"] == "lvliang_2025"
    assert manifest["counts"]["cultivation_pool"] == 5
    assert manifest["checks"] == CHECKS
    files = {p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file()} - {"manifest.json"}
    assert {entry["path"] for entry in manifest["outputs"]} == files
    assert all(entry["sha256"] == sha256(made / entry["path"]) for entry in manifest["outputs"])


@pytest.mark.workbooks
def test_no_run_name_and_no_path_stands_in_the_exports(publish, tmp_path):
    made = publish()
    for path in (made / "exports" / "csv").iterdir():
        text = path.read_text(encoding="utf-8-sig")
        assert made.name not in text
        assert str(tmp_path) not in text


def test_an_earlier_day_adds_a_release_and_switches_nothing(publish, tmp_path):
    publish("2026-11-20")
    earlier = publish("2026-11-13")
    assert earlier.name == "2026-11-13_002"
    assert current(tmp_path) == "2026-11-20_001"
    assert release_of(tmp_path / "home", date(2026, 11, 13)) == earlier
    again = publish("2026-11-20")
    assert current(tmp_path) == again.name == "2026-11-20_003"
    assert release_of(tmp_path / "home") == again.resolve()


def test_a_person_puts_an_earlier_publication_back_and_the_next_refresh_goes_on(publish, tmp_path):
    publish("2026-11-19")
    publish("2026-11-20")
    assert release.restore(tmp_path / "home", "2026-11-19_001").name == "2026-11-19_001"
    assert current(tmp_path) == "2026-11-19_001"
    assert current(tmp_path) != publish("2026-11-18").name
    assert publish("2026-11-20").name == current(tmp_path) == "2026-11-20_004"


def test_only_a_whole_publication_is_put_back(publish, tmp_path):
    earlier = publish("2026-11-19")
    publish("2026-11-20")
    with pytest.raises(ValueError, match="2026-11-19_001、2026-11-20_002"):
        release.restore(tmp_path / "home", "../releases")
    (earlier / "pool.duckdb").write_bytes(b"")
    with pytest.raises(ValueError, match="被改动：pool"):
        release.restore(tmp_path / "home", earlier.name)
    assert current(tmp_path) == "2026-11-20_002"


def test_without_a_release_the_error_says_what_to_run(tmp_path, publish):
    with pytest.raises(FileNotFoundError, match="pool refresh"):
        release_of(tmp_path / "home")
    publish()
    with pytest.raises(FileNotFoundError, match="2020-01-01"):
        release_of(tmp_path / "home", date(2020, 1, 1))


def test_an_incomplete_folder_cannot_be_put_in_force(tmp_path):
    (tmp_path / "releases" / "2026-11-20_001").mkdir(parents=True)
    with pytest.raises(ValueError, match="不完整"):
        release.switch(tmp_path, "2026-11-20_001")


@pytest.mark.parametrize("step", ["write_exports", "describe", "_to_disk"])
def test_a_failure_leaves_the_release_in_force_and_no_rubbish(publish, tmp_path, monkeypatch, step):
    publish("2026-11-19")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(release, step, full)
    with pytest.raises(OSError, match="No space"):
        publish("2026-11-20")
    assert current(tmp_path) == "2026-11-19_001"
    assert [p.name for p in (tmp_path / "home" / "releases").iterdir()] == ["2026-11-19_001"]


KILLED = """
import os, signal, sys
from pathlib import Path
from dagster_project.publish import release
owner, name = {"exports": (release, "write_exports"), "move": (os, "rename"), "describe": (release, "describe"),
               "disk": (release, "_to_disk"), "replace": (os, "replace")}[sys.argv[1]]
setattr(owner, name, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
home, raw, build = map(Path, sys.argv[2:])
release.complete_release(home, raw, build, [])
"""


@pytest.mark.parametrize("step", ["exports", "move", "describe", "disk", "replace"])
def test_killed_at_a_step_the_release_in_force_stays_and_the_next_run_heals(
    publish, tmp_path, raw, pool_with, step
):
    publish("2026-11-20")
    pool_with()  # the first became the release
    home = tmp_path / "home"
    before = sha256(home / "current" / "manifest.json")
    arguments = [sys.executable, "-c", KILLED, step, str(home), str(raw), str(tmp_path / "build")]
    killed = subprocess.run(arguments, cwd=PROJECT, capture_output=True, check=False)
    assert killed.returncode == -9, killed.stderr
    assert current(tmp_path) == "2026-11-20_001"
    assert sha256(home / "current" / "manifest.json") == before
    healed = publish("2026-11-20")
    assert current(tmp_path) == healed.name
    assert not list((home / "releases").glob("*.partial"))
    assert not (home / "current.new").is_symlink()


def history(tmp_path, day, **only):
    history_partitions(tmp_path / "home", date.fromisoformat(day), tmp_path / "history", **only)
    return {name: pq.read_table(tmp_path / "history" / f"{name}.parquet") for name in ("pool", "review")}


def statuses(table):
    """{as_of: the sorted statuses of that partition}"""
    found: dict[str, list[str]] = {}
    for row in table.to_pylist():
        found.setdefault(row["as_of"].isoformat(), []).append(row["status"])
    return {day: sorted(found[day]) for day in sorted(found)}


def test_history_has_its_columns_before_anything_was_published(tmp_path):
    found = history(tmp_path, "2026-11-20")
    assert found["pool"].num_rows == found["review"].num_rows == 0
    assert found["pool"].schema.equals(SCHEMAS["pool"])
    assert found["review"].schema.equals(SCHEMAS["review"])


def test_history_is_every_other_day_once_from_the_newest_release_that_holds_it(publish, tmp_path):
    publish("2026-11-14")
    publish("2026-11-20")
    publish("2026-11-14", "delete from history_pool where as_of = '2026-11-14' and status <> 'ready'")
    found = statuses(history(tmp_path, "2026-11-21")["pool"])
    assert list(found) == ["2026-11-13", "2026-11-14", "2026-11-20"]
    assert found["2026-11-14"] == ["ready"], "the later release of that day counts"
    assert len(found["2026-11-20"]) == 5
    assert "2026-11-20" not in statuses(history(tmp_path, "2026-11-20")["pool"])


def test_a_pruned_release_leaves_its_partition_to_those_after_it(publish, tmp_path):
    publish("2026-11-14")
    later = ["insert into history_pool select date '2026-11-14', * exclude (as_of) from history_pool limit 2"]
    publish("2026-11-20", *later)
    first = release_folders(tmp_path / "home")[0]
    for path in sorted(first.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    first.rmdir()
    assert len(statuses(history(tmp_path, "2026-11-21")["pool"])["2026-11-14"]) == 2


def test_what_the_day_before_was_made_from_is_vouched_for(publish, tmp_path):
    wrong = "update stg_delivery set status = 'withdrawn' where source = 'credit_blacklist'"
    publish("2026-11-14")
    publish("2026-11-20", wrong)

    def vouched(day):
        history(tmp_path, day)
        return {source for source, _, _ in published(tmp_path / "history" / "delivery.parquet")}

    assert vouched("2026-11-14") == set(), "a day run again compares with the day before, as it did"
    assert "credit_blacklist" not in vouched("2026-11-21") and "company_registry" in vouched("2026-11-21")


def test_another_region_or_fiction_is_no_history(publish, tmp_path):
    publish("2026-11-19")
    publish("2026-11-20", "update stg_run set region_code = '370000'")
    found = history(tmp_path, "2026-11-21", region_code="141100", is_sample=True)
    assert "2026-11-19" in statuses(found["pool"])
    assert "2026-11-20" not in statuses(found["pool"])
    assert history(tmp_path, "2026-11-21", is_sample=False)["pool"].num_rows == 0


def test_a_build_that_is_still_being_written_is_not_published(publish, tmp_path, raw):
    publish("2026-11-20")
    (tmp_path / "build" / "pool.duckdb.wal").write_bytes(b"unfinished")
    with pytest.raises(OSError, match="还没有写完"):
        release.complete_release(tmp_path / "home", raw, tmp_path / "build", CHECKS)
    assert current(tmp_path) == "2026-11-20_001"
