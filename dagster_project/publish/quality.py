"""What the audit found, in words: which checks failed, on what, what to do, and how their figures moved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from dagster_project.publish.terminal import section

RESULT = {"passed": "通过", "failed": "未通过", "unknown": "无从测量"}
GRADE = {"block": "拦截", "warn": "提醒"}
FIGURES = 6  # how many publications a check's course tells
MOVED = 0.25  # a figure that moved by so much since the last publication is told though it passed
MOST_MOVED = 5


def quality(checks: list[dict[str, Any]], connection: duckdb.DuckDBPyConnection, docs: Path) -> list[str]:
    """The section on quality: how many checks passed, then each that did not, blocking ones first.

    checks: as the manifest holds them; connection: the release's pool.duckdb; docs: the folder of Data Docs, the
    picture of the trend and the rows behind each failure.
    """
    counted = {word: sum(c["status"] == code for c in checks) for code, word in RESULT.items()}
    told = "，".join(f"{word} {number}" for word, number in counted.items())
    lines = [*section("质量检查"), f"  共 {len(checks)} 项：{told}"]
    courses = _courses(connection)
    failed = [c for c in checks if c["status"] == "failed"]
    for check in sorted(failed, key=lambda c: (c["severity"] != "block", c["table"], c["key"])):
        found = f"（{check['found']}）" if check.get("found") else ""
        lines.append(
            f"  [{GRADE[check['severity']]}] {check['table']} · {check['title']}{found}：{check.get('advice', '')}"
        )
        course = courses.get((check["table"], check["key"]), [])
        if len(course) > 1:
            lines.append(f"         近几次：{_arrows(course)}")
        if check.get("rows"):
            lines.append(f"         问题行（文件、表、行）：{docs / 'rows' / check['rows']}")
    lines += _moved(checks, courses)
    if (docs / "trend.svg").exists():
        lines.append(f"  走势图 {docs / 'trend.svg'}　明细 {docs / 'index.html'}")
    return lines


def _courses(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[float | None]]:
    """{(table, check): its figures, oldest first}, up to this publication's day."""
    if not connection.execute("from duckdb_tables() where table_name = 'quality_history'").fetchall():
        return {}  # published before there was one
    rows = connection.execute(
        "select table_name, check_name, figure from quality_history"
        " where as_of <= (select as_of from stg_run) order by as_of"
    ).fetchall()
    courses: dict[tuple[str, str], list[float | None]] = {}
    for table, check, figure in rows:
        courses.setdefault((table, check), []).append(figure)
    return courses


def _moved(checks: list[dict[str, Any]], courses: dict[tuple[str, str], list[float | None]]) -> list[str]:
    """Checks that passed, but moved most since the publication before; days go up by themselves and are left out."""
    moved = []
    for check in checks:
        course = courses.get((check["table"], check["key"]), [])
        before, now = course[-2:] if len(course) > 1 else (None, None)
        if check["status"] != "passed" or before is None or now is None or "days" in check["key"]:
            continue
        change = abs(now - before) / max(abs(now), abs(before), 0.05)
        if change >= MOVED:
            moved.append((-change, check["title"], _arrows(course)))
    return [f"  [变动] {title}：近几次 {course}" for _, title, course in sorted(moved)[:MOST_MOVED]]


def _arrows(course: list[float | None]) -> str:
    """Figures as a person reads them, oldest first: 0.98 → 0.95 → 0.71."""
    return " → ".join("—" if figure is None else f"{figure:.4g}" for figure in course[-FIGURES:])
