"""One run of the refresh: its name, its build folder, its lock, and the record of how it ended (home/runs.jsonl)."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dagster_project.publish.manifest import sha256
from dagster_project.publish.names import (
    PARTIAL,
    append_record,
    day_of,
    in_force,
    newest_release,
    read_manifest,
    record_lines,
)
from dagster_project.settings import Settings

INTERRUPTED = "中途被终止（进程被杀、内存不足或断电），没有发布；现行发布不变"


class RefreshError(RuntimeError):
    """The refresh stopped; the message says in one line why and what to do.

    `outward`: the same without file names, cells or companies, for a notice that leaves the house.
    """

    def __init__(self, message: str, outward: str = "") -> None:
        super().__init__(message)
        self.outward = outward


@dataclass(frozen=True)
class Run:
    """A refresh's settings, and the name it is recorded by."""

    settings: Settings
    name: str

    @property
    def build(self) -> Path:
        return self.settings.build

    @property
    def pool(self) -> Path:
        return self.settings.building


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Hold home/refresh.lock; the operating system frees it when the process ends, killed or not.

    Raises RefreshError naming the process that holds it.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    with open(settings.home / "refresh.lock", "a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            holder = file.read().strip() or "另一个进程"
            raise RefreshError(f"已有一次刷新正在运行（{holder}），请等它结束后再试") from error
        file.truncate(0)
        file.write(f"进程 {os.getpid()}，基准日 {settings.as_of}")
        file.flush()
        yield


@contextmanager
def begun(settings: Settings, name: str) -> Iterator[Run]:
    """A run under the lock: what killed runs left behind goes first, and they are recorded as interrupted; its own
    build goes at the end.

    Raises RefreshError when another refresh runs.
    """
    with locked(settings):
        _clear(settings)
        record_interrupted(settings)
        run = Run(settings, name)
        record(run, "started")
        try:
            with _stoppable():
                yield run
        finally:
            shutil.rmtree(run.build, ignore_errors=True)


@contextmanager
def _stoppable() -> Iterator[None]:
    """A polite stop (systemctl stop, a time limit) ends the run as a failure does: told and recorded at once."""

    def stop(signum: int, frame: object) -> None:
        raise RefreshError(
            "刷新被要求停止（SIGTERM），没有发布；现行发布不变：再运行 pool refresh", "刷新被停止"
        )

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _clear(settings: Settings) -> None:
    """Remove an unfinished build and unfinished releases: under the lock they are nobody's."""
    shutil.rmtree(settings.build, ignore_errors=True)
    for path in settings.releases.glob(f"*{PARTIAL}"):
        shutil.rmtree(path, ignore_errors=True)


def runs(home: Path) -> list[dict]:
    """The lines of home/runs.jsonl, oldest first."""
    return record_lines(home / "runs.jsonl")


def not_published(home: Path) -> str:
    """Why the last refresh published nothing (lines); '' when it did, is still running, or nothing was ever run."""
    last = next((line for line in reversed(runs(home)) if line["outcome"] != "restored"), None)
    return last["reason"] if last and last["outcome"] == "failed" else ""


def record_interrupted(settings: Settings) -> None:
    """Record how the last run ended where it could not say so itself: killed before its release was whole, or
    after."""
    last = next(reversed(runs(settings.home)), None)
    if last is None or last["outcome"] != "started":
        return
    release, present = newest_release(settings.home), in_force(settings.home)
    if release is None or read_manifest(release).get("refresh") != last["run"]:
        outcome, reason = "failed", INTERRUPTED
    elif present is not None and release.resolve() == present:
        outcome, reason = "published", "发布后被终止"
    elif present is not None and day_of(release) < day_of(present):
        outcome, reason = "archived", "发布后被终止"
    else:
        outcome, reason = "failed", INTERRUPTED
    append_record(settings.home / "runs.jsonl", last | {"outcome": outcome, "reason": reason})


def record_failure(run: Run, error: BaseException) -> None:
    """Free what the run built, then record why it failed. A disk too full even for that line leaves the run as
    started: the next one records it as interrupted."""
    shutil.rmtree(run.build, ignore_errors=True)
    with suppress(OSError):
        record(run, "failed", str(error) or type(error).__name__)


def record(run: Run, outcome: str, reason: str = "", release: Path | None = None) -> None:
    """Append to home/runs.jsonl how a run stands: started, published, archived (an earlier day's release, not put in
    force), restored by a person, or failed with its reason.

    release: the one that it made, kept with its manifest's hash, so that `pool verify` sees a changed manifest.
    """
    line = {
        "run": run.name,
        "as_of": run.settings.as_of.isoformat(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "outcome": outcome,
        "reason": reason,
    }
    if release is not None:
        line |= {"release": release.name, "manifest": sha256(release / "manifest.json")}
    append_record(run.settings.home / "runs.jsonl", line)
