"""The audit of one build: measure, judge, report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from dagster_project.quality import expectations, judge, measures
from dagster_project.settings import EXPECTATIONS


@dataclass(frozen=True)
class CheckResult:
    """What one check found: status passed, failed, or unknown when there was nothing to measure."""

    table: str
    key: str
    title: str
    severity: str
    status: str
    figure: float | None
    low: float | None
    high: float | None
    advice: str
    deliveries: str = ""

    @property
    def found(self) -> str:
        """The figure and its bounds as a person reads them, and the deliveries that it was measured on."""
        if self.figure is None:
            return "无从测量"
        bounds = [f"不低于 {self.low:g}" if self.low is not None else ""]
        bounds.append(f"不高于 {self.high:g}" if self.high is not None else "")
        told = f"实测 {self.figure:.4g}，应{'、'.join(b for b in bounds if b)}"
        return "；".join(part for part in (told, self.deliveries) if part)

    def as_dict(self) -> dict:
        return self.__dict__ | {"found": self.found}


def watched() -> list[expectations.Check]:
    """Every check of expectations/."""
    return expectations.load(EXPECTATIONS)


def audit(pool: Path, as_of: date, docs: Path | None = None) -> list[CheckResult]:
    """Every check's result on the build at `pool`, in the order of expectations/; Data Docs into docs/.

    Raises ExpectationError when a file of expectations/ can't be used, duckdb.Error when a check names a
    table or column that the build doesn't have.
    """
    checks = watched()
    with duckdb.connect(str(pool), read_only=True) as connection:
        figures = [(check, measures.measure(connection, check, as_of)) for check in checks]
        told = {
            source: measures.deliveries_in_words(connection, source)
            for source in dict.fromkeys(check.source for check in checks if check.source)
        }
    good = judge.judge([(c, f) for c, f in figures if f is not None], as_of, docs)
    return [
        CheckResult(
            table=check.table,
            key=check.key,
            title=check.title,
            severity=check.severity(figure),
            status=_status(figure, good.get(f"{check.table}.{check.key}")),
            figure=figure,
            low=check.low,
            high=check.high,
            advice=check.advice,
            deliveries=told.get(check.source, ""),
        )
        for check, figure in figures
    ]


def _status(figure: float | None, good: bool | None) -> str:
    if figure is None:
        return "unknown"
    return "passed" if good else "failed"
