"""Audits a build: expectations/ say what is expected, DuckDB measures it, Great Expectations judges it."""

from dagster_project.quality import trend
from dagster_project.quality.audit import CheckResult, audit, blocking, watched
from dagster_project.quality.judge import get_ready

__all__ = ["CheckResult", "audit", "blocking", "get_ready", "trend", "watched"]
