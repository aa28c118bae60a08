"""What a look at a list found, drawn: which source it fits, how headings map, what differs, ten rows, what is refused."""

from __future__ import annotations

import itertools

from nicegui import ui

from dagster_project.console.frame import COLOURS
from dagster_project.console.look import Seen
from dagster_project.console.pages.tables import table
from dagster_project.console.turns import LOOKS
from dagster_project.ingest.compare import Comparison, Difference
from dagster_project.ingest.fit import Fit
from dagster_project.ingest.inspect import Inspection
from dagster_project.ingest.inspect_text import aside, mapping, where
from dagster_project.ingest.problems import Problem

MOST_REFUSED = 200
_CHANGE = {"added": "新增", "removed": "减少", "changed": "改动"}


def draw(seen: Seen) -> None:
    """All of it, what matters for the decision first."""
    found = seen.found
    if found is None:
        alert(
            "没有一份名单与它相近：请在上面选定名单再看，或请维护人员为它写约定（pool inspect 文件 --draft）。"
        )
        return
    if found.held:
        alert("不能照收，照样放进来整批会被搁置：")
        problems(found.held)
    else:
        _told(found)
    if seen.compared:
        _compared(seen.compared, found.contract.delivery == "append")
    _mapped(found, seen.fits)
    _rows(found)
    refused(found)


def waits(name: str) -> None:
    """That a file is being looked at, and how many others are first."""
    ahead = f"，前面还有 {LOOKS.ahead} 份" if LOOKS.ahead else ""
    with ui.row().classes("items-center"):
        ui.spinner(size="lg")
        ui.label(f"正在看 {name}{ahead} …").classes("quiet").props('role="status"')


def alert(text: str) -> None:
    """A line that is read out and seen."""
    ui.label(text).style(f"color: {COLOURS['red']}").props('role="alert"')


def problems(held: list[Problem]) -> None:
    """Why a file is held, cell by cell where it is about one."""
    table(
        ("表", "行", "列", "应为", "发现", "怎么办"),
        [(p.sheet, str(p.row or ""), p.heading, p.expected, p.found, p.remedy) for p in held],
    )


def refused(found: Inspection) -> None:
    """The rows that would stand in quarantine, each with its cell and its remedy."""
    rows = found.tray.quarantine
    if not rows:
        return
    more = f"，先列 {MOST_REFUSED} 行" if len(rows) > MOST_REFUSED else ""
    ui.label(f"会被隔离的 {len(rows):,} 行{more}").classes("font-medium")
    told = [
        (r["sheet"], str(r["row"] or ""), r["heading"] or "", r["found"] or "", r["reason"], r["remedy"])
        for r in rows[:MOST_REFUSED]
    ]
    table(("表", "行", "列", "所填", "问题", "怎么改"), told)


def _told(found: Inspection) -> None:
    tray = found.tray
    text = f"采用 {tray.accepted:,} 行，隔离 {len(tray.quarantine):,} 行，不作为行的 {len(aside(found)):,} 行（标题、合计等）"
    ui.label(text).classes("font-medium")
    for note in [*tray.notes, *(["同一键的行有重复，以后一行为准"] if found.repeated else [])]:
        ui.label(note).classes("quiet")


def _compared(compared: Comparison, appended: bool) -> None:
    counts = compared.counts
    if compared.earlier is None:
        ui.label("与上一批相比：这是这份名单的第一批。").classes("font-medium")
        return
    told = [
        ("新增", counts.added),
        ("减少", counts.removed),
        ("改动", counts.changed),
        ("不变", counts.repeated),
    ]
    if appended:  # a list that goes on takes nothing away
        told.pop(1)
    text = "，".join(f"{word} {count:,} 行" for word, count in told)
    ui.label(f"与上一批（{compared.earlier} 收到）相比：{text}").classes("font-medium")
    if counts.removed > counts.repeated + counts.changed and not appended:
        alert("减少的比留下的还多：请确认这是完整的名单，而不是其中一部分。")
    if compared.first:
        ui.label("每类先列十处").classes("quiet")
        table(("变化", "哪一行", "列", "之前", "现在"), [_line(one) for one in compared.first])


def _line(one: Difference) -> tuple[str, ...]:
    return _CHANGE[one.change], one.key, one.column, one.before, one.after


def _mapped(found: Inspection, fits: list[Fit]) -> None:
    with ui.expansion("表头怎样对应，还像哪份名单", value=bool(found.held)).classes("w-full").props("dense"):
        groups = itertools.groupby(found.views, key=lambda view: mapping(found.contract, view))
        lines = [line for mapped, views in groups for line in [where(list(views)), *mapped]]
        ui.label("\n".join(lines).strip()).style("white-space: pre-wrap; font-size: 13px; line-height: 1.7")
        table(
            ("名单", "像不像（满分 100）", "认得的表头", "缺必需的列", "不认识的表头"),
            [
                (
                    fit.contract.title,
                    str(fit.score),
                    f"{fit.known}/{fit.headings}",
                    "、".join(fit.missing),
                    "、".join(fit.unknown[:12]),
                )
                for fit in fits
            ],
        )


def _rows(found: Inspection) -> None:
    if not found.first:
        return
    names = [name for name in found.first[0] if any(row.get(name) is not None for row in found.first)]
    titles = ["行" if name == "row" else found.contract.columns[name].title for name in names]
    ui.label(f"前 {len(found.first)} 行，按类型读出").classes("font-medium")
    with ui.element("div").style("overflow-x: auto; width: 100%"):
        table(
            tuple(titles),
            [tuple("" if row.get(n) is None else str(row[n]) for n in names) for row in found.first],
        )
