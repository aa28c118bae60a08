"""Runs dbt on a build file of its own. dbt is the only writer of a .duckdb, and nobody else holds it meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from dagster_project.settings import DBT_PROJECT, Settings

ENGINE_FOLDER = "dbt"


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


def _invoke(arguments: list[str], variables: dict[str, str], on_event: Callable | None = None):
    from dbt.cli.main import dbtRunner  # 1.6 s to import: only where a build is wanted

    os.environ.update(variables)
    return dbtRunner(callbacks=[on_event] if on_event else []).invoke(
        [*arguments, "--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT), "--quiet"]
    )


def build(settings: Settings, build_folder: Path, progress: Callable[[str], None] | None = None) -> int:
    """Build every seed, model and test into build_folder/pool.duckdb; the number of nodes that ran.

    Raises BuildError with the first failing nodes and their messages.
    """
    build_folder.mkdir(parents=True, exist_ok=True)
    finished = 0

    def on_event(event) -> None:
        nonlocal finished
        if event.info.name == "NodeFinished" and event.data.node_info.resource_type == "model":
            finished += 1
            if progress and finished % 10 == 0:
                progress(f"已建 {finished} 个模型")

    outcome = _invoke(["build"], environment(settings, build_folder), on_event)
    if not outcome.success:
        raise BuildError(_reason(outcome))
    return len(outcome.result.results)


def _reason(outcome) -> str:
    if outcome.exception:
        return f"dbt 没有运行起来：{outcome.exception}"
    failed = [r for r in outcome.result.results if r.status in ("error", "fail", "runtime error")]
    lines = [f"{r.node.resource_type} {r.node.name}：{(r.message or '').strip()}" for r in failed[:5]]
    return "dbt 构建失败：" + "；".join(lines)


def manifest(settings: Settings) -> Path:
    """The path of dbt's manifest, parsed anew when a file of dbt_models/ is younger than it.

    Raises BuildError when the project can't be parsed.
    """
    path = settings.home / ENGINE_FOLDER / "manifest.json"
    sources = [p for p in DBT_PROJECT.rglob("*") if p.suffix in {".sql", ".yml", ".csv"}]
    if not path.exists() or path.stat().st_mtime < max(p.stat().st_mtime for p in sources):
        outcome = _invoke(["parse"], environment(settings, settings.builds / "parse"))
        if not outcome.success:
            raise BuildError(_reason(outcome))
    return path
