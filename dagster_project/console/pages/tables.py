"""A plain table of texts, for what is short enough to stand whole."""

from __future__ import annotations

from nicegui import ui

SHORT = 15  # rows; a longer table is paged
WORD = 10  # characters; a column of no longer texts (a date, a word) is not broken over lines


def table(headings: tuple[str, ...], rows: list[tuple]) -> None:
    """Draw the rows under their headings."""
    columns = [
        {"name": str(at), "field": str(at), "label": heading, "align": "left", "style": _style(rows, at)}
        for at, heading in enumerate(headings)
    ]
    named = [
        {str(at): value for at, value in enumerate(row)} | {"_row": number} for number, row in enumerate(rows)
    ]
    short = len(rows) <= SHORT
    ui.table(columns=columns, rows=named, row_key="_row", pagination=0 if short else SHORT).props(
        "flat dense wrap-cells" + (" hide-bottom" if short else "")
    ).classes("w-full")


def _style(rows: list[tuple], at: int) -> str:
    longest = max((len(str(row[at] or "")) for row in rows), default=0)
    return "white-space: nowrap" if longest <= WORD else "min-width: 110px"
