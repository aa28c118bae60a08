"""变化: what is otherwise than in the publication before, company by company; counted with its reasons for the overview."""

from __future__ import annotations

from nicegui import ui

from dagster_project.console.asked import COUNTIES, Filter, among
from dagster_project.console.frame import panel
from dagster_project.console.grid import Grid
from dagster_project.console.visit import Visit
from dagster_project.publish.sheets.watch import CHANGES
from dagster_project.publish.words import CHANGE

_MOVED = "'状态变化', '预警等级变化'"  # changes with few befores and afters, worth a count each
_MOVE = f"case when change in ({_MOVED}) then coalesce(before, '无') || ' → ' || coalesce(after, '无') end"
# the fact that changed where the reason names one, else its first words; without the figures and places that follow
_WHY = r"""coalesce(nullif(regexp_extract(reason, '事实变化：([^（；]+)', 1), ''),
    nullif(regexp_extract(reason, '^[^：；:;（(0-9]+'), ''), '其他')"""
_COUNTED = f"""
    with told as (select *, {_MOVE} as move, {_WHY} as why from ({CHANGES.query}) t),
    counted as (
        select change, any_value(change_rank) as change_rank, move, why, count(*) as rows from told group by change, move, why
    )
    select change, move, sum(rows)::integer as rows,
        list({{'why': why, 'rows': rows}} order by rows desc, why) as reasons
    from counted group by change, move order by any_value(change_rank), rows desc, move"""
MOST_REASONS = 3
_FILTERS = (
    Filter(
        "change",
        "变化",
        among(CHANGE),
        "change = ?",
        150,
    ),
    Filter(
        "move",
        "由 → 到",
        f"select distinct {_MOVE} as move from ({CHANGES.query}) t where change in ({_MOVED}) order by 1",
        f"{_MOVE} = ?",
        190,
    ),
    Filter(
        "county",
        "县（市、区）",
        COUNTIES,
        "county_code in (select county_code from company where county = ?)",
        140,
    ),
)
_SHOWN = ("name", "change", "tier_title", "before", "after", "reason")


async def build(visit: Visit) -> None:
    """Every change, narrowed by kind, by what it moved from and to, and by county."""
    await Grid(visit, CHANGES, _FILTERS, _SHOWN, heading=("与上次发布相比", "")).show()


async def counts(visit: Visit) -> None:
    """A panel of how many changed in which way and why; each count leads to its companies."""
    counted = await visit.rows(_COUNTED)
    total = sum(row["rows"] for row in counted)
    with panel("与上次发布相比", f"共 {total:,} 项变化" if total else ""):
        if not total:
            ui.label(f"{visit.context.unchanged}。").classes("quiet")
            return
        for row in counted:
            with ui.column().style("gap: 0"):
                asked = f"/changes?change={row['change']}" + (f"&move={row['move']}" if row["move"] else "")
                word = f"{row['change']}（{row['move']}）" if row["move"] else row["change"]
                ui.link(f"{word} {row['rows']:,}", asked)
                shown = row["reasons"][:MOST_REASONS]
                why = "，".join(f"{one['why']} {one['rows']:,}" for one in shown)
                left = row["rows"] - sum(one["rows"] for one in shown)
                ui.label(why + (f"，其他 {left:,}" if left else "")).classes("quiet")
