"""The standards that a company is held against: score by indicator, clauses, what to gain, what is missing, its reviews."""

from __future__ import annotations

from nicegui import ui

from dagster_project.console.frame import COLOURS, panel
from dagster_project.console.lines import sections
from dagster_project.console.pages.tables import table
from dagster_project.console.visit import Visit, aside
from dagster_project.publish import words
from dagster_project.publish.explain_gain import clause_gaps, gains
from dagster_project.publish.explain_risk import MISSING, missing_rows, reviews, risks
from dagster_project.publish.scored import Assessed, interval, read_assessed
from dagster_project.publish.terminal import plain

_COLOURS = {
    "met": COLOURS["green"],
    "not_met": COLOURS["red"],
    "unknown": "#52606d",
    "person": COLOURS["yellow"],
}


async def draw(visit: Visit, company_id: str) -> None:
    """The assessments up the ladder, then risks and reviews. The company has been found to be the visitor's to see."""
    release = visit.console.pool.release()

    def read() -> tuple[list[tuple[Assessed, list[str]]], list[tuple], list[list[str]]]:
        with release.whole() as cursor:
            found = [
                (
                    one,
                    [
                        *clause_gaps(cursor, company_id, one.standard_id),
                        *gains(cursor, company_id, one.standard_id, one.low, one.bar),
                    ],
                )
                for one in read_assessed(cursor, company_id)
            ]
            asked = missing_rows(cursor, company_id)
            return found, asked, [part(cursor, company_id) for part in (risks, reviews)]

    found, asked, told = await aside(read)
    with panel("对照标准", "不知道的不算零分，也不算不满足：得分是一个区间"):
        if not found:
            ui.label("基准日没有适用的标准，或企业不在评定范围内。").classes("quiet")
        for at, (one, steps) in enumerate(found):
            _assessed(one, steps, opened=at == 0)
    with panel("缺什么，问谁", "按涉及的分值"):
        if not asked:
            ui.label("没有要问的：已知的事实足以下结论。").classes("quiet")
        else:
            table(MISSING, [(fact, plain(points), whom, clause) for fact, points, whom, clause in asked])
    for heading, lines in sections(line for part in told for line in part):
        with panel(heading), ui.column().style("gap: 0"):
            for line in lines:
                heads = "font-weight: 600; margin-top: 6px; " if line.startswith("【") else ""
                ui.label(line).style(f"{heads}white-space: pre-wrap; word-break: break-all")


def _assessed(one: Assessed, steps: list[str], opened: bool) -> None:
    score = f"　{interval(one.low, one.high)}" if one.high is not None else ""
    bar = f"（及格 {plain(one.bar)}）" if one.bar is not None else ""
    known = f"　数据覆盖 {float(one.coverage):.0%}" if one.coverage is not None else ""
    status = words.term(words.CLAUSE, one.status)
    fold = ui.expansion(f"{one.tier_title}：{status}{score}{bar}{known}", caption=one.title, value=opened)
    fold.classes("w-full").props("dense header-class=font-medium")

    def open_up() -> None:
        """What is folded is drawn when it is first opened: a page of all standards is long."""
        if fold.value and not fold.default_slot.children:
            with fold:
                _clauses(one, steps)

    fold.on_value_change(open_up)
    open_up()


def _clauses(one: Assessed, steps: list[str]) -> None:
    for each in one.indicators:
        _indicator(each)
    group = None
    for clause in one.clauses:
        if clause.route != group:
            ui.label(clause.route).classes("quiet").style("margin-top: 10px")
            group = clause.route
        with ui.row().classes("w-full no-wrap").style("gap: 10px"):
            ui.label(words.term(words.CLAUSE, clause.status)).style(
                f"width: 78px; flex: none; font-weight: 600; color: {_COLOURS[clause.status]}"
            )
            with ui.column().style("gap: 0"):
                ui.label(clause.text + ("〔推定〕" if clause.assumed else ""))
                for line in [*clause.facts, f"出处：{clause.citation}"]:
                    ui.label(line).classes("quiet").style("word-break: break-all")
    if steps:
        ui.label("\n".join(line.strip(" —") for line in steps)).style(
            "white-space: pre-wrap; margin-top: 10px"
        )


def _indicator(each) -> None:
    """A bar from the lowest to the highest points, the known part full, the open part hatched."""
    low, high = (
        100 * float(points) / float(each.full) if each.full else 0 for points in (each.low, each.high)
    )
    with ui.row().classes("w-full no-wrap items-center").style("gap: 10px"):
        with ui.column().style("flex: 1; gap: 0; min-width: 0"):
            ui.label(each.title + ("〔推定〕" if each.assumed else ""))
            for line in [*each.facts, f"出处：{each.citation}"]:
                ui.label(line).classes("quiet").style("word-break: break-all")
        told = f"{interval(each.low, each.high)}，满分 {plain(each.full)}"
        with (
            ui.element("div")
            .style("width: 180px; flex: none; height: 12px; background: #e4e8ec; position: relative")
            .props(f'role="img" aria-label="{told}"')
        ):
            ui.element("div").style(
                f"position: absolute; height: 12px; width: {low:.0f}%; background: {COLOURS['primary']}"
            )
            ui.element("div").style(
                f"position: absolute; height: 12px; left: {low:.0f}%; width: {high - low:.0f}%;"
                " background: repeating-linear-gradient(45deg, #a9c3e3 0 4px, #fff 4px 8px)"
            )
        ui.label(told).style("width: 170px; flex: none; font-size: 13px")
