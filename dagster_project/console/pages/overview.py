"""总览: the ladder, which county needs a call today, what changed, and whether the lists are up to date."""

from __future__ import annotations

from datetime import date
from typing import Any

from nicegui import ui

from dagster_project.console.cells import HEAD
from dagster_project.console.frame import COLOURS, message, panel
from dagster_project.console.pages import changes
from dagster_project.console.pool import Row
from dagster_project.console.visit import Visit
from dagster_project.publish.deliveries import read_states
from dagster_project.publish.names import read_manifest
from dagster_project.publish.words import LEVEL, STATUS
from dagster_project.run import not_published

FIRST = 3  # counties named above the chart
# a county leads to its titles at risk
_COUNTY = """<q-td :props="props"><a :href="'/watch?county=' + encodeURIComponent(props.value)">{{ props.value }}</a></q-td>"""
_LADDER = """
    select t.tier_title, count(distinct h.company_id) as titled, any_value(p.candidates) as candidates,
        any_value(p.ready) as ready, any_value(p.near) as near, any_value(p.excluded) as excluded
    from tiers t left join title h on h.tier = t.tier and h.in_force
        and h.company_id in (select company_id from company)
    left join (select tier, count(*) as candidates, count(*) filter (status = 'ready') as ready,
            count(*) filter (status = 'near') as near, count(*) filter (status = 'excluded') as excluded
        from cultivation_pool where is_next group by tier) p on p.tier = t.tier
    group by t.tier, t.tier_title, t.ladder_order, t.track having count(h.company_id) > 0 or any_value(p.candidates) > 0
    order by t.track, t.ladder_order"""
# A county's own companies, those of its zones among them; targets as annex 4 adds them: county rows and zone rows.
_COUNTIES = """
    with pool as (
        select county_code, count(*) filter (status = 'ready') as ready,
            count(*) filter (status = 'near') as near, count(*) filter (status = 'needs_data') as needs_data
        from cultivation_pool where is_next group by county_code
    ),
    watch as (
        select county_code, count(*) filter (level = 'red') as red, count(*) filter (level = 'orange') as orange,
            min(valid_to) filter (level = 'red') as first_on
        from review_watch group by county_code
    ),
    -- a form that a company sent by itself is heard of in its county
    heard as (
        select coalesce(f.county_code, c.county_code) as county_code, max(f.delivery_date) as heard_on
        from feedback_outcome f left join company c on c.company_id = f.company_id group by all
    ),
    progress as (
        select county_code, sum(target)::integer as target, sum(done)::integer as done,
            sum(greatest(gap, 0))::integer as gap
        from county_progress where year = (select year(as_of) from stg_run) group by county_code
    )
    select r.county, coalesce(red, 0) as red, coalesce(orange, 0) as orange, first_on, coalesce(ready, 0) as ready,
        coalesce(near, 0) as near, coalesce(needs_data, 0) as needs_data, target, done, gap, heard_on
    from stg_region_county r left join pool using (county_code) left join watch using (county_code)
    left join progress using (county_code) left join heard using (county_code)
    where r.county_code in (select county_code from company)
    order by red desc, orange desc, gap desc nulls last, r.county_code"""


async def build(visit: Visit) -> None:
    """The first page. A county sees its own figures under the same headings."""
    ladder = await visit.rows(_LADDER)
    _ladder(ladder)
    counties = await visit.rows(_COUNTIES)
    with ui.row().classes("w-full items-stretch no-wrap").style("gap: 16px"):
        with ui.column().style("flex: 9; min-width: 0; gap: 16px"):
            _counties(counties, visit.place.level == "city")
        with ui.column().style("flex: 5; min-width: 0; gap: 16px"):
            await changes.counts(visit)
            if visit.user.role != "county":
                await _sources(visit)


def _ladder(ladder: list[Row]) -> None:
    with ui.row().classes("w-full no-wrap items-stretch").style("gap: 16px"):
        for row in ladder:
            with ui.column().classes("panel").style("gap: 2px; flex: 1"):
                ui.label(row["tier_title"]).classes("quiet")
                with ui.row().classes("items-baseline").style("gap: 6px"):
                    ui.label(f"{row['titled']:,}").classes("figure")
                    ui.label("家在有效期内").classes("quiet")
                if row["candidates"]:
                    excluded = f"{STATUS['excluded']} {row['excluded']:,}"
                    ui.label(f"培育对象 {row['candidates']:,} 家，其中{excluded}").classes("quiet")
                    ui.label(f"可申报 {row['ready']:,}，差一步 {row['near']:,}").classes("quiet")


