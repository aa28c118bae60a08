"""History rebuilt: the pool of each day of a period, from the deliveries dated on or before it.

A replayed day is built like a refresh, without workbooks and tests, in a house of its own (home/replay/), so that the
nightly refresh goes on beside it and what was published stays what was published. Of each day its history is kept:

    home/replay/days/<as-of>/  pool.parquet  review.parquet  outcome.parquet  made_from.json

A day whose folder, or whose release, was made from the same files by the same code for the same region is not built
again; a replay that was killed goes on where it stopped.
"""

from __future__ import annotations

import calendar
import json
import os
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from dagster_project import refresh, warehouse
from dagster_project.ingest import load_contracts
from dagster_project.publish.history import write_release_history
from dagster_project.publish.manifest import code_version, sha256
from dagster_project.publish.names import day_of, read_manifest, release_folders
from dagster_project.publish.words import LEVEL
from dagster_project.run import Run, begun, record
from dagster_project.settings import Settings
from dagster_project.sql import quoted

MADE_FROM = "made_from.json"


def days(first: date, last: date, every: str) -> list[date]:
    """The days to rebuild: first, then every week or month after it, and last in any case.

    A month later than the 31st is the last of the month. Raises ValueError when the period is backwards.
    """
    if last < first:
        raise ValueError(f"时间段写反了：从 {first} 到 {last}")
    found, turn, day = [], 0, first
    while day < last:
        found.append(day)
        turn += 1
        day = first + timedelta(weeks=turn) if every == "week" else _months_after(first, turn)
    return [*found, last]


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def replay(settings: Settings, wanted: list[date], terminal) -> dict[date, Path]:
    """{day: folder with its history} of every wanted day, in order; settings.as_of is not looked at.

    terminal.step(title) frames each day. Raises RefreshError when a day can't be built; the days before it stay.
    """
    code = code_version()["sha256"]
    hashes: dict = {}
    found = {}
    for number, day in enumerate(wanted, start=1):
        mine = replace(settings, home=settings.home / "replay", as_of=day)
        made_from = _made_from(mine, code, hashes)
        folder = _made_before(settings, day, made_from)
        with terminal.step(f"{number}/{len(wanted)}　{day}" + ("　已有，输入相同" if folder else "")) as say:
            folder = folder or _rebuild(mine, made_from)
            say(_told(day, folder))
        found[day] = folder
    shutil.rmtree(settings.home / "replay" / "lake", ignore_errors=True)
    return found


def _made_from(settings: Settings, code: str, hashes: dict[Path, str]) -> dict[str, Any]:
    """What a day's history is a function of, as it stands in made_from.json."""
    scan = refresh.deliveries_of(settings)
    files = {}
    for delivery in scan.deliveries:
        folder = settings.raw / delivery.source / delivery.date.isoformat()
        for path in (item for item in folder.rglob("*") if item.is_file()):
            hashes[path] = hashes.get(path) or sha256(path)
            files[path.relative_to(settings.raw).as_posix()] = hashes[path]
    return {
        "as_of": settings.as_of.isoformat(),
        "region": refresh.region_of(settings).code,
        "is_sample": scan.is_sample,
        "code": code,
        "inputs": dict(sorted(files.items())),
    }


def _made_before(settings: Settings, day: date, made_from: dict[str, Any]) -> Path | None:
    """The folder of the day's history where it was made from the same; a replayed one first, then a release's."""
    replayed = settings.home / "replay" / "days" / day.isoformat()
    note = replayed / MADE_FROM
    if note.is_file() and json.loads(note.read_text(encoding="utf-8")) == made_from:
        return replayed
    for release in reversed(release_folders(settings.home)):
        if day_of(release) == day and _of_manifest(read_manifest(release)) == made_from:
            return release / "history"
    return None


def _of_manifest(manifest: dict[str, Any]) -> dict[str, Any]:
    """The same of a release, from its manifest."""
    return {
        "as_of": manifest["as_of"],
        "region": manifest["region"]["code"],
        "is_sample": manifest["is_sample"],
        "code": manifest["code"]["sha256"],
        "inputs": {entry["path"]: entry["sha256"] for entry in manifest["inputs"]},
    }


def _rebuild(settings: Settings, made_from: dict[str, Any]) -> Path:
    """Build the day and put its history in place by one rename; its folder."""
    with begun(settings, f"{settings.as_of}-{os.getpid()}") as run:
        try:
            _build(run)
            target = settings.home / "days" / settings.as_of.isoformat()
            partial = run.build / "history"
            with duckdb.connect(str(run.pool), read_only=True) as connection:
                write_release_history(connection, partial)
            text = json.dumps(made_from, ensure_ascii=False, indent=1)
            (partial / MADE_FROM).write_text(text, encoding="utf-8")
            target.parent.mkdir(exist_ok=True)
            shutil.rmtree(target, ignore_errors=True)
            os.rename(partial, target)
        except BaseException as error:
            record(run, "failed", str(error) or type(error).__name__)
            raise
        record(run, "replayed")
        return target


def _build(run: Run) -> None:
    found = refresh.deliveries_of(run.settings)
    for source in load_contracts():
        refresh.ingest(run, source, found)
    refresh.match(run)
    refresh.write_context(run)
    refresh.build(run, command=warehouse.MODELS)


def _told(day: date, folder: Path) -> str:
    """The day in one line: how many are in the pool, how many titles are watched, by level."""
    pool = _count(day, folder, "pool", "'库内'")[0][1]
    levels = dict(_count(day, folder, "review", "level"))
    counts = "　".join(f"{word} {levels.get(code, 0)}" for code, word in LEVEL.items())
    return f"库内 {pool} 家，监测称号 {sum(levels.values())} 项：{counts}"


def _count(day: date, folder: Path, name: str, by: str) -> list[tuple[str, int]]:
    """[(group, companies or titles)] of the day's partition of one of its tables."""
    path = quoted(folder / f"{name}.parquet")
    what = "title_id" if name == "review" else "company_id"
    with duckdb.connect() as connection:
        return connection.execute(
            f"select {by}, count(distinct {what}) from read_parquet({path}) where as_of = ? group by all",
            [day],
        ).fetchall()
