"""How runs are recorded, those too that could not say how they ended."""

from __future__ import annotations

import json
import signal
from datetime import date

import pytest

from dagster_project.failures import in_words
from dagster_project.run import RefreshError, Run, begun, record, record_failure, runs
from dagster_project.settings import Settings


@pytest.fixture
def settings(tmp_path):
    return Settings.of(tmp_path / "raw", tmp_path / "home", date(2026, 11, 20))


def killed(settings, name="killed", release=None, in_force=False):
    """A run that was killed: it stands as started, and may have completed a release before."""
    settings.home.mkdir(parents=True, exist_ok=True)
    record(Run(settings, name), "started")
    if release:
        folder = settings.releases / release
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text(json.dumps({"refresh": name}), encoding="utf-8")
    if in_force:
        settings.current.symlink_to(settings.releases / release)


def ended(settings):
    """What the next run records of the one before."""
    with begun(settings, "next"):
        return next(line for line in reversed(runs(settings.home)) if line["run"] != "next")


def test_a_killed_run_is_recorded_by_the_next_one(settings):
    killed(settings)
    settings.build.mkdir(parents=True)
    (settings.releases / "next.partial").mkdir(parents=True)
    line = ended(settings)
    assert line["outcome"] == "failed" and "被终止" in line["reason"]
    assert not settings.build.exists() and not list(settings.releases.glob("*.partial"))


def test_a_run_killed_after_the_switch_was_published(settings):
    killed(settings, release="2026-11-20_001", in_force=True)
    assert ended(settings)["outcome"] == "published"


def test_a_run_killed_before_the_switch_was_not(settings):
    killed(settings, release="2026-11-20_001")
    assert ended(settings)["outcome"] == "failed"


def test_a_run_of_an_earlier_day_was_archived(settings):
    killed(settings, "first", release="2026-11-20_001", in_force=True)
    killed(settings, "second", release="2026-11-13_002")
    assert ended(settings)["outcome"] == "archived"


def test_a_run_that_ended_is_not_recorded_again(settings):
    with begun(settings, "one") as run:
        record(run, "published")
    with begun(settings, "two"):
        pass
    assert [(line["run"], line["outcome"]) for line in runs(settings.home)] == [
        ("one", "started"), ("one", "published"), ("two", "started")]  # fmt: skip


def test_a_failure_frees_the_disk_before_its_reason_is_recorded(settings):
    with begun(settings, "one") as run:
        run.build.mkdir(parents=True)
        record_failure(run, OSError(28, "No space left on device"))
        assert not run.build.exists()
    assert "No space" in runs(settings.home)[-1]["reason"]


def test_a_line_cut_off_by_a_full_disk_spoils_no_other(settings):
    killed(settings)
    with open(settings.home / "runs.jsonl", "a", encoding="utf-8") as file:
        file.write('{"run": "killed", "outc')
    assert ended(settings)["outcome"] == "failed"
    assert [line["outcome"] for line in runs(settings.home)] == ["started", "failed", "started"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device"), "磁盘已满"),
        (RefreshError("dbt 构建失败：OSError: [Errno 28] No space left on device"), "磁盘已满"),
        (MemoryError(), "内存不足"),
        (
            Exception("Unknown error: Failed to launch worker thread: Resource temporarily unavailable"),
            "内存不足",
        ),
        (RefreshError("dbt 构建失败：Out of Memory Error: could not allocate block"), "内存不足"),
    ],
)
def test_what_the_machine_did_is_told_in_words_that_may_leave_the_house(error, said):
    told = in_words(error)
    assert said in str(told) and "请腾出" in str(told) and told.outward == said


def test_any_other_error_stays_what_it_is():
    for error in (FileNotFoundError(2, "gone"), RefreshError("已有一次刷新正在运行")):
        assert in_words(error) is error


def test_a_polite_stop_is_told_and_recorded_at_once(settings):
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(RefreshError, match="SIGTERM"), begun(settings, "stopped") as run:
        try:
            signal.raise_signal(signal.SIGTERM)
        except RefreshError as error:
            record_failure(run, error)
            raise
    assert "SIGTERM" in runs(settings.home)[-1]["reason"]
    assert signal.getsignal(signal.SIGTERM) is before
