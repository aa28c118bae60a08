"""One run of the refresh: its name, its build folder, its lock, and the record of how it ended."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dagster_project.settings import Settings


class RefreshError(RuntimeError):
    """The refresh stopped; the message says in one line why and what to do."""


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
    """A run under the lock: what killed runs left in builds/ goes first, and its own build goes at the end.

    Raises RefreshError when another refresh runs.
    """
    with locked(settings):
        shutil.rmtree(settings.builds, ignore_errors=True)
        run = Run(settings, name)
        record(run, "started")
        try:
            yield run
        finally:
            shutil.rmtree(run.build, ignore_errors=True)


def record(run: Run, outcome: str, reason: str = "") -> None:
    """Append to home/runs.jsonl how a run stands: started, published, archived (an earlier day's release, not put in
    force) or failed with its reason. A run that was killed stands there as started and nothing more."""
    line = {
        "run": run.name,
        "as_of": run.settings.as_of.isoformat(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "outcome": outcome,
        "reason": reason,
    }
    with open(run.settings.home / "runs.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
