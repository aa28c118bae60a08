"""Audits a build: expectations/ say what is expected, DuckDB measures it, Great Expectations judges it."""

from dagster_project.quality.audit import CheckResult, audit, watched

__all__ = ["CheckResult", "audit", "watched"]
