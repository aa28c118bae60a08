"""复核预警: the titles at risk by level, date and clause, and when their reviews fall."""

from __future__ import annotations

from nicegui import ui

from dagster_project.console.frame import COLOURS, panel
from dagster_project.console.grid import Filter, Grid
from dagster_project.console.visit import Visit
from dagster_project.publish.sheets.watch import REVIEWS
from dagster_project.publish.words import LEVEL

_LEVELS = ", ".join(f"('{word}')" for word in LEVEL.values())
_FILTERS = (
    Filter("level", "预警", f"select * from (values {_LEVELS})", "level = ?", 100),
    Filter("tier", "称号", "select distinct tier_title from review_watch order by 1", "tier_title = ?", 200),
    Filter(
        "county",
        "县（市、区）",
        "select distinct county from review_watch where county is not null order by 1",
        "county = ?",
        140,
    ),
    Filter(
        "until",
        "到期年月",
        "select distinct strftime(valid_to, '%Y-%m') from review_watch where valid_to is not null order by 1",
        "strftime(valid_to, '%Y-%m') = ?",
        120,
    ),
    Filter(
        "clause",
        "最紧的条款",
        "select distinct tightest_clause from review_watch where tightest_clause is not null order by 1",
        "tightest_clause = ?",
        260,
    ),
)
_SHOWN = (
    "level",
    "name",
    "county",
    "tier_title",
    "valid_to",
    "days_left",
    "tightest_clause",
    "tightest_margin",
    "reasons",
    "needs",
    "action",
)
_MONTHS = """
    select strftime(valid_to, '%Y-%m') as month, level, count(*) as titles from review_watch
    where valid_to is not null group by all order by month"""


async def build(visit: Visit) -> None:
    """The calendar, then the rows."""
    await _calendar(visit)
    await Grid(visit, REVIEWS, _FILTERS, _SHOWN).show()


async def _calendar(visit: Visit) -> None:
    rows = await visit.rows(_MONTHS)
    if not rows:
        return
    months = sorted({row["month"] for row in rows})
    counted = {(row["month"], row["level"]): row["titles"] for row in rows}
    with panel("到期日历", "每月到期的称号，按预警等级；点一根柱子只看那个月"):
        chart = ui.echart(
            {
                "animation": False,
                "grid": {"left": 40, "right": 16, "top": 30, "bottom": 24},
                "legend": {"top": 0},
                "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
                "xAxis": {"type": "category", "data": months},
                "yAxis": {"type": "value", "minInterval": 1},
                "series": [
                    {
                        "name": word,
                        "type": "bar",
                        "stack": "all",
                        "itemStyle": {"color": COLOURS[level]},
                        "data": [counted.get((month, level), 0) for month in months],
                    }
                    for level, word in LEVEL.items()
                ],
            },
            on_point_click=lambda event: ui.navigate.to(f"/watch?until={event.name}"),
        ).style("height: 200px")
        chart.props('role="img" aria-label="每月到期的称号"')
