"""Runs dbt on a build file of its own. dbt is the only writer of a .duckdb, and nobody else holds it meanwhile."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from dagster_project import data_tests
from dagster_project.dbt_process import DbtProcess
from dagster_project.settings import DBT_PROJECT, Settings

ENGINE_FOLDER = "dbt"
RESULTS = "run_results.json"
# For Dagster: the dbt beside this Python, since an environment need not be activated to be used.
DBT = str(Path(sys.executable).with_name("dbt"))
# Unit tests test the models, not the night's data: they run with the tests, not in a refresh. Generic data tests run after
# the build, a query a table: as nodes of dbt they take longer than all models.
BUILD = ["build", "--exclude-resource-type", "unit_test", "--exclude", "test_type:generic"]
# A replayed day is a day's history, not a publication: its tests have run on the releases, and cost twice its models.
MODELS = ["build", "--exclude-resource-type", "unit_test", "--exclude-resource-type", "test"]


def environment(settings: Settings) -> dict[str, str]:
    """The variables that dbt_models/ reads: the lake, the build file, and folders for dbt's own output."""
    return {
        "POOL_LAKE": str(settings.lake),
        "POOL_BUILD": str(settings.building),
        "DBT_TARGET_PATH": str(settings.home / ENGINE_FOLDER),
        "DBT_LOG_PATH": str(settings.home / ENGINE_FOLDER),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def started(settings: Settings) -> DbtProcess:
    """dbt, reading its project for a build in settings.build; give it to build."""
    settings.build.mkdir(parents=True, exist_ok=True)
    return DbtProcess(environment(settings))


def build(
    dbt: DbtProcess,
    progress: Callable[[str], None] | None = None,
    command: list[str] = BUILD,
) -> None:
    """Build every seed and model, and run the tests of dbt_models/tests/ (or what command says), into the
    build folder that dbt was started for.

    Raises BuildError with the first failing nodes and their messages.
    """
    finished = 0

    def count() -> None:
        nonlocal finished
        finished += 1
        if progress and finished % 20 == 0:
            progress(f"已建 {finished} 个模型")

    dbt.run(command, count)


def tested(settings: Settings) -> list[tuple[data_tests.DataTest, int]]:
    """Every generic data test of the project on a finished build, each with how much fails; 0 where it passes.

    Raises DataTestError when one is of a kind that only dbt knows.
    """
    tests = data_tests.load(settings.home / ENGINE_FOLDER / "manifest.json")
    return list(data_tests.run(settings.building, tests))


def failing_rows(settings: Settings) -> list[str]:
    """What the tests of dbt_models/tests/ found that failed in the build just run: test and rows, a few of each. Nothing
    where dbt stopped before any test, or a model failed.
    """
    told, pool = settings.home / ENGINE_FOLDER / RESULTS, settings.building
    if not (told.exists() and pool.exists()):
        return []
    found = []
    with duckdb.connect(str(pool), read_only=True) as connection:
        results = json.loads(told.read_text(encoding="utf-8"))["results"]
        if any(one["status"] == "error" for one in results):
            return []
        for one in results:
            if one["status"] == "fail":
                rows = connection.execute(one["compiled_code"])
                names = [column[0] for column in rows.description or ()]
                name = one["unique_id"].split(".")[-1]
                found.append(f"{name}（写在 dbt_models/tests/{name}.sql）")
                for row in rows.fetchmany(3):
                    cells = zip(names, row, strict=True)
                    found.append(f"  {_row({key: cell for key, cell in cells if cell is not None})}")
    return found


def examples(settings: Settings, test: data_tests.DataTest) -> list[str]:
    """The first rows that fail a generic data test, as failing_rows tells those of dbt_models/tests/."""
    return [_row(row) for row in data_tests.rows(settings.building, test)]


def _row(cells: dict[str, object]) -> str:
    return "，".join(f"{name}={cell}" for name, cell in cells.items())


def add_table(pool: Path, name: str, table: pa.Table) -> None:
    """Add to a finished build what is only known after it: the outcome of its audit."""
    with duckdb.connect(str(pool)) as connection:
        connection.register("added", table)
        connection.execute(f"create or replace table {name} as select * from added")


def manifest(settings: Settings) -> Path:
    """The path of dbt's manifest, parsed anew when a file of dbt_models/ is younger than it.

    Raises BuildError when the project can't be parsed.
    """
    path = settings.home / ENGINE_FOLDER / "manifest.json"
    sources = [p for p in DBT_PROJECT.rglob("*") if p.suffix in {".sql", ".yml", ".csv"}]
    if not path.exists() or path.stat().st_mtime < max(p.stat().st_mtime for p in sources):
        with started(settings) as dbt:
            dbt.run(["parse"])
    return path


def document(release: Path, folder: Path) -> dict:
    """Write folder/models.html: dbt's pages on every seed, model and column of a release, one file to read offline.
    Made from a copy, since dbt opens what it documents for writing. Returns dbt's manifest.
    """
    with TemporaryDirectory() as scratch:
        settings = Settings.of(home=Path(scratch))
        with started(settings) as dbt:
            shutil.copy(release / "pool.duckdb", settings.building)
            dbt.run(["docs", "generate", "--static", "--no-compile"])
        made = settings.home / ENGINE_FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(made / "static_index.html", folder / "models.html")
        return json.loads((made / "manifest.json").read_text(encoding="utf-8"))
