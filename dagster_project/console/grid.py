"""A workbook's table on the page: filtered, sorted and paged where the data is; what is shown can be taken along."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nicegui import ui

from dagster_project.console.address import page_of, read_asked, read_shown, text_of, written
from dagster_project.console.asked import ROWS, Answer, Filter, Question
from dagster_project.console.cells import HEAD, cell, column, told
from dagster_project.console.elsewhere import draw_elsewhere, read_elsewhere
from dagster_project.console.frame import panel
from dagster_project.console.take import MOST_TAKEN, csv_of, named
from dagster_project.console.visit import Visit
from dagster_project.publish.tables import Table

_STAY = """requestAnimationFrame(() => document.activeElement === document.body &&
    document.querySelector("#%s th.sorted .sorts")?.focus())"""
# a menu that comes up at once: a filter is waited for
_SELECT = "dense outlined options-dense transition-duration=0"


class Grid:
    """One table of a page. `shown` names the columns that stand at first; the others can be chosen. What is chosen
    stands in the page's address.

    Rows of companies are searched by name or code as `pool explain` does, and each leads to its company. `widths`
    gives columns a least width other than the workbook's, in pixels; `also` is a second link of each company: its word,
    and the part of the company's page it leads to.
    """

    def __init__(
        self,
        visit: Visit,
        table: Table,
        filters: tuple[Filter, ...],
        shown: tuple[str, ...],
        widths: dict[str, int] | None = None,
        also: tuple[str, str] | None = None,
        heading: tuple[str, str] = ("", ""),
    ) -> None:
        self._visit, self._table, self._filters = visit, table, filters
        self._columns = {c.name: c for c in table.columns if not c.hidden}
        self._usual = [name for name in shown if name in self._columns]
        self._widths, self._also, self._heading = widths or {}, also, heading
        self._of_companies = "name" in self._columns
        given = visit.request.query_params
        self._asked = read_asked(given, filters, self._columns)
        self._shown = read_shown(given, self._columns, self._usual)
        self._loads = self._total = 0

    async def show(self) -> None:
        """Draw filters, rows, and what goes with them."""
        with panel(*self._heading):
            with ui.row().classes("items-center w-full no-print").style("gap: 10px"):
                await self._choices()
            self._told = ui.label().classes("quiet no-print").props('role="status"')
            self._on_paper = ui.label().classes("only-print")
            self._grid = ui.table(
                columns=[], rows=[], row_key="_row", pagination=ROWS, on_pagination_change=self._stand
            )
            self._stand()
            self._grid.classes("w-full").props(
                'flat dense wrap-cells hide-no-data binary-state-sort :rows-per-page-options="[50]"'
            )
            self._grid.add_slot("header-cell", HEAD)
            self._grid.add_slot("body-cell", cell(self._also))
            self._grid.on("request", self._turned)
            self._elsewhere = ui.column().style("gap: 2px")
            await self._load()

    async def _choices(self) -> None:
        if self._of_companies:
            ui.input("企业名称或代码", value=self._asked.text, on_change=self._typed).props(
                "dense outlined clearable debounce=200"
            ).style("width: 230px")
        for one in self._filters:
            options = [next(iter(row.values())) for row in await self._visit.rows(one.options)]
            value = self._asked.chosen.get(one.key)
            if value is not None and value not in options:
                value = None
                self._choose(one.key, None)
            ui.select(
                options,
                label=one.label,
                value=value,
                with_input=len(options) > 12,
                clearable=True,
                on_change=lambda event, key=one.key: self._chose(key, event.value),
            ).props(_SELECT).style(f"width: {one.width}px")
        ui.space()
        ui.select(
            {name: c.heading for name, c in self._columns.items()},
            label="显示的列",
            value=self._shown,
            multiple=True,
            on_change=self._picked,
        ).props(f'{_SELECT} display-value="选择列"').style("width: 120px")
        if self._visit.user.may_decide:
            ui.button("下载所列", on_click=self._take).props("outline dense no-caps").style(
                "padding: 4px 12px"
            )

    def _choose(self, key: str, value: Any) -> None:
        others = {k: v for k, v in self._asked.chosen.items() if k != key}
        self._asked = replace(self._asked, chosen=others if value is None else others | {key: value}, page=1)

    async def _typed(self, event) -> None:
        self._asked = replace(self._asked, text=text_of(event.value), page=1)
        await self._load()

    async def _chose(self, key: str, value: Any) -> None:
        self._choose(key, value)
        await self._load()

    async def _picked(self, event) -> None:
        self._shown = [name for name in self._columns if name in event.value] or self._shown[:1]
        await self._load()

    async def _turned(self, event) -> None:
        asked = event.args["pagination"]
        by = asked.get("sortBy")
        # only a column's own name ever reaches the SQL
        by = by if by in list(self._columns) else ""
        page, descending = page_of(asked.get("page")), bool(asked.get("descending"))
        self._asked = replace(self._asked, by=by, descending=descending, page=page)
        await self._load()
        if by:  # the headings are drawn anew: who sorts with the keys stays where they were
            ui.run_javascript(_STAY % self._grid.html_id)

    async def _question(self) -> Question:
        return await Question.of(self._visit, self._table, self._filters, self._asked)

    async def _load(self) -> None:
        """Ask and draw; an answer that comes after a newer question was asked is dropped."""
        self._loads += 1
        mine, page, shown = self._loads, self._asked.page, list(self._shown)
        key = ["company_id"] if self._of_companies else []
        question = await self._question()
        answer = await question.page(self._visit, ", ".join(dict.fromkeys([*key, *shown])), page)
        if mine == self._loads:
            self._asked = replace(self._asked, page=answer.page)
            self._draw(answer, shown)
            self._remember()
            await self._look_elsewhere(question, mine)

    async def _look_elsewhere(self, question: Question, mine: int) -> None:
        """After the rows, so that they don't wait: who else was found by the name that was asked."""
        rows = await read_elsewhere(self._visit, self._table, question) if question.found else []
        if mine == self._loads:
            self._elsewhere.clear()
            with self._elsewhere:
                draw_elsewhere(rows, self._table.title)
            if rows and not self._grid.rows:
                self._told.text = "这张表里没有；下面是别处找到的"

    def _remember(self) -> None:
        """Put what is asked into the address, without a step of the browser's history."""
        address = written(self._visit.request.url.path, self._asked, self._shown, self._usual)
        ui.navigate.history.replace(address)

    def _draw(self, answer: Answer, shown: list[str]) -> None:
        self._grid.columns = [column(self._columns[name], self._widths.get(name)) for name in shown]
        self._grid.rows = [
            {"_row": at, "_id": row.get("company_id")}
            | {name: told(row[name], self._columns[name].kind) for name in shown}
            for at, row in enumerate(answer.rows)
        ]
        self._total = answer.total
        self._stand()
        self._grid.update()
        nearest = "没有完全相符的名称，下面是最相近的；" if answer.near and answer.total else ""
        self._told.text = f"{nearest}共 {answer.total:,} 行" if answer.total else self._nothing()

        self._on_paper.text = self._asked_in_words() + _counted(answer)

    def _stand(self, *_: object) -> None:
        """Where the table stands is ours to say, from the first, and again when a browser says it: what it sends is what it was
        first drawn with, which may come after the rows. Left to that it sorts the rows it has among themselves, and leads to no
        other page.
        """
        self._grid.pagination = {
            "page": self._asked.page,
            "rowsPerPage": ROWS,
            "rowsNumber": self._total,
            "sortBy": self._asked.by or None,
            "descending": self._asked.descending,
        }

    def _asked_in_words(self) -> str:
        """What was filtered and sorted by, for the print, where the choices themselves are left out."""
        parts = [
            f"{one.label}：{self._asked.chosen[one.key]}"
            for one in self._filters
            if one.key in self._asked.chosen
        ]
        if self._asked.text:
            parts.append(f"名称或代码：{self._asked.text}")
        if self._asked.by:
            way = "从大到小" if self._asked.descending else "从小到大"
            parts.append(f"按{self._columns[self._asked.by].heading}{way}")
        return f"{self._table.title}　" + (f"条件：{'；'.join(parts)}。" if parts else "没有筛选。")

    def _nothing(self) -> str:
        if self._asked.text or self._asked.chosen:
            return "没有符合条件的记录，请放宽条件"
        return self._table.empty.format(unchanged=self._visit.context.unchanged)

    async def _take(self) -> None:
        """The rows asked for and the columns shown, as a CSV that spreadsheets open."""
        if not self._visit.user.may_decide:
            return
        question = await self._question()
        rows = await self._visit.rows(question.sql(", ".join(self._shown), MOST_TAKEN), question.parameters)
        context = self._visit.context
        self._visit.log("download", table=self._table.title, rows=str(len(rows)))
        ui.download.content(
            csv_of([self._columns[name] for name in self._shown], rows, context),
            named(self._table.title, ".csv", context),
        )


def _counted(answer: Answer) -> str:
    """How many of the rows stand on the page."""
    first = ROWS * (answer.page - 1) + 1
    last = first + len(answer.rows) - 1
    if len(answer.rows) == answer.total:
        return f"共 {answer.total:,} 行"
    if first == 1:
        return f"共 {answer.total:,} 行，印出前 {last:,} 行"
    return f"共 {answer.total:,} 行，印出第 {first:,}～{last:,} 行"
