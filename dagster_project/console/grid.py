"""A workbook's table on the page: filtered, sorted and paged where the data is; what is shown can be taken along."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nicegui import ui

from dagster_project.console.frame import COLOURS
from dagster_project.console.visit import Visit
from dagster_project.publish.cells import csv_text
from dagster_project.publish.tables import Column, Table
from dagster_project.publish.words import LEVEL, STATUS

ROWS = 50  # a page of the grid
MOST_TAKEN = 200_000  # rows of one download; the exports folder holds the whole tables
NUMBERS = ("integer", "number", "score", "share", "year")
_TINTS = {
    **dict(zip(STATUS.values(), ("#2e6b34", "#52606d", "#1d4e89", "#7b8794", "#b3261e"), strict=True)),
    **{word: COLOURS[code] for code, word in LEVEL.items()},
}


@dataclass(frozen=True)
class Filter:
    """A choice that narrows the rows. options: a query of the values; condition: SQL with one `?` for the value."""

    key: str
    label: str
    options: str
    condition: str
    width: int = 150


@dataclass
class _Asked:
    """What the person has chosen so far."""

    chosen: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    order: str = ""
    page: int = 1


class Grid:
    """One table of a page. `shown` names the columns that stand at first; the others can be chosen.

    Rows of companies are searched by name or code as `pool explain` does, and each leads to its company.
    """

    def __init__(
        self, visit: Visit, table: Table, filters: tuple[Filter, ...], shown: tuple[str, ...]
    ) -> None:
        self._visit, self._table, self._filters = visit, table, filters
        self._columns = {c.name: c for c in table.columns if not c.hidden}
        self._shown = [name for name in shown if name in self._columns]
        self._of_companies = "name" in self._columns
        given = visit.request.query_params
        self._asked = _Asked({f.key: given[f.key] for f in filters if f.key in given}, given.get("name", ""))

    async def show(self) -> None:
        """Draw filters, rows, and what goes with them."""
        with ui.column().classes("panel").style("gap: 10px"):
            with ui.row().classes("items-center w-full no-print").style("gap: 10px"):
                await self._choices()
            self._told = ui.label().classes("quiet").props('role="status"')
            self._grid = ui.table(columns=[], rows=[], row_key="_row", pagination=ROWS)
            self._grid.classes("w-full").props(
                'flat dense wrap-cells binary-state-sort :rows-per-page-options="[50]"'
            )
            self._grid.add_slot("body-cell", _CELL)
            self._grid.on("request", self._turned)
            await self._load()

    async def _choices(self) -> None:
        if self._of_companies:
            ui.input("企业名称或代码", value=self._asked.text, on_change=self._typed).props(
                "dense outlined clearable debounce=300"
            ).style("width: 230px")
        for one in self._filters:
            options = [next(iter(row.values())) for row in await self._visit.rows(one.options)]
            value = self._asked.chosen.get(one.key)
            ui.select(
                options,
                label=one.label,
                value=value if value in options else None,
                with_input=len(options) > 12,
                clearable=True,
                on_change=lambda event, key=one.key: self._chose(key, event.value),
            ).props("dense outlined options-dense").style(f"width: {one.width}px")
            if value not in options:
                self._asked.chosen.pop(one.key, None)
        ui.space()
        ui.select(
            {name: c.heading for name, c in self._columns.items()},
            label="显示的列",
            value=self._shown,
            multiple=True,
            on_change=self._picked,
        ).props('dense outlined options-dense :display-value="`${$props ? "" : ""}`"').style(
            "width: 120px"
        ).props('display-value="选择列"')
        if self._visit.user.may_decide:
            ui.button("下载所列", on_click=self._take).props("outline dense no-caps").style(
                "padding: 4px 12px"
            )

    async def _typed(self, event) -> None:
        self._asked.text, self._asked.page = (event.value or "").strip(), 1
        await self._load()

    async def _chose(self, key: str, value: Any) -> None:
        if value is None:
            self._asked.chosen.pop(key, None)
        else:
            self._asked.chosen[key] = value
        self._asked.page = 1
        await self._load()

    async def _picked(self, event) -> None:
        self._shown = [name for name in self._columns if name in event.value] or self._shown[:1]
        await self._load()

    async def _turned(self, event) -> None:
        asked = event.args["pagination"]
        by = asked.get("sortBy")
        # only a column's own name ever reaches the SQL
        direction = "desc" if asked.get("descending") else "asc"
        self._asked.order = f"{by} {direction} nulls last" if by in self._columns else ""
        self._asked.page = max(1, int(asked.get("page") or 1))
        await self._load()

    async def _query(self, columns: str) -> tuple[str, list[Any], bool]:
        """The rows asked for as SQL and parameters, and whether they are only near to the name that was asked."""
        conditions, parameters, near = [f"({self._table.only})"], [], False
        for one in self._filters:
            if one.key in self._asked.chosen:
                conditions.append(one.condition)
                parameters.append(self._asked.chosen[one.key])
        if self._asked.text:
            ids, near = await self._visit.found(self._asked.text)
            conditions.append("company_id in (select unnest(?::varchar[]))")
            parameters.append(ids)
        sql = f"select {columns} from ({self._table.query}) t where {' and '.join(conditions)}"
        return sql, parameters, near

    async def _load(self) -> None:
        sql, parameters, near = await self._query("count(*) as rows")
        total = (await self._visit.rows(sql, parameters))[0]["rows"]
        self._asked.page = min(self._asked.page, max(1, -(-total // ROWS)))
        rows = await self._visit.rows(await self._page_sql(), parameters)
        self._grid.columns = [_column(self._columns[name]) for name in self._shown]
        self._grid.rows = [
            {"_row": at, "_id": row.get("company_id")}
            | {name: told(row[name], self._columns[name].kind) for name in self._shown}
            for at, row in enumerate(rows)
        ]
        by, _, direction = self._asked.order.partition(" ")
        self._grid.pagination = {
            "page": self._asked.page,
            "rowsPerPage": ROWS,
            "rowsNumber": total,
            "sortBy": by or None,
            "descending": direction.startswith("desc"),
        }
        self._grid.update()
        nearest = "没有完全相符的名称，下面是最相近的；" if near and total else ""
        self._told.text = f"{nearest}共 {total:,} 行" if total else self._nothing()

    def _nothing(self) -> str:
        if self._asked.text or self._asked.chosen:
            return "没有符合条件的记录，请放宽条件"
        return self._table.empty

    async def _page_sql(self) -> str:
        key = ["company_id"] if self._of_companies else []
        names = ", ".join(dict.fromkeys([*key, *self._shown]))
        sql, _, _ = await self._query(names)
        order = ", ".join(part for part in (self._asked.order, self._table.order) if part)
        return f"{sql} order by {order} limit {ROWS} offset {ROWS * (self._asked.page - 1)}"

    async def _take(self) -> None:
        """The rows asked for and the columns shown, as a CSV that spreadsheets open."""
        if not self._visit.user.may_decide:
            return
        names = ", ".join(self._shown)
        sql, parameters, _ = await self._query(names)
        order = ", ".join(part for part in (self._asked.order, self._table.order) if part)
        rows = await self._visit.rows(f"{sql} order by {order} limit {MOST_TAKEN}", parameters)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([self._columns[name].heading for name in self._shown])
        for row in rows:
            writer.writerow([csv_text(row[name], self._columns[name].kind) for name in self._shown])
        self._visit.log("download", table=self._table.title, rows=str(len(rows)))
        ui.download.content(text.getvalue().encode("utf-8-sig"), f"{self._table.title}.csv")


def told(value: Any, kind: str) -> str:
    """A value as a person reads it on the page; '' for unknown."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if kind == "share":
        return f"{float(value):.0%}"
    if kind == "year":
        return str(value)
    if kind in NUMBERS:
        return f"{float(value):,.2f}".rstrip("0").rstrip(".")
    return str(value)


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "field": column.name,
        "label": column.heading,
        "align": "right" if column.kind in NUMBERS else "left",
        "sortable": True,
        "long": column.kind == "long",
        "style": f"min-width: {min(column.width, 28) * 7:.0f}px",
        "headerStyle": "white-space: nowrap; font-weight: 600",
    }


# a company's name leads to its page; a status or a level is coloured, and said in words too
_CELL = """<q-td :props="props">
  <a v-if="props.col.name === 'name' && props.row._id" :href="'/company/' + encodeURIComponent(props.row._id)">{{ props.value }}</a>
  <span v-else-if="TINTS[props.value]" :style="{color: TINTS[props.value], fontWeight: 600}">{{ props.value }}</span>
  <div v-else-if="props.col.long" class="clamp" :title="props.value">{{ props.value }}</div>
  <template v-else>{{ props.value }}</template>
</q-td>""".replace("TINTS", str(_TINTS).replace('"', "'"))
