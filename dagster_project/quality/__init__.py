"""Audits a build: expectations/ say what is expected, DuckDB measures it, Great Expectations judges it."""

from dagster_project.quality import trend
from dagster_project.quality.audit import CheckResult, audit, blocking, watched

__all__ = ["CheckResult", "audit", "blocking", "trend", "watched"]
