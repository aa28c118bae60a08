"""培育库: every candidate, searched by name or code, narrowed, sorted, taken along."""

from __future__ import annotations

from dagster_project.console.asked import COUNTIES, Filter, among
from dagster_project.console.grid import Grid
from dagster_project.console.visit import Visit
from dagster_project.publish import words
from dagster_project.publish.sheets.candidates import CANDIDATES

_FILTERS = (
    Filter(
        "county",
        "县（市、区）",
        COUNTIES,
        "county = ?",
        140,
    ),
    Filter(
        "tier", "目标称号", "select tier_title from tiers order by track, ladder_order", "tier_title = ?", 190
    ),
    Filter(
        "status",
        "状态",
        among(words.STATUS),
        "status = ?",
        110,
    ),
    Filter(
        "signal",
        "入库信号",
        "select distinct signal_title from company_signal order by 1",
        "contains(signals, ?)",
        150,
    ),
    Filter(
        "industry",
        "行业",
        "select distinct industry from company where industry is not null order by 1",
        "company_id in (select company_id from company where industry = ?)",
        150,
    ),
)
_SHOWN = (
    "name",
    "county",
    "tier_title",
    "status",
    "score_min",
    "score_max",
    "coverage",
    "signals",
    "missing",
    "gaps",
)


async def build(visit: Visit) -> None:
    """The candidates for their next title, in the workbook's order."""
    await Grid(visit, CANDIDATES, _FILTERS, _SHOWN).show()