def _counties(counties: list[Row], whole: bool) -> None:
    title = "今天先联系哪个县" if whole else "本地情况"
    with panel(title, "红色预警多的排前面，其次橙色、今年目标还差的；县里的开发区算在县里" if whole else ""):
        if not counties:
            message("没有企业")
            return
        if whole:
            for row in counties[:FIRST]:
                with ui.row().style("gap: 8px"):
                    ui.link(row["county"], f"/watch?county={row['county']}").style("font-weight: 600")
                    ui.label(_why(row))
            _chart(counties)
        columns = [
            ("county", "县（市、区）", "left"),
            ("red", "红", "right"),
            ("orange", "橙", "right"),
            ("first_on", "红色最早到期", "left"),
            ("ready", STATUS["ready"], "right"),
            ("near", STATUS["near"], "right"),
            ("needs_data", STATUS["needs_data"], "right"),
            ("done", "已认定", "right"),
            ("target", "今年目标", "right"),
            ("gap", "还差", "right"),
            ("heard_on", "最近反馈", "left"),
        ]
        table = ui.table(
            columns=[
                {"name": key, "field": key, "label": label, "align": align, "sortable": True}
                for key, label, align in columns
            ],
            rows=[{key: _cell(key, value) for key, value in row.items()} for row in counties],
            row_key="county",
        )
        table.props("flat dense").classes("w-full close")
        table.add_slot("header-cell", HEAD)
        table.add_slot("body-cell-county", _COUNTY)


def _cell(key: str, value: Any) -> Any:
    if value is None:
        return "还没有" if key == "heard_on" else "—"
    return value.isoformat() if isinstance(value, date) else value


def _why(row: Row) -> str:
    """In words why a county comes first; whatever it has nothing of is left out."""
    first = f"，最早 {row['first_on'].isoformat()} 到期" if row["first_on"] else ""
    reasons = (
        f"红色预警 {row['red']} 个{first}" if row["red"] else "",
        f"今年目标还差 {row['gap']} 户" if row["gap"] else "",
        f"反馈停在 {row['heard_on'].isoformat()}" if row["heard_on"] else "没有交回过反馈",
    )
    return "，".join(filter(None, reasons))


def _chart(counties: list[Row]) -> None:
    """Reds and oranges to the left of the middle, candidates to the right: one look tells where both stand."""
    shown = counties[::-1]
    series = [
        ("red", f"{LEVEL['red']}色预警", COLOURS["red"], "risk", -1),
        ("orange", f"{LEVEL['orange']}色预警", "#e0872f", "risk", -1),
        ("ready", STATUS["ready"], COLOURS["green"], "pool", 1),
        ("near", STATUS["near"], "#8fbf93", "pool", 1),
    ]
    ui.echart(
        {
            "animation": False,
            "grid": {"left": 70, "right": 20, "top": 34, "bottom": 24},
            "legend": {"top": 0, "data": [name for _, name, *_ in series]},
            "tooltip": {
                "trigger": "axis",
                "axisPointer": {"type": "shadow"},
                ":valueFormatter": "v => Math.abs(v)",
            },
            "xAxis": {"type": "value", "axisLabel": {":formatter": "v => Math.abs(v)"}},
            "yAxis": {
                "type": "category",
                "data": [row["county"] for row in shown],
                "axisTick": {"show": False},
            },
            "series": [
                {
                    "name": name,
                    "type": "bar",
                    "stack": "all",
                    "itemStyle": {"color": colour},
                    "data": [sign * row[key] for row in shown],
                }
                for key, name, colour, _, sign in series
            ],
        }
    ).style(f"height: {90 + 24 * len(shown)}px").props('role="img" aria-label="各县预警与培育对象"')


async def _sources(visit: Visit) -> None:
    checks = read_manifest(visit.console.pool.release().folder)["checks"]
    failed = sum(check["status"] == "failed" for check in checks)
    if why := not_published(visit.console.home):
        with panel("最近一次刷新没有发布", "下面是现行发布的情况"):
            ui.link(why.splitlines()[0], "/quality").style(f"color: {COLOURS['red']}; font-weight: 600")
    with panel("数据质量", f"共 {len(checks)} 项检查"):
        word, colour = (f"未通过 {failed} 项", "red") if failed else ("没有未通过的", "green")
        ui.link(word, "/quality").style(f"color: {COLOURS[colour]}; font-weight: 600")
    with panel("名单是否及时"):
        with visit.console.pool.release().cursor(visit.place) as cursor:
            states = read_states(cursor)
        day = visit.context.as_of
        for state in sorted(states, key=lambda s: (s.word(day) == "正常", s.source)):
            word = state.word(day)
            with ui.row().classes("w-full justify-between no-wrap").style("gap: 8px"):
                ui.label(state.title or state.source)
                colour = COLOURS["green"] if word == "正常" else COLOURS["orange"]
                newest = f"{state.newest_on:%Y-%m-%d}　" if state.newest_on else ""
                ui.label(newest + word).style(f"color: {colour}; white-space: nowrap; font-size: 13px")
