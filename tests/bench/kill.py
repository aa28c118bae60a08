"""Refreshes killed with -9, and refreshes on a full disk: what stays published, and whether the next one works.

    .venv/bin/python tests/bench/kill.py --kills 50 [--seed 7] [--companies 50] [--disk]

A fictional region of --companies is published, then refreshed --kills times, each killed: first at the start and the
end of each step, then at moments drawn between the start and the length of a whole refresh. After each, `current` must
open, the publication must be as its manifest says, and a refresh must succeed without anyone's hand and record how the
killed one ended. --disk: the same on a file system of a few megabytes (needs the right to mount one). Prints a line a
kill and a summary; exit status 1 when anything did not hold.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from dagster_project.publish.names import read_manifest
from dagster_project.publish.verify import differences
from dagster_project.run import runs

STEPS = ("读取名单", "比对企业名称", "建库与评分", "质量检查", "写工作簿并发布")
DAY = "2026-11-20"


def pool(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from dagster_project.cli import main; main()", *arguments]


def refresh(raw: Path, home: Path) -> subprocess.CompletedProcess:
    command = pool("refresh", "--raw", str(raw), "--home", str(home), "--as-of", DAY)
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def killed(raw: Path, home: Path, moment: tuple[str, str] | float) -> bool:
    """Kill a refresh at (a step, 'start' or 'end') or after so many seconds; False when it ended before."""
    command = pool("refresh", "--raw", str(raw), "--home", str(home), "--as-of", DAY)
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as run:
        if isinstance(moment, float):
            try:
                run.wait(moment)
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGKILL)
        else:
            step, inside = "", False
            for line in run.stderr:
                if line.startswith("▸ "):
                    step, inside = line[2:].split(" ")[0], True
                elif line.startswith("  完成，"):
                    inside = False
                if step == moment[0] and inside == (moment[1] == "start"):
                    run.send_signal(signal.SIGKILL)
                    break
    return run.returncode == -signal.SIGKILL


def broken(home: Path, before: str) -> list[str]:
    """What does not hold of the publication, which must be the one named `before`, or whole and newer."""
    current = (home / "current").resolve()
    found = differences(current)
    if current.name < before:
        found.append(f"current went back from {before} to {current.name}")
    with duckdb.connect(str(current / "pool.duckdb"), read_only=True) as connection:
        rows = connection.execute("select count(*) from cultivation_pool").fetchall()[0][0]
    if rows != read_manifest(current)["counts"]["cultivation_pool"]:
        found.append(f"{rows} rows, the manifest says otherwise")
    return found


def after(raw: Path, home: Path, before: str) -> list[str]:
    """What does not hold after a stop: of the publication, of the next refresh, of the record."""
    found = broken(home, before)
    stopped = runs(home)[-1]
    done = refresh(raw, home)
    if done.returncode:
        found.append(f"the next refresh failed: {done.stderr.strip().splitlines()[-1:]}")
    told = [line for line in runs(home) if line["run"] == stopped["run"] and line["outcome"] != "started"]
    if len(told) != 1 or (told[0]["outcome"] == "failed" and not told[0]["reason"]):
        found.append(f"recorded as {told}")
    return found + [f"after the next refresh: {line}" for line in broken(home, before)]


def kills(raw: Path, home: Path, number: int, seconds: float, seed: int) -> int:
    """Kill `number` refreshes; how many of them left something broken."""
    chance = random.Random(seed)
    moments = [(step, end) for step in STEPS for end in ("start", "end")]
    bad = count = 0
    while count < number:
        moment = moments[count] if count < len(moments) else chance.uniform(0.0, seconds)
        before = (home / "current").resolve().name
        was_killed = killed(raw, home, moment)
        count += was_killed
        if isinstance(moment, float) and not was_killed:
            seconds = moment  # the machine is faster than when a whole refresh was timed: draw again
        found = after(raw, home, before)
        bad += bool(found)
        when = f"{moment:.1f} s" if isinstance(moment, float) else " ".join(moment)
        print(f"{count:3} {'killed' if was_killed else 'ended before'} {when}: {found or 'held'}", flush=True)
    return bad


def full_disks(raw: Path, home: Path, folder: Path) -> int:
    """Refresh on file systems with ever less room left; how many of them left something broken."""
    disk = folder / "disk"
    disk.mkdir()
    size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file() and not path.is_symlink())
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={4 * size + 400_000_000}", "tmpfs", str(disk)], check=True
    )
    bad = 0
    try:
        mine = disk / "home"
        shutil.copytree(home, mine, symlinks=True)
        for room in (0, 200_000, 2_000_000, 10_000_000, 20_000_000, 30_000_000):
            before = (mine / "current").resolve().name
            free = shutil.disk_usage(disk).free
            filler = disk / "filler"
            with open(filler, "wb") as file:
                for _ in range(max(0, free - room) // 65536):
                    file.write(b"\0" * 65536)
            stopped = refresh(raw, mine)
            found = broken(mine, before)
            filler.unlink()
            done = refresh(raw, mine)
            if done.returncode:
                found.append(f"the next refresh failed: {done.stderr.strip().splitlines()[-1:]}")
            found += broken(mine, before)
            bad += bool(found)
            last = stopped.stderr.strip().splitlines()[-1:]
            reasons = [line["reason"] for line in runs(mine) if line["outcome"] == "failed"][-1:]
            print(
                f"room for {room} bytes: exit {stopped.returncode} {last}; recorded {reasons}: {found or 'held'}",
                flush=True,
            )
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)
    return bad


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=50)
    arguments.add_argument("--companies", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--disk", action="store_true", help="also on a full disk")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(pool("sample", "--out", str(folder), "--companies", str(asked.companies)), check=True)
        raw, home = folder / "raw", folder / "home"
        begin = time.monotonic()
        first = refresh(raw, home)
        seconds = time.monotonic() - begin
        if first.returncode:
            sys.exit(first.stderr)
        bad = kills(raw, home, asked.kills, seconds, asked.seed)
        full = full_disks(raw, home, folder) if asked.disk else 0
        print(
            json.dumps(
                {
                    "kills": asked.kills,
                    "broken": bad,
                    "full_disk_broken": full,
                    "refresh_s": round(seconds, 1),
                }
            )
        )
    sys.exit(bool(bad or full))


if __name__ == "__main__":
    main()
