"""标准: every standard as a person reads it, with clauses and assumptions, from the very rows that judge."""

from __future__ import annotations

from nicegui import ui

from dagster_project.console.frame import panel
from dagster_project.console.lines import sections
from dagster_project.console.pool import CITY
from dagster_project.console.visit import Visit, aside
from dagster_project.publish.standards import shown

_STANDARDS = """
    select s.standard_id, s.title, coalesce(d.number, d.short_title) as document from standards s
    join documents d using (document_id) order by s.rowid"""


async def build(visit: Visit) -> None:
    """The list at the left; the chosen one at the right, the first where none is chosen."""
    # the rules are everybody's: read from the seeds themselves, in the order they were entered
    standards = await aside(visit.console.pool.rows, CITY, _STANDARDS)
    known = [row["standard_id"] for row in standards]
    asked = visit.request.query_params.get("id", "")
    chosen = asked if asked in known else known[0]
    text = await aside(shown, chosen)
    with ui.row().classes("w-full items-start no-wrap").style("gap: 16px"):
        with ui.column().classes("no-print").style("width: 300px; flex: none"), panel("标准"):
            for row in standards:
                here = row["standard_id"] == chosen
                with ui.column().style("gap: 0"):
                    ui.link(row["title"], f"/standards?id={row['standard_id']}").style(
                        "font-weight: 600" if here else ""
                    ).props('aria-current="true"' if here else "")
                    ui.label(row["document"]).classes("quiet")
        with ui.column().style("flex: 1; min-width: 0; gap: 16px"):
            for heading, lines in sections(text.splitlines()):
                with panel(heading):
                    ui.label("\n".join(lines)).style("white-space: pre-wrap; line-height: 1.75")
