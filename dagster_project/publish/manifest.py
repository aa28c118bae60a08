"""manifest.json: what a release was made from, by which code, and every file in it with its hash."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.publish.context import Context
from dagster_project.settings import PROJECT
from dagster_project.sql import dicts

CODE = {
    "dagster_project": (".py", ".yaml"),
    "dbt_models": (".sql", ".csv", ".yml"),
    "expectations": (".yaml",),
}
MADE_BY_DBT = {"target", "logs", "dbt_packages"}


def sha256(path: Path) -> str:
    """A file's sha256 in hexadecimal, read in blocks."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tree(folder: Path) -> list[dict[str, Any]]:
    """Every file below `folder` but its own manifest.json: path with /, bytes, sha256; by path. Links are none."""
    files = sorted(
        p for p in folder.rglob("*") if p.is_file() and not p.is_symlink() and p != folder / "manifest.json"
    )
    with ThreadPoolExecutor() as threads:
        hashes = list(threads.map(sha256, files))
    return [
        {"path": p.relative_to(folder).as_posix(), "bytes": p.stat().st_size, "sha256": found}
        for p, found in zip(files, hashes, strict=True)
    ]


def inputs(connection: duckdb.DuckDBPyConnection, raw: Path) -> list[dict[str, Any]]:
    """Every file of every delivery that the build knows: path relative to raw/, status and sha256, by path.

    A file that is gone since it was read has sha256 None: the release still says that it was an input.
    """
    deliveries = connection.execute(
        "select distinct source, delivery_date, status, files from stg_delivery"
        " where status <> 'passed_over' order by all"
    ).fetchall()
    found: dict[str, dict[str, Any]] = {}
    for source, day, status, files in deliveries:
        folder = raw / source / day.isoformat()
        names = {p.relative_to(raw).as_posix() for p in folder.rglob("*") if p.is_file()}
        # a bare name lies in the source's own folder; a path may be another's, whose files it reads too
        named = [name.strip() for name in (files or "").split(";") if name.strip()]
        names |= {name if "/" in name else f"{source}/{day.isoformat()}/{name}" for name in named}
        for name in names:
            entry = {"path": name, "status": status}
            found[name] = entry | {"sha256": sha256(raw / name) if (raw / name).is_file() else None}
    return [found[path] for path in sorted(found)]


def code_version() -> dict[str, Any]:
    """The package's version, the commit where there is a git checkout, and a hash over code and standards."""
    digest = hashlib.sha256()
    for folder, suffixes in sorted(CODE.items()):
        for path in sorted((PROJECT / folder).rglob("*")):
            parts = path.relative_to(PROJECT).parts
            if path.suffix in suffixes and path.is_file() and not MADE_BY_DBT & set(parts):
                digest.update("/".join(parts).encode() + b"\0" + path.read_bytes())
    try:
        version = metadata.version("cultivation-pool")
    except metadata.PackageNotFoundError:
        version = None
    return {"version": version, "commit": _commit(), "sha256": digest.hexdigest()}


def _commit() -> str | None:
    if not (PROJECT / ".git").exists() or shutil.which("git") is None:
        return None
    asked = subprocess.run(
        ["git", "-C", str(PROJECT), "rev-parse", "HEAD"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or None


def standards(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The standards that were in the build, as their seed rows say, with dates as text."""
    return [
        {name: None if value is None else str(value) for name, value in row.items()}
        for row in dicts(connection, "select * from standards order by all")
    ]


def counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows of every table and view of the release, by name."""
    names = connection.execute(
        "select table_name from information_schema.tables order by table_name"
    ).fetchall()
    return {name: connection.execute(f'select count(*) from "{name}"').fetchall()[0][0] for (name,) in names}


def describe(
    connection: duckdb.DuckDBPyConnection,
    context: Context,
    name: str,
    raw: Path,
    checks: list[dict],
    release: Path,
) -> dict[str, Any]:
    """The manifest of the release being completed in the folder `release`."""
    return {
        "run": name,
        "as_of": context.as_of.isoformat(),
        "region": {
            "code": context.region_code,
            "name": context.region_name,
            "level": context.region_level,
        },
        "is_sample": context.is_sample,
        "code": code_version(),
        "standards": standards(connection),
        "inputs": inputs(connection, raw),
        "counts": counts(connection),
        "checks": checks,
        "outputs": tree(release),
    }
