"""Loads expectations/: one YAML a watched table, each check a measure, its bounds and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from dagster_project.ingest import load_contracts
from dagster_project.ingest.contract import Contract
from dagster_project.quality.measures import MEASURES, OF_SOURCES
from dagster_project.quality.words import WORDS

FIELDS = {
    "measure",
    "column",
    "where",
    "by",
    "against",
    "title",
    "min",
    "max",
    "block_below",
    "severity",
    "advice",
}


class ExpectationError(ValueError):
    """An expectations file that can't be used; the message names the file and the field."""


@dataclass(frozen=True)
class Check:
    """One expectation: `low <= measure <= high`. Below a minimum blocks and above a maximum warns: a
    truncated list is worse than a long one. `severity: warn` in the file lets the minimum only warn too, `block_below` lets
    it warn at first and block below that.

    source: the list that the table holds, '' for matches and marts; column, where, by and against: what the measure
    reads (see measures.py).
    """

    table: str
    source: str
    measure: str
    title: str
    low: float | None
    high: float | None
    blocks_below: float | None
    advice: str
    column: str = ""
    where: str = ""
    by: str = ""
    against: str = ""

    @property
    def key(self) -> str:
        """The check's name, unique within its table; ASCII, since Dagster wants it so."""
        return "_".join(part for part in (self.measure, self.column) if part)

    @property
    def name(self) -> str:
        """The check's name among all."""
        return f"{self.table}.{self.key}"

    def severity(self, figure: float | None) -> str:
        """`block` or `warn`: what it means when this figure is out of bounds."""
        below = figure is not None and self.blocks_below is not None and figure < self.blocks_below
        return "block" if below else "warn"

    def fails(self, figure: float) -> bool:
        """Whether a figure is out of bounds."""
        return (self.low is not None and figure < self.low) or (self.high is not None and figure > self.high)


def _check(file: Path, table: dict, entry: dict, contract: Contract | None) -> Check:
    where = f"{file.name} 的检查 {entry.get('title') or entry}"
    if unknown := sorted(set(entry) - FIELDS):
        raise ExpectationError(f"{where}：不认识的字段 {unknown}，可用 {sorted(FIELDS)}")
    measure = entry.get("measure")
    if measure not in MEASURES:
        raise ExpectationError(f"{where}：measure 应为 {sorted(MEASURES)} 之一")
    if measure in OF_SOURCES and not table.get("source"):
        raise ExpectationError(f"{where}：{measure} 只用于名单，这张表没有写 source")
    if missing := [field for field in MEASURES[measure] if not entry.get(field)]:
        raise ExpectationError(f"{where}：{measure} 要写明 {missing}")
    if entry.get("min") is None and entry.get("max") is None:
        raise ExpectationError(f"{where}：min 与 max 至少要有一个")
    if entry.get("severity", "warn") != "warn":
        raise ExpectationError(f"{where}：severity 只可写 warn；不写时低于 min 即拦下")
    low, blocks_below = entry.get("min"), entry.get("block_below")
    if blocks_below is not None and (low is None or blocks_below >= low or "severity" in entry):
        raise ExpectationError(f"{where}：block_below 应低于 min，且不与 severity 并用")
    if blocks_below is None and "severity" not in entry:
        blocks_below = low
    title, advice = WORDS.get(measure, ("", "")) if contract else ("", "")
    if not (entry.get("title") or title) or not (entry.get("advice") or advice):
        raise ExpectationError(f"{where}：缺 title 或 advice，说明查什么、不合格时谁该做什么")
    column = entry.get("column", "")
    called = contract.columns[column].title if contract and column in contract.columns else column
    return Check(
        table=table["table"],
        source=table.get("source", ""),
        measure=measure,
        title=f"{table['title']}：{(entry.get('title') or title).format(column=called)}",
        low=low,
        high=entry.get("max"),
        blocks_below=blocks_below,
        advice=(entry.get("advice") or advice).format(column=called),
        column=column,
        where=entry.get("where", ""),
        by=entry.get("by", ""),
        against=entry.get("against", ""),
    )


def load(folder: Path) -> list[Check]:
    """Every check of every *.yaml in folder, by table and then as written.

    Raises ExpectationError naming file and field when one can't be used, or two bear one key.
    """
    checks: list[Check] = []
    contracts = load_contracts()
    for file in sorted(folder.glob("*.yaml")):
        table = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
        contract = contracts.get(table.get("source", ""))
        if table.get("source") and contract is None:
            raise ExpectationError(f"{file.name}：没有名为 {table['source']} 的名单")
        mine = [_check(file, table, entry, contract) for entry in table["checks"]]
        keys = [check.key for check in mine]
        if len(set(keys)) < len(keys):
            raise ExpectationError(f"{file.name}：两条检查同名（measure 与 column 相同）")
        checks.extend(mine)
    return checks
