"""What a person chose in a table, as the page's address holds it: a reload, the way back and a sent link keep it.

Filters stand under their keys; `name` is the text searched for, `sort` a column's name (after a minus where the largest
stand first), `page` a number from 1, `columns` the names of those shown where they are not the usual ones.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from urllib.parse import urlencode

from dagster_project.console.asked import Asked, Filter

LONGEST = 100  # characters of a name or code; what is longer was pasted by mistake


def read_asked(given: Mapping[str, str], filters: Sequence[Filter], columns: Collection[str]) -> Asked:
    """What the address asks for; what it says of columns there aren't counts for nothing."""
    sort = given.get("sort", "")
    by = sort.removeprefix("-")
    return Asked(
        {one.key: given[one.key] for one in filters if one.key in given},
        text_of(given.get("name")),
        by if by in columns else "",
        sort.startswith("-"),
        page_of(given.get("page")),
    )


def read_shown(given: Mapping[str, str], columns: Collection[str], usual: list[str]) -> list[str]:
    """The columns the address names, in the table's order; the usual ones where it names none."""
    named = given.get("columns", "").split(",")
    return [name for name in columns if name in named] or usual


def written(path: str, asked: Asked, shown: list[str], usual: list[str]) -> str:
    """The address of `path` for what is asked; nothing in it where nothing was chosen."""
    parts = {
        **asked.chosen,
        "name": asked.text,
        "sort": ("-" if asked.descending else "") + asked.by if asked.by else "",
        "page": asked.page if asked.page > 1 else "",
        "columns": ",".join(shown) if set(shown) != set(usual) else "",
    }
    query = urlencode({key: value for key, value in parts.items() if value != ""})
    return f"{path}?{query}" if query else path


def text_of(value: object) -> str:
    """A name or code as typed or pasted."""
    return str(value or "").strip()[:LONGEST]


def page_of(value: object) -> int:
    """A page's number; the first where it is none."""
    text = str(value or "")
    return max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1
