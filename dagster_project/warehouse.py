"""Runs dbt on a build file of its own. dbt is the only writer of a .duckdb, and nobody else holds it meanwhile."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa

from dagster_project.settings import DBT_PROJECT, Settings

ENGINE_FOLDER = "dbt"
# For Dagster: the dbt beside this Python, since an environment need not be activated to be used.
DBT = str(Path(sys.executable).with_name("dbt"))
# Unit tests test the models, not the night's data: they run with the tests, not in a refresh.
BUILD = ["build", "--exclude-resource-type", "unit_test"]
# A replayed day is a day's history, not a publication: its tests have run on the releases, and cost twice its models.
MODELS = [*BUILD, "--exclude-resource-type", "test"]


class BuildError(RuntimeError):
    """dbt could not build the pool; the message names the model or test and what it said."""


def environment(settings: Settings, build: Path) -> dict[str, str]:
    """The variables that dbt_models/ reads: the lake, the build file, and folders for dbt's own output."""
    return {
        "POOL_LAKE": str(settings.lake),
        "POOL_BUILD": str(build / "pool.duckdb"),
        "DBT_TARGET_PATH": str(settings.home / ENGINE_FOLDER),
        "DBT_LOG_PATH": str(settings.home / ENGINE_FOLDER),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def _dbt(
    arguments: list[str], variables: dict[str, str], on_model: Callable[[], None] = lambda: None
) -> None:
    """Run dbt as a process of its own, so that its hold on the build file ends with it.

    Calls on_model as each model is finished. Raises BuildError when dbt fails.
    """
    command = [sys.executable, "-m", "dagster_project.run_dbt", "--log-format", "json", *arguments]
    folders = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    errors: list[str] = []
    with subprocess.Popen(
        [*command, *folders],
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        for line in process.stdout:
            event = _event(line)
            if event["info"].get("level") == "error":
                errors.append(" ".join(event["info"]["msg"].split()))
            if event["info"].get("name") == "LogModelResult":
                on_model()
    if process.returncode == -signal.SIGKILL:
        raise BuildError("dbt 进程被系统强行终止，多半是内存不足：请腾出内存后重新运行 pool refresh")
    if process.returncode:
        raise BuildError("dbt 构建失败：" + ("；".join(errors[:5]) or f"退出码 {process.returncode}"))


def _event(line: str) -> dict:
    """One line of dbt's log; what is not an event is an error that came before its log was set up."""
    try:
        return json.loads(line)
    except ValueError:
        return {"info": {"level": "error" if "rror" in line else "info", "msg": line}}


def build(
    settings: Settings,
    build_folder: Path,
    progress: Callable[[str], None] | None = None,
    command: list[str] = BUILD,
) -> None:
    """Build every seed, model and test (or what command says) into build_folder/pool.duckdb.

    Raises BuildError with the first failing nodes and their messages.
    """
    build_folder.mkdir(parents=True, exist_ok=True)
    finished = 0

    def count() -> None:
        nonlocal finished
        finished += 1
        if progress and finished % 20 == 0:
            progress(f"已建 {finished} 个模型")

    _dbt(command, environment(settings, build_folder), count)


def add_table(pool: Path, name: str, table: pa.Table) -> None:
    """Add to a finished build what is only known after it: the outcome of its audit."""
    with duckdb.connect(str(pool)) as connection:
        connection.register("added", table)
        connection.execute(f"create or replace table {name} as select * from added")


def unit_test(settings: Settings, build_folder: Path) -> None:
    """Run dbt's unit tests beside a finished build. Raises BuildError with the first that fail."""
    _dbt(["test", "--select", "test_type:unit"], environment(settings, build_folder))


def manifest(settings: Settings) -> Path:
    """The path of dbt's manifest, parsed anew when a file of dbt_models/ is younger than it.

    Raises BuildError when the project can't be parsed.
    """
    path = settings.home / ENGINE_FOLDER / "manifest.json"
    sources = [p for p in DBT_PROJECT.rglob("*") if p.suffix in {".sql", ".yml", ".csv"}]
    if not path.exists() or path.stat().st_mtime < max(p.stat().st_mtime for p in sources):
        _dbt(["parse"], environment(settings, settings.builds / "parse"))
    return path
