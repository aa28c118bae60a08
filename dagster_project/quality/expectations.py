"""Loads expectations/: one YAML a watched table, each check a measure, its bounds and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

MEASURES = {"rows", "filled", "share", "distinct", "quarantined_share", "volume_ratio", "days_overdue"}
FIELDS = {"measure", "column", "where", "title", "min", "max", "severity", "advice"}


class ExpectationError(ValueError):
    """An expectations file that can't be used; the message names the file and the field."""


@dataclass(frozen=True)
class Check:
    """One expectation: `low <= measure <= high`. Below a minimum blocks and above a maximum warns: a
    truncated list is worse than a long one. `severity: warn` in the file lets the minimum only warn too."""

    table: str
    source: str
    measure: str
    column: str
    where: str
    title: str
    low: float | None
    high: float | None
    only_warns: bool
    advice: str

    @property
    def key(self) -> str:
        """The check's name, unique within its table; ASCII, since Dagster wants it so."""
        return "_".join(part for part in (self.measure, self.column) if part)

    def severity(self, figure: float | None) -> str:
        """`block` or `warn`: what it means when this figure is out of bounds."""
        below = figure is not None and self.low is not None and figure < self.low
        return "block" if below and not self.only_warns else "warn"


def _check(file: Path, table: dict, entry: dict) -> Check:
    where = f"{file.name} 的检查 {entry.get('title', entry)}"
    if unknown := sorted(set(entry) - FIELDS):
        raise ExpectationError(f"{where}：不认识的字段 {unknown}，可用 {sorted(FIELDS)}")
    if entry.get("measure") not in MEASURES:
        raise ExpectationError(f"{where}：measure 应为 {sorted(MEASURES)} 之一")
    if entry.get("min") is None and entry.get("max") is None:
        raise ExpectationError(f"{where}：min 与 max 至少要有一个")
    if entry.get("severity", "warn") != "warn":
        raise ExpectationError(f"{where}：severity 只可写 warn；不写时低于 min 即拦下")
    if not entry.get("advice"):
        raise ExpectationError(f"{where}：缺 advice，说明不合格时谁该做什么")
    return Check(
        table=table["table"],
        source=table.get("source", ""),
        measure=entry["measure"],
        column=entry.get("column", ""),
        where=entry.get("where", ""),
        title=f"{table['title']}：{entry['title']}",
        low=entry.get("min"),
        high=entry.get("max"),
        only_warns=entry.get("severity") == "warn",
        advice=entry["advice"],
    )


def load(folder: Path) -> list[Check]:
    """Every check of every *.yaml in folder, by table and then as written.

    Raises ExpectationError naming file and field when one can't be used, or two bear one key.
    """
    checks: list[Check] = []
    for file in sorted(folder.glob("*.yaml")):
        table = yaml.safe_load(file.read_text(encoding="utf-8"))
        mine = [_check(file, table, entry) for entry in table["checks"]]
        keys = [check.key for check in mine]
        if len(set(keys)) < len(keys):
            raise ExpectationError(f"{file.name}：两条检查同名（measure 与 column 相同）")
        checks.extend(mine)
    return checks
