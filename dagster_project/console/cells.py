"""How a table's values and headings are drawn on the page."""

from __future__ import annotations

from datetime import date
from typing import Any

from dagster_project.console.frame import COLOURS
from dagster_project.publish.tables import Column
from dagster_project.publish.words import LEVEL, STATUS

NUMBERS = ("integer", "number", "score", "share", "year")
_TINTS = {
    **dict(zip(STATUS.values(), ("#2e6b34", "#52606d", "#1d4e89", "#7b8794", "#b3261e"), strict=True)),
    **{word: COLOURS[code] for code, word in LEVEL.items()},
}


def told(value: Any, kind: str) -> str:
    """A value as a person reads it on the page; '' for unknown."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if kind == "share":
        shown = f"{float(value):.0%}"
        return "＞99%" if shown == "100%" and value < 1 else shown  # what is not sure is not told as sure
    if kind == "year":
        return str(value)
    if kind in NUMBERS:
        return f"{float(value):,.2f}".rstrip("0").rstrip(".")
    return str(value)


def column(one: Column, width: int | None) -> dict[str, Any]:
    """A column as the table element takes it; width: the least, in pixels, where it isn't the workbook's."""
    return {
        "name": one.name,
        "field": one.name,
        "label": one.heading,
        "align": "right" if one.kind in NUMBERS else "left",
        "sortable": True,
        "long": one.kind in ("long", "points"),
        "style": ("white-space: nowrap; " if one.kind == "date" else "")
        + f"min-width: {width or min(one.width, 28) * 7:.0f}px",
        "headerStyle": "white-space: nowrap; font-weight: 600",
    }


# the heading's own element sorts when clicked, with whatever stands in it; the button is there for the keyboard
HEAD = """<q-th :props="props" :aria-sort="!props.col.__thClass.includes('sorted') ? 'none'
    : props.col.__thClass.includes('sort-desc') ? 'descending' : 'ascending'">
  <button type="button" class="sorts">{{ props.col.label }}</button>
</q-th>"""


def cell(also: tuple[str, str] | None) -> str:
    """The template of a cell: a company's name leads to its page, and `also` (word, part) to a part of it; a status or
    a level is coloured, and said in words too. A long text is cut to two lines until the keyboard comes to its row."""
    word, part = also or ("", "")
    return _CELL.replace("WORD", word).replace("PART", part)


_CELL = """<q-td :props="props">
  <template v-if="props.col.name === 'name' && props.row._id">
    <a :href="'/company/' + encodeURIComponent(props.row._id)">{{ props.value }}</a>
    <a v-if="'WORD'" class="no-print" style="margin-left: 6px; font-size: 12px; white-space: nowrap"
      :href="'/company/' + encodeURIComponent(props.row._id) + '#PART'" :aria-label="'WORD：' + props.value">WORD</a>
  </template>
  <span v-else-if="TINTS[props.value]" :style="{color: TINTS[props.value], fontWeight: 600, whiteSpace: 'nowrap'}">{{ props.value }}</span>
  <div v-else-if="props.col.long" class="clamp" :title="props.value" :tabindex="props.row._id ? undefined : 0">{{ props.value }}</div>
  <template v-else>{{ props.value }}</template>
</q-td>""".replace("TINTS", str(_TINTS).replace('"', "'"))
