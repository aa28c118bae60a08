"""The event that rows are read as, where a table's headings or titles tell it: said to people, or the file is held."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from dagster_project.ingest.events import Unsettled, refuse_other, title_event, told_event
from dagster_project.ingest.layout import Layout
from dagster_project.ingest.lines import Line
from dagster_project.ingest.problems import HeldError, Problem
from dagster_project.ingest.readers.base import Sheet
from dagster_project.ingest.telling import Telling


def event_of_table(
    telling: Telling, sheet: Sheet, layout: Layout, titles: str, before: Layout | None = None
) -> dict[str, str]:
    """The event that a table's headings or titles tell for its rows; the next page of a list goes on with it.

    titles: the lines above the table; before: the layout of the sheet before. Raises HeldError where it can't be told.
    """
    with _settled(telling, sheet, layout.row):
        event, said = told_event(telling.contract, layout, titles, sheet.name, telling.file)
    if event:
        return _read_as(telling, sheet, event, said)
    if sheet.continues and before and before.headings == layout.headings and not titles:
        return before.defaults
    return {}


def under_title(telling: Telling, sheet: Sheet, layout: Layout, line: Line) -> Layout:
    """The layout of the rows under a title in the table, which may tell another event. Raises HeldError."""
    contract = telling.contract
    with _settled(telling, sheet, line.row):
        refuse_other(contract, Layout([], 0), line.text)
        event = title_event(contract, line.text)
    if not event or any("told_by" in contract.columns[name].options for name in layout.columns):
        return layout
    return replace(layout, defaults=_read_as(telling, sheet, event, line.text))


def _read_as(telling: Telling, sheet: Sheet, event: str, said: str) -> dict[str, str]:
    column = next(c for c in telling.contract.columns.values() if "told_by" in c.options)
    if event == column.default:
        return {}
    telling.note(sheet, f"按“{said[:40]}”，没有写{column.title}的行读作“{column.choices[event][0]}”")
    return {column.name: event}


@contextmanager
def _settled(telling: Telling, sheet: Sheet, row: int) -> Iterator[None]:
    """Holds the file where what a table is can't be told from its headings and titles."""
    try:
        yield
    except Unsettled as error:
        remedy = "请把不同的名单分成几个文件，或加一列“事项”写明认定、更名、取消；不属于本名单的请删去"
        raise HeldError([Problem(telling.file, sheet.name, row, found=str(error), remedy=remedy)]) from error
