"""数据质量: last night's checks and how they moved, lists that were held, headings nobody knows, rows in quarantine with their reasons."""

from __future__ import annotations

from datetime import date
from typing import Any

from nicegui import ui

from dagster_project.console.asked import Filter
from dagster_project.console.frame import COLOURS, panel
from dagster_project.console.grid import Grid
from dagster_project.console.pages.tables import table
from dagster_project.console.visit import Visit
from dagster_project.publish.deliveries import read_held, read_passed_over, read_unmapped, read_withdrawn
from dagster_project.publish.names import read_manifest
from dagster_project.publish.quality import GRADE, RESULT
from dagster_project.publish.sheets.city import QUARANTINE
from dagster_project.run import not_published

_FILTERS = (
    Filter(
        "source",
        "名单",
        "select distinct coalesce(c.title, q.source) from stg_quarantine q left join stg_contract c using (source) order by 1",
        "source_title = ?",
        240,
    ),
    Filter("reason", "原因", "select distinct reason from stg_quarantine order by 1", "reason = ?", 320),
)
_SHOWN = ("source_title", "delivery_date", "file", "sheet", "row_no", "heading", "found", "reason", "remedy")
_WIDTHS = {"source_title": 120, "file": 200, "row_no": 40, "heading": 90, "expected": 130, "found": 130}
_COURSES = """
    select table_name, check_name, title, as_of, figure, low, high from quality_history
    where as_of <= (select as_of from stg_run) order by table_name, check_name, as_of"""
_OWN = "本县交回的工作簿里读不了的，和各名单里写明是本县企业、却读不了的；改正后重新提交"


async def build(visit: Visit) -> None:
    """What failed first; then the course of any check; then what could not be read. A county sees its own refused rows."""
    if visit.user.role != "county":
        if why := not_published(visit.console.home):
            with panel("最近一次刷新没有发布", "上一次发布不变；改好后再刷新"):
                ui.label(why).style(f"color: {COLOURS['red']}; white-space: pre-wrap")
        _checks(read_manifest(visit.console.pool.release().folder)["checks"])
        _courses(await visit.rows(_COURSES))
        _unread(visit)
        _unmapped(visit)
    hint = _OWN if visit.user.role == "county" else "没有参与计算，请来源部门改正后重新提交"
    await Grid(visit, QUARANTINE, _FILTERS, _SHOWN, _WIDTHS, heading=("被隔离的行", hint)).show()


def _checks(checks: list[dict[str, Any]]) -> None:
    counted = "，".join(
        f"{word} {sum(c['status'] == code for c in checks)} 项" for code, word in RESULT.items()
    )
    with panel("现行发布的质量检查", f"共 {len(checks)} 项：{counted}"):
        failed = [check for check in checks if check["status"] == "failed"]
        if not failed:
            ui.label("没有未通过的检查。").style(f"color: {COLOURS['green']}")
        for check in sorted(failed, key=lambda c: (c["severity"] != "block", c["table"], c["key"])):
            with ui.column().style("gap: 0"):
                ui.label(f"{GRADE[check['severity']]}　{check['title']}").style(
                    f"color: {COLOURS['red']}; font-weight: 600"
                )
                ui.label(check.get("found", "")).classes("quiet")
                ui.label(f"怎么办：{check['advice']}")
        unknown = [check for check in checks if check["status"] == "unknown"]
        if unknown:
            with ui.expansion(f"无从测量的 {len(unknown)} 项").classes("w-full").props("dense"):
                told = [
                    (check["title"], check.get("deliveries") or "没有可比的上一次发布，或没有一行")
                    for check in unknown
                ]
                table(("检查", "测的是哪一批（其中没有可测的行）"), told)


def _courses(rows: list[dict[str, Any]]) -> None:
    """One check's figures over the publications, with its bounds."""
    courses: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["figure"] is not None:
            courses.setdefault(row["title"], []).append(row)
    with panel("走势", "每次发布时的数值，虚线是上下限"):
        if not courses:
            ui.label("还没有可画的历史。").classes("quiet")
            return
        chosen = ui.select(
            sorted(courses), value=min(courses), with_input=True, on_change=lambda: draw.refresh()
        )
        chosen.props("dense outlined options-dense").style("width: 560px")

        @ui.refreshable
        def draw() -> None:
            _course(courses[chosen.value])

        draw()


def _course(rows: list[dict[str, Any]]) -> None:
    last = rows[-1]
    bounds = [
        {"yAxis": last[key], "name": word}
        for key, word in (("low", "下限"), ("high", "上限"))
        if last[key] is not None
    ]
    days: list[date] = [row["as_of"] for row in rows]
    ui.echart(
        {
            "animation": False,
            "grid": {"left": 70, "right": 60, "top": 16, "bottom": 24},
            "tooltip": {"trigger": "axis"},
            "xAxis": {"type": "category", "data": [day.isoformat() for day in days]},
            "yAxis": {"type": "value", "scale": True},
            "series": [
                {
                    "type": "line",
                    "data": [row["figure"] for row in rows],
                    "itemStyle": {"color": COLOURS["primary"]},
                    "markLine": {"symbol": "none", "data": bounds, "label": {"formatter": "{b}"}},
                }
            ],
        }
    ).style("height: 200px").props(f'role="img" aria-label="{last["title"]}的走势"')


def _unread(visit: Visit) -> None:
    """Deliveries that were held, headings that nothing answers to among the reasons, or withdrawn."""
    with visit.console.pool.release().whole() as cursor:
        found = [("搁置", one) for one in read_held(cursor)] + [
            ("撤回", one) for one in read_withdrawn(cursor)
        ]
        passed = read_passed_over(cursor)
    with panel("没有采用的名单", "表头对不上的、读不了的、撤回的，和不在名单文件夹里的"):
        if not found and not passed:
            ui.label("没有：收到的名单都采用了，表头都对得上。").classes("quiet")
            return
        rows = [
            (word, one.title, one.delivery_date.isoformat(), one.files, one.problem, one.remedy)
            for word, one in found
        ]
        rows += [("未读", "", "", path, why, "") for path, why in passed]
        table(("状态", "名单", "收到日期", "文件", "问题", "怎么办"), rows)


def _unmapped(visit: Visit) -> None:
    """Headings that nothing answers to, each with the known one that it may stand for."""
    with visit.console.pool.release().whole() as cursor:
        found = read_unmapped(cursor)
    with panel("不认识的表头", "有一个就整批搁置，不猜；认下来（加到约定）或改正文件，下次刷新就读进来"):
        if not found:
            ui.label("没有：收到的表头都对得上。").classes("quiet")
            return
        rows = [
            (title, day.isoformat(), file, sheet, row or "", heading, near or "没有像的", wrong, remedy)
            for title, day, file, sheet, row, heading, near, wrong, remedy in found
        ]
        table(("名单", "收到日期", "文件", "表", "行", "表头", "可能是", "问题", "怎么办"), rows)
