"""The audit of one build: measure, judge, report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from dagster_project.quality import deliveries, expectations, failing, judge, measures
from dagster_project.settings import EXPECTATIONS


@dataclass(frozen=True)
class CheckResult:
    """What one check found: status passed, failed, or unknown when there was nothing to measure.

    deliveries: the one that the figure is of and the one before, in words; rows: the file of docs/rows/ with the rows behind a failure.
    """

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
    rows: str = ""

    @property
    def measured(self) -> str:
        """The figure and its bounds as a person reads them."""
        if self.figure is None:
            return "无从测量"
        bounds = [f"不低于 {self.low:g}" if self.low is not None else ""]
        bounds.append(f"不高于 {self.high:g}" if self.high is not None else "")
        return f"实测 {self.figure:.4g}，应{'、'.join(b for b in bounds if b)}"

    @property
    def found(self) -> str:
        """What was measured, and the deliveries that it was measured on."""
        return "；".join(part for part in (self.measured, self.deliveries) if part)

    def as_dict(self) -> dict:
        return self.__dict__ | {"found": self.found, "measured": self.measured}


def watched() -> list[expectations.Check]:
    """Every check of expectations/."""
    return expectations.load(EXPECTATIONS)


def audit(
    pool: Path, as_of: date, docs: Path | None = None, published: Path | None = None
) -> list[CheckResult]:
    """Every check's result on the build at `pool`, in the order of expectations/.

    Data Docs go into docs/quality/, the rows behind each failed check into docs/rows/. published: the deliveries that the
    publication before vouches for (history/delivery.parquet). Raises ExpectationError when a file of expectations/ can't
    be used, duckdb.Error when a check names a table or column that the build doesn't have.
    """
    with duckdb.connect(str(pool), read_only=True) as connection:
        return judged(connection, watched(), as_of, docs, deliveries.published(published))


def judged(
    connection: duckdb.DuckDBPyConnection,
    checks: Sequence[expectations.Check],
    as_of: date,
    docs: Path | None = None,
    vouched: deliveries.Published = (),
) -> list[CheckResult]:
    """The results of some checks, on any connection that holds the tables they watch."""
    connection.execute("set variable as_of = $value", {"value": as_of})
    new = {
        source: deliveries.to_audit(connection, source, table, vouched)
        for source, table in {check.source: check.table for check in checks if check.source}.items()
    }
    figures = [(check, measures.measure(connection, check, new.get(check.source, ()))) for check in checks]
    known = [(check, worst.value) for check, found in figures if (worst := measures.worst(check, found))]
    good = judge.judge(known, as_of, docs / "quality" if docs else None)
    results = []
    for check, found in figures:
        worst = measures.worst(check, found)
        figure = worst.value if worst else None
        status = "unknown" if figure is None else "passed" if good[check.name] else "failed"
        rows = ""
        if docs and status == "failed":
            rows = failing.write_failing(connection, check, found, docs / "rows")
        results.append(
            CheckResult(
                check.table, check.key, check.title, check.severity(figure), status,
                figure, check.low, check.high, check.advice,
                in_words(connection, check, found, new.get(check.source, ())), rows,
            )
        )  # fmt: skip
    return results


def in_words(
    connection: duckdb.DuckDBPyConnection,
    check: expectations.Check,
    figures: Sequence[measures.Figure],
    new: Sequence[deliveries.Delivery],
) -> str:
    """The delivery that a check was judged by, or would have been, and which others fail, too."""
    worst = measures.worst(check, figures)
    delivery = worst.delivery if worst else next(iter(new), None)
    if delivery is None:
        return ""
    told = deliveries.in_words(connection, delivery, worst.part if worst else "")
    others = {
        f"{figure.delivery.day} 收到的" + (f" {figure.part}" if figure.part else "一批")
        for figure in figures
        if figure.delivery and check.fails(figure.value) and (figure.part or figure.delivery != delivery)
        if figure != worst
    }
    return (
        told
        + (f"；同样不合格的还有 {'、'.join(sorted(others)[:3])}" if others else "")
        + (f" 等 {len(others)} 处" if len(others) > 3 else "")
    )


def blocking(results: Sequence[CheckResult]) -> list[CheckResult]:
    """Those that stop a publication."""
    return [result for result in results if result.status == "failed" and result.severity == "block"]
