"""Companies that were searched for and found, though not in the table that is shown: each leads to its own page."""

from __future__ import annotations

from urllib.parse import quote

from nicegui import ui

from dagster_project.console.asked import Question
from dagster_project.console.pool import Row
from dagster_project.console.visit import Visit
from dagster_project.publish.tables import Table

MOST = 12
_FOUND = """
    with found as (
        select c.company_id, c.name, c.county, c.uscc, f.nearness
        from (select unnest(?::varchar[]) as company_id, unnest(range(?)) as nearness) f join company c using (company_id)
        where c.company_id not in (select company_id from ({query}) t where {only})
    )
    select *, count(*) over () as total from found order by nearness limit {most}"""


async def read_elsewhere(visit: Visit, table: Table, question: Question) -> list[Row]:
    """The first of the companies found that have no row in the table, whatever its filters; `total` says how many."""
    sql = _FOUND.format(query=table.query, only=table.only, most=MOST)
    return await visit.rows(sql, [question.found, len(question.found)])


def draw_elsewhere(rows: list[Row], title: str) -> None:
    """One line a company; nothing where there is none."""
    if not rows:
        return
    total = rows[0]["total"]
    first = f"，列出前 {len(rows)} 家，写得更全可以缩小范围" if total > len(rows) else ""
    ui.label(f"另有 {total:,} 家企业不在“{title}”里，各有自己的一页{first}：").classes("quiet")
    for row in rows:
        with ui.row().classes("items-baseline").style("gap: 10px"):
            ui.link(row["name"], f"/company/{quote(row['company_id'], safe='')}")
            ui.label("　".join(filter(None, (row["county"], row["uscc"])))).classes("quiet")
