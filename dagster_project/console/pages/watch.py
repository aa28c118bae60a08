"""复核预警: the titles at risk by level, date and clause, and when their reviews fall."""

from __future__ import annotations

from nicegui import ui

from dagster_project.console.asked import Filter, among
from dagster_project.console.frame import COLOURS, panel
from dagster_project.console.grid import Grid
from dagster_project.console.visit import Visit
from dagster_project.publish.sheets.watch import REVIEWS
from dagster_project.publish.words import LEVEL

_FILTERS = (
    Filter("level", "预警", among(LEVEL), "level = ?", 100),
    Filter("tier", "称号", "select distinct tier_title from review_watch order by 1", "tier_title = ?", 190),
    Filter(
        "county",
        "县（市、区）",
        "select distinct county from review_watch where county is not null order by 1",
        "county = ?",
        140,
    ),
    Filter(
        "month",
        "复核年月",
        "select distinct strftime(review_on, '%Y-%m') from review_watch where review_on is not null order by 1",
        "strftime(review_on, '%Y-%m') = ?",
        120,
    ),
    Filter(
        "clause",
        "最紧的条款",
        "select distinct tightest_clause from review_watch where tightest_clause is not null order by 1",
        "tightest_clause = ?",
        170,
    ),
)
_SHOWN = (
    "level",
    "name",
    "county",
    "tier_title",
    "review_on",
    "valid_to",
    "days_left",
    "reasons",
    "needs",
    "action",
)
_WIDTHS = {"level": 44, "name": 150, "tier_title": 100, "reasons": 176, "needs": 176, "action": 176}
_MONTHS = """
    select strftime(review_on, '%Y-%m') as month, level, count(*) as titles from review_watch
    where review_on is not null group by all order by month"""


async def build(visit: Visit) -> None:
    """The calendar, then the rows; from each to its company, and to the figures that could be otherwise."""
    await _calendar(visit)
    await Grid(visit, REVIEWS, _FILTERS, _SHOWN, _WIDTHS, also=("试算", "what-if")).show()


async def _calendar(visit: Visit) -> None:
    rows = await visit.rows(_MONTHS)
    if not rows:
        return
    months = sorted({row["month"] for row in rows})
    counted = {(row["month"], row["level"]): row["titles"] for row in rows}
    with panel("复核日历", "每月要复核的称号（按推算复核日），按预警等级；点一个月只看那个月"):
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
                        "barMaxWidth": 48,
                        "itemStyle": {"color": COLOURS[level]},
                        "data": [counted.get((month, level), 0) for month in months],
                    }
                    for level, word in LEVEL.items()
                ],
            },
            on_point_click=lambda event: ui.navigate.to(f"/watch?month={event.name}"),
        ).style("height: 180px")
        chart.props('role="img" aria-label="每月要复核的称号，数目见下面各月的链接"')
        _months(months, counted, visit.request.query_params.get("month", ""))


def _months(months: list[str], counted: dict[tuple[str, str], int], chosen: str) -> None:
    """The chart's bars as links: what a mouse can choose, the keyboard can, and a reader reads out."""
    with ui.row().classes("w-full").style("gap: 4px 14px").props('role="navigation" aria-label="按月看"'):
        for month in [*months, ""]:
            levels = "，".join(
                f"{word} {counted[month, level]}"
                for level, word in LEVEL.items()
                if (month, level) in counted
            )
            link = ui.link(
                f"{month}（{levels}）" if month else "全部", f"/watch?month={month}" if month else "/watch"
            )
            link.style("font-size: 13px" + ("; font-weight: 700" if month == chosen else ""))
            if month == chosen:
                link.props('aria-current="true"')
