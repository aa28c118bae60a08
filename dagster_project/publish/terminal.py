"""Plain text tables for a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal

from dagster_project.publish.cells import apart

RULE = "─"
WIDEST_RULE = 100  # columns: a long text below it goes on in the next line of the terminal, a rule should not


def width(text: str) -> int:
    """Columns that a terminal gives a text: two for full-width characters, none for combining ones."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) != 0 for c in text)


def pad(text: str, to: int, right: bool = False) -> str:
    """The text filled with spaces to a width; longer texts stay as they are."""
    space = " " * max(0, to - width(text))
    return space + text if right else text + space


def cut(text: str, to: int) -> str:
    """The text shortened to a width, with an ellipsis where something is left out."""
    if width(text) <= to:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > to - 2:
            break
        kept += character
    return kept + "……"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], indent: str = "  ") -> list[str]:
    """The lines of a table: text columns left, columns of numbers right, None as —."""
    rows = [list(row) for row in rows]
    shown = [["—" if value is None else str(value) for value in row] for row in rows]
    if not shown:
        return [f"{indent}（没有）"]
    widths = [max(width(h), *(width(row[i]) for row in shown)) for i, h in enumerate(headings)]
    right = [all(isinstance(row[i], int | float | None) for row in rows) for i in range(len(headings))]
    lines = [headings, *shown]
    drawn = [
        indent + "  ".join(pad(text, widths[i], right[i]) for i, text in enumerate(line)).rstrip()
        for line in lines
    ]
    return [drawn[0], indent + RULE * min(WIDEST_RULE, sum(widths) + 2 * (len(widths) - 1)), *drawn[1:]]


def section(title: str) -> list[str]:
    """A blank line and a heading."""
    return ["", f"■ {title}"]


def points(label: str, text: str | None) -> list[str]:
    """A labelled text of points (cells.apart): several stand a line each below their label. Nothing of no text."""
    one, *more = apart(text or "").split("\n")
    return [f"    {label}：", *(f"      · {point}" for point in (one, *more))] if more else said(label, one)


def said(label: str, text: object) -> list[str]:
    """A labelled text in a line; nothing of no text."""
    return [f"    {label}：{text}"] if text else []


def plain(value: float | Decimal | None) -> str:
    """A number without trailing zeros; — for unknown."""
    if value is None:
        return "—"
    return f"{float(value):.6f}".rstrip("0").rstrip(".")
