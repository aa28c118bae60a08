"""Write, audit, publish: a release is whole before the link `current` is switched to it, in one step."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from dagster_project.publish.context import read_context
from dagster_project.publish.exports import write_exports
from dagster_project.publish.history import write_release_history
from dagster_project.publish.manifest import describe
from dagster_project.publish.names import PARTIAL, day_of, in_force, next_name, release_folders
from dagster_project.publish.opened import opened
from dagster_project.publish.verify import differences
from dagster_project.publish.working import drop_working, refuse_unfinished


def complete_release(home: Path, raw: Path, build: Path, checks: list[dict[str, Any]], progress=None) -> Path:
    """Make a release of the audited build and put it in force; the release's folder.

    build/ holds pool.duckdb, which moves into the release, and may hold docs/. The release is written beside the
    others in a folder .partial, brought to disk, renamed, and only then linked; killed at any point, the release in
    force stays as it was, and the next call clears what was left. Raises OSError when the disk is full or the build
    is gone or still being written; nothing of the unfinished release is then left.
    """
    built, releases = build / "pool.duckdb", home / "releases"
    refuse_unfinished(built)
    releases.mkdir(parents=True, exist_ok=True)
    partial = releases / f"next{PARTIAL}"
    shutil.rmtree(partial, ignore_errors=True)  # a killed one's
    try:
        partial.mkdir()
        if (build / "docs").is_dir():
            shutil.copytree(build / "docs", partial / "docs")
        written = write_exports(built, partial / "exports", progress)
        with TemporaryDirectory(dir=partial) as spill, opened(built, Path(spill)) as connection:
            write_release_history(connection, partial / "history")
        drop_working(built)
        pool = Path(shutil.move(built, partial))
        with duckdb.connect(str(pool), read_only=True) as connection:
            context = read_context(connection)
            name = next_name(home, context.as_of)
            manifest = describe(connection, context, name, raw, checks, partial)
        manifest |= {"refresh": build.name, "exports": written}
        text = json.dumps(manifest, ensure_ascii=False, indent=1, default=str)
        (partial / "manifest.json").write_text(text, encoding="utf-8")
        _to_disk(partial)
        os.rename(partial, releases / name)
        _sync(releases)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    switch(home, name)
    return releases / name


def switch(home: Path, name: str) -> bool:
    """Put a whole release in force by renaming a new link over home/current; False when it does not.

    A release of an earlier day than the one in force adds its history and switches nothing. Raises ValueError
    when the release isn't whole.
    """
    release = home / "releases" / name
    if not (release / "manifest.json").is_file():
        raise ValueError(f"发布 {name} 不完整（没有 manifest.json），不能启用")
    present = in_force(home)
    if present is not None and day_of(release) < day_of(present):
        return False
    _link(home, name)
    return True


def restore(home: Path, name: str) -> Path:
    """Put an earlier release back in force, by a person's decision; the next refresh publishes beside it as ever.

    Raises ValueError when there is no such release, or when a file of it is not as its manifest has it.
    """
    release = home / "releases" / name
    if release not in release_folders(home):
        kept = "、".join(folder.name for folder in release_folders(home)) or "没有任何发布"
        raise ValueError(f"没有发布 {name}；可以恢复的有：{kept}")
    if wrong := differences(release):
        raise ValueError(f"发布 {name} 与它的 manifest.json 不符，不能恢复：" + "；".join(wrong))
    _link(home, name)
    return release


def _link(home: Path, name: str) -> None:
    link = home / "current.new"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("releases") / name, target_is_directory=True)
    os.replace(link, home / "current")
    _sync(home)


def _to_disk(folder: Path) -> None:
    """Bring every file below `folder` to disk, so that the rename never names a half-written one."""
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
