"""From the sheets of a file to blocks of data rows: which of them are tables of the list, forms, or none of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dagster_project.ingest.body import Block, read_body
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.faults import is_clean, no_heading
from dagster_project.ingest.forms import Form, read_forms
from dagster_project.ingest.heading import SEARCHED, find
from dagster_project.ingest.layout import Layout
from dagster_project.ingest.lines import text_of
from dagster_project.ingest.problems import HeldError, Problem
from dagster_project.ingest.readers.base import Row, Sheet
from dagster_project.ingest.resemble import is_entry, is_list, opens_table, table_in
from dagster_project.ingest.table_event import event_of_table
from dagster_project.ingest.telling import Telling
from dagster_project.ingest.worksheets import is_help

_MOST_TOLD = 10


@dataclass
class FileTables:
    """The blocks of one file, read once in order. `telling` fills while it is read."""

    telling: Telling
    tables: int = 0
    _carried: Layout | None = None
    _passed: list[Problem] = field(default_factory=list)
    _suspected: list[Problem] = field(default_factory=list)

    @property
    def contract(self) -> Contract:
        return self.telling.contract

    def blocks(self, sheets: Iterator[Sheet]) -> Iterator[Block]:
        """Raises HeldError for unknown or missing headings, and where the file holds no table of this list."""
        for sheet in sheets:
            yield from self._sheet(sheet)
            for note in sheet.notes:
                self.telling.note(sheet, note)
        if self.tables and self._suspected:
            raise HeldError(self._suspected)
        if not self.tables:
            nothing = Problem(self.telling.file, found="没有内容", remedy="请重新导出后提交")
            raise HeldError(self._passed[:3] or [nothing])

    def _sheet(self, sheet: Sheet) -> Iterator[Block]:
        rows = iter(sheet.rows)
        head = list(itertools.islice(rows, SEARCHED + 5))
        if not any(cell.strip() for _, cells in head for cell in cells):
            return
        if is_help(sheet):
            self.telling.note(sheet, "按表名是说明页，未读")
            return
        found = find(self.contract, head, outside=sheet.above)
        forms = read_forms(self.contract, head)
        if forms and found and forms[0].layout.row < found[0].row and self._is_list(found[0]):
            raise HeldError([self._mixed(sheet, forms[0].layout.row, found[0].row)])
        if forms and (found is None or len(forms[0].layout.columns) > len(found[0].columns)):
            yield from self._forms(sheet, read_forms(self.contract, [*head, *rows]))
        elif found and (len(found[0].columns) > 1 or not sheet.loose or is_clean(self.contract, found[0])):
            self._open(sheet, *found, head)
            yield from read_body(self.telling, sheet, found[0], head[found[1] :], rows)
        elif self._carried and self._goes_on(sheet, head):
            yield from read_body(self.telling, sheet, self._carried, head, rows)
        else:
            self._pass_over(sheet, head)

    def _open(self, sheet: Sheet, layout: Layout, begin: int, head: list[Row]) -> None:
        """Take a table under its headings, and set aside the lines above them. Raises HeldError where these are a table
        of their own: its rows would be lost, and its title taken for this one's.
        """
        self.telling.check(layout, sheet)
        before, self._carried = self._carried, layout
        above = [row for row in head[:begin] if row[0] < layout.row]
        if other := table_in(self.contract, above):
            problem = no_heading(self.contract, [other], self.telling.file, sheet.name)
            raise HeldError([replace(problem, found="下面名单的上方像是另一张表，找不到它的表头")])
        titles = " ".join([sheet.above, *(text_of(cells) for _, cells in above)]).strip()
        layout.defaults = event_of_table(self.telling, sheet, layout, titles, before)
        for row in above:
            if text_of(row[1]):
                self.telling.set_aside(sheet, row, "标题行")
        self.tables += 1

    def _forms(self, sheet: Sheet, forms: list[Form]) -> Iterator[Block]:
        """Forms as rows; what else the sheet holds is set aside. Raises HeldError where values can't be told apart."""
        first = forms[0]
        if first.unclear:
            remedy = "请一份申请书一张工作表，或改成一家一行的表格"
            raise HeldError(
                [Problem(self.telling.file, sheet.name, first.layout.row, found=first.unclear, remedy=remedy)]
            )
        if first.unused:
            told = "”“".join(first.unused[:_MOST_TOLD]) + ("”等" if len(first.unused) > _MOST_TOLD else "”")
            self.telling.note(sheet, f"未用的标签“{told}")
        for row in first.rest:
            self.telling.set_aside(sheet, row, "申请书的其他内容")
        for form in forms:
            for text in form.doubled:
                self.telling.note(sheet, f"标签{text}，未用")
            self.telling.check(form.layout, sheet)
            self.tables += 1
            yield Block(sheet.name, form.layout, list(zip(form.numbers, form.rows, strict=True)))

    def _is_list(self, layout: Layout) -> bool:
        return len(layout.columns) > 2 and is_clean(self.contract, layout)

    def _mixed(self, sheet: Sheet, form: int, other: int) -> Problem:
        found = f"一张表里既有申请书（第 {form} 行），又有名单（第 {other} 行）"
        return Problem(self.telling.file, sheet.name, other, found=found, remedy="请把它们分成两张工作表")

    def _goes_on(self, sheet: Sheet, head: list[Row]) -> bool:
        """Whether a sheet without headings is the rest of the table before it: as wide, and not under other headings."""
        if not sheet.continues or not self._carried:
            return False
        first = next(cells for _, cells in head if any(cell.strip() for cell in cells))
        as_wide = max(len(cells) for _, cells in head) == self._carried.width
        return as_wide and not opens_table(self.contract, first)

    def _pass_over(self, sheet: Sheet, head: list[Row]) -> None:
        """A table that can't be read, wherever it stands in the file: one that looks like a list of this contract's holds
        a file of which another table is read, and so do rows without headings and a second worksheet of any kind; others
        are told.
        """
        problem = no_heading(self.contract, head, self.telling.file, sheet.name)
        several = [cells for _, cells in head if len({cell for cell in cells if cell.strip()}) > 1]
        tabular = len(several) > 1 or any(map(is_entry, several))
        rest = sheet.continues and bool(several) and all(map(is_entry, several))
        if is_list(self.contract, head) or (self.tables and tabular and (rest or not sheet.loose)):
            self._suspected.append(problem)
        self._passed.append(problem)
        self.telling.note(sheet, "不是本名单的表，未读")
