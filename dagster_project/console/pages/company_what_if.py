"""如果……: one reported figure of the company changed, the same models over it, and nothing saved."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
from nicegui import ui

from dagster_project.assess.what_if import supposed
from dagster_project.console.frame import panel
from dagster_project.console.turns import SUPPOSED
from dagster_project.console.visit import Visit
from dagster_project.feedback.facts import facts
from dagster_project.ingest import load_contracts
from dagster_project.ingest.values import Bad, read_value
from dagster_project.publish import words
from dagster_project.publish.terminal import plain
from dagster_project.sql import dicts

_ITEMS = """
    select item, max(fiscal_year) as fiscal_year, max_by(value, fiscal_year) as value from company_year
    where company_id = ? group by item"""
_JUDGED = f"""
    select t.tier_title || '（' || {words.case_of(words.PURPOSE, "a.purpose")} || '）' as what,
        {words.case_of(words.CLAUSE, "a.status")} as told, a.score_min, a.score_max, t.ladder_order, a.basis
    from assessment a join tiers t on t.tier = a.tier
    where a.company_id = $id and a.basis = 'today'
    union all by name
    select t.tier_title || '（复核预警）' as what, {words.case_of(words.LEVEL, "w.level")} as told, t.ladder_order, w.title_id as basis
    from review_watch w join tiers t on t.tier = w.tier where w.company_id = $id
    order by ladder_order, what, basis"""


async def draw(visit: Visit, company_id: str) -> None:
    """The form and, once asked, before and after side by side."""
    asked = load_contracts()["company_report"].columns
    reported = [row for row in await visit.rows(_ITEMS, [company_id]) if row["item"] in asked]
    # in the order of the form that companies fill in
    items = {
        name: row | {"title": column.title, "unit": column.unit or ""}
        for name, column in asked.items()
        for row in reported
        if row["item"] == name
    }
    ui.element("div").props("id=what-if")
    with panel("假如改一个数", "只在这里试算，标明是假设，什么也不保存"):
        if not items:
            ui.label("没有年报数据，无从试算。").classes("quiet")
            return
        with ui.row().classes("items-center no-print").style("gap: 10px"):
            item = (
                ui.select(
                    {key: f"{row['title']}（{row['fiscal_year']}）" for key, row in items.items()},
                    label="年报数",
                    value=next(iter(items)),
                )
                .props("dense outlined options-dense")
                .style("width: 280px")
            )
            value = (
                ui.number("改为", value=_figure(items, item.value))
                .props("dense outlined")
                .style("width: 140px")
            )
            unit = ui.label(items[item.value]["unit"]).classes("quiet")
            tried = ui.button("试算").props("no-caps outline")
        answer = ui.column().classes("w-full").style("gap: 4px")

        def picked() -> None:
            value.value, unit.text = _figure(items, item.value), items[item.value]["unit"]

        async def pressed() -> None:
            if value.value is None:
                ui.notify("请先填一个数")
                return
            row = items[item.value]
            try:
                read_value(plain(value.value), facts()[row["item"]], row["unit"])
            except Bad as error:
                ui.notify(f"{row['title']}应为{error.expected}：{error.reason}", type="negative")
                return
            tried.disable()
            answer.clear()
            with answer, ui.row().classes("items-center"):
                ui.spinner()
                ahead = f"，前面还有 {SUPPOSED.ahead} 个" if SUPPOSED.ahead else ""
                ui.label(f"正在重新评定，约需十几秒{ahead} …").classes("quiet").props('role="status"')
            figure = Decimal(str(value.value))
            before = await visit.rows(_JUDGED, {"id": company_id})
            try:
                after = await SUPPOSED.take(visit.user.name, _suppose, visit, company_id, row, figure)
            except (duckdb.CatalogException, duckdb.BinderException):
                after = None  # published by an earlier version, whose tables today's models don't fit
            answer.clear()
            with answer:
                ui.label(
                    f"假设：{row['title']}（{row['fiscal_year']}）由 {plain(row['value'])} 改为 {plain(figure)} {row['unit']}"
                ).style("background: #fff4d6; padding: 2px 8px; border-radius: 3px")
                if after is None:
                    ui.label("现行发布是旧版程序做的，请先运行 pool refresh 再试算。").props('role="alert"')
                else:
                    _compare(before, after)
            tried.enable()

        item.on_value_change(picked)
        tried.on_click(pressed)


def _figure(items: dict[str, Any], item: str) -> float | None:
    value = items[item]["value"]
    return None if value is None else float(value)


def _suppose(visit: Visit, company_id: str, item: dict[str, Any], figure: Decimal) -> list[dict[str, Any]]:
    if not visit.console.pool.rows(visit.place, "select 1 from company where company_id = ?", [company_id]):
        return []
    pool = visit.console.pool.release().folder / "pool.duckdb"
    with supposed(pool, company_id, item["item"], item["fiscal_year"], figure) as connection:
        return dicts(connection, _JUDGED, {"id": company_id})


def _compare(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    was = {(row["what"], row["basis"]): _told(row) for row in before}
    for row in after:
        old, new = was.get((row["what"], row["basis"]), "没有"), _told(row)
        changed = "font-weight: 600" if old != new else "color: #52606d"
        ui.label(f"{row['what']}：{old} → {new}" if old != new else f"{row['what']}：{new}（不变）").style(
            changed
        )


def _told(row: dict[str, Any]) -> str:
    if row["score_max"] is None:
        return row["told"]
    return f"{row['told']}，{plain(row['score_min'])}～{plain(row['score_max'])} 分"
