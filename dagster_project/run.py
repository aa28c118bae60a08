"""One run of the refresh: its name, its build folder, its lock, and the record of how it ended (home/runs.jsonl)."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dagster_project.publish.names import PARTIAL, day_of, in_force, newest_release, read_manifest
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
    """A refresh's settings and its build folder under home/builds/."""

    settings: Settings
    name: str

    @property
    def build(self) -> Path:
        return self.settings.builds / self.name

    @property
    def pool(self) -> Path:
        return self.build / "pool.duckdb"


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
            yield run
        finally:
            shutil.rmtree(run.build, ignore_errors=True)


def _clear(settings: Settings) -> None:
    """Remove unfinished builds and releases: under the lock they are nobody's."""
    shutil.rmtree(settings.builds, ignore_errors=True)
    for path in settings.releases.glob(f"*{PARTIAL}"):
        shutil.rmtree(path, ignore_errors=True)


def runs(home: Path) -> list[dict]:
    """The lines of home/runs.jsonl, oldest first; a line cut off by a full disk is passed over."""
    path = home / "runs.jsonl"
    found = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


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
    _write(settings.home, last | {"outcome": outcome, "reason": reason})


def record_failure(run: Run, error: BaseException) -> None:
    """Free what the run built, then record why it failed. A disk too full even for that line leaves the run as
    started: the next one records it as interrupted."""
    shutil.rmtree(run.build, ignore_errors=True)
    with suppress(OSError):
        record(run, "failed", str(error) or type(error).__name__)


def record(run: Run, outcome: str, reason: str = "") -> None:
    """Append to home/runs.jsonl how a run stands: started, published, archived (an earlier day's release, not put in
    force) or failed with its reason."""
    line = {
        "run": run.name,
        "as_of": run.settings.as_of.isoformat(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "outcome": outcome,
        "reason": reason,
    }
    _write(run.settings.home, line)


def _write(home: Path, line: dict) -> None:
    """Append one line; the one before it is ended first where a full disk cut it off."""
    path = home / "runs.jsonl"
    torn = path.exists() and path.stat().st_size and not path.read_bytes().endswith(b"\n")
    with open(path, "a", encoding="utf-8") as file:
        file.write("\n" * bool(torn) + json.dumps(line, ensure_ascii=False) + "\n")
