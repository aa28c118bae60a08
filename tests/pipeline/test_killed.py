"""A refresh that is killed or shut out leaves nothing half done."""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pipeline.harness import Silent

from dagster_project.refresh import refresh
from dagster_project.run import RefreshError, begun, locked


def children_of(pid: int) -> list[int]:
    """The processes that a process started; Linux tells."""
    listing = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listing.read_text().split()] if listing.exists() else []


def test_two_refreshes_at_once(settings, tmp_path):
    mine = replace(settings, home=tmp_path)
    with locked(mine), pytest.raises(RefreshError, match=f"正在运行.*{os.getpid()}"):
        refresh(mine, Silent())


@pytest.mark.skipif(
    not Path(f"/proc/self/task/{os.getpid()}/children").exists(),
    reason="this kernel does not tell a process's children",
)
def test_killed_while_dbt_builds(settings, tmp_path):
    command = "from dagster_project.cli import main; main()"
    arguments = ["refresh", "--raw", str(settings.raw), "--home", str(tmp_path), "--as-of", "2026-11-20"]
    with subprocess.Popen(
        [sys.executable, "-c", command, *arguments], stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as run:
        for line in run.stderr:
            if "已建" in line:
                break
        dbt = children_of(run.pid)
        run.send_signal(signal.SIGKILL)
    assert dbt and all(ends(child) for child in dbt)
    assert not (tmp_path / "current").exists() and not list((tmp_path / "releases").glob("*"))
    assert list((tmp_path / "build").iterdir())
    assert (
        json.loads((tmp_path / "runs.jsonl").read_text(encoding="utf-8").splitlines()[-1])["outcome"]
        == "started"
    )
    with begun(replace(settings, home=tmp_path), "next"):
        assert not (tmp_path / "build").exists()


def ends(pid: int) -> bool:
    """Whether a process that is none of ours has ended or soon does; a minute is far beyond what a kill takes."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    ended, _, _ = select.select([handle], [], [], 60)
    os.close(handle)
    return bool(ended)


def test_a_full_disk_is_recorded_with_its_reason_and_publishes_nothing(settings, tmp_path):
    """No file may grow past 100 kB: what a disk with no room left does to whoever writes."""
    command = [sys.executable, "-c", "from dagster_project.cli import main; main()", "refresh"]
    arguments = ["--raw", str(settings.raw), "--home", str(tmp_path), "--as-of", "2026-11-20"]
    done = subprocess.run(
        [*command, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        check=False,
    )
    assert done.returncode == 1 and "没有完成" in done.stderr and "Traceback" not in done.stderr
    last = json.loads((tmp_path / "runs.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert last["outcome"] == "failed" and last["reason"]
    assert not (tmp_path / "current").exists() and not (tmp_path / "build").exists()
