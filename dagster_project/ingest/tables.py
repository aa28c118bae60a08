"""From the sheets of a file to blocks of data rows: headings looked up, repeated ones skipped, other lines
set aside.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from dagster_project.ingest import layout as layouts
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.events import Unsettled, refuse_other, title_event, told_event
from dagster_project.ingest.forms import Form, read_form
from dagster_project.ingest.layout import Layout
from dagster_project.ingest.lines import TITLES, Line, is_count, may_be_line, text_of, why_no_row
from dagster_project.ingest.problems import HeldError, Problem
from dagster_project.ingest.readers.base import Row, Sheet
from dagster_project.ingest.resemble import is_list, may_open_table, opens_table
from dagster_project.ingest.units import amount_unit
from dagster_project.ingest.values.numbers import SCALE

BLOCK = 50_000
_HELP_SHEET = re.compile(r"说明|帮助|须知|字典|选项|^readme|^help|^lists?$", re.I)


@dataclass
class Block:
    """Data rows under one layout: row numbers and cells of the same order. cut: the row in which the file
    breaks off.
    """

    sheet: str
    layout: Layout
    numbers: list[int]
    rows: list[list[str]]
    delimited: bool = False
    cut: int = 0


def only_named(sheets: Iterator[Sheet], contract: Contract, is_guest: bool = False) -> Iterator[Sheet]:
    """Of a workbook that has a sheet that the contract names, that sheet alone, with a note on the others; of any
    other file every sheet but those to pass by, of another source's file (is_guest) none. Each member of an archive
    is a file of its own.
    """
    for _, group in itertools.groupby(sheets, key=lambda sheet: sheet.member):
        mine: list[Sheet] = []
        others: list[Sheet] = []
        for sheet in group:
            named = sheet.name.strip() in contract.sheets
            (mine if named else others).append(sheet)
            if named or not mine:
                sheet.rows = list(sheet.rows)  # the reader may close this sheet with its next
        if mine and others:
            mine[0].notes.append(
                f"本名单只读这张表，同一文件的其他表未读：{'、'.join(s.name for s in others)}"
            )
        if mine:
            yield from mine
        elif not is_guest:
            yield from (sheet for sheet in others if sheet.name.strip() not in contract.pass_by)


@dataclass
class FileTables:
    """The blocks of one file, read once in order. `lines` and `notes` fill while it is read."""

    contract: Contract
    file: str
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tables: int = 0
    _carried: Layout | None = None
    _passed: list[Problem] = field(default_factory=list)
    _suspected: list[Problem] = field(default_factory=list)
    _unit_said: tuple[int, str, str] | None = None  # by a line under a heading: its row, the unit, the words

    def blocks(self, sheets: Iterator[Sheet]) -> Iterator[Block]:
        """Raises HeldError for unknown or missing headings, and where the file holds no table of this list."""
        for sheet in sheets:
            yield from self._sheet(sheet)
            for note in sheet.notes:
                self._tell(sheet, note)
        if self.tables and self._suspected:
            raise HeldError(self._suspected)
        if not self.tables:
            raise HeldError(
                self._passed[:3] or [Problem(self.file, found="没有内容", remedy="请重新导出后提交")]
            )

    def _sheet(self, sheet: Sheet) -> Iterator[Block]:
        rows = iter(sheet.rows)
        head = list(itertools.islice(rows, layouts.SEARCHED + 5))
        if not any(cell.strip() for _, cells in head for cell in cells):
            return
        if _HELP_SHEET.search(sheet.name):
            self._tell(sheet, "按表名是说明页，未读")
            return
        found = layouts.find(self.contract, head, outside=sheet.above)
        form = read_form(self.contract, head)
        if form and (found is None or len(form.layout.columns) > len(found[0].columns)):
            yield self._form(sheet, form)
        elif found and (
            len(found[0].columns) > 1 or not sheet.loose or layouts.is_clean(self.contract, found[0])
        ):
            before, (self._carried, begin) = self._carried, found
            self._check(self._carried, sheet)
            self._carried.defaults = self._event(sheet, *found, head, before)
            above = [(number, cells) for number, cells in head[:begin] if number < self._carried.row]
            self.lines += [
                Line(self.file, sheet.name, n, "标题行", text_of(c)) for n, c in above if text_of(c)
            ]
            self.tables += 1
            yield from self._rows(sheet, self._carried, itertools.chain(head[begin:], rows))
        elif self._goes_on(sheet, head):
            yield from self._rows(sheet, self._carried, itertools.chain(head, rows))
        else:
            self._pass_over(sheet, head)

    def _tell(self, sheet: Sheet, note: str) -> None:
        self.notes.append(f"{self.file} 表“{sheet.name}”：{note}")

    def _check(self, layout: Layout, sheet: Sheet) -> None:
        if found := layouts.problems(self.contract, layout, self.file, sheet.name):
            raise HeldError(found)

    def _event(
        self, sheet: Sheet, layout: Layout, begin: int, head: list[Row], before: Layout | None
    ) -> dict[str, str]:
        """The event that a table's headings or titles tell for its rows; the next page of a list goes on with it."""
        titles = " ".join(
            [sheet.above, *(text_of(cells) for number, cells in head[:begin] if number < layout.row)]
        )
        with self._settled(sheet, layout.row):
            event, said = told_event(self.contract, layout, titles.strip(), sheet.name, self.file)
        if event:
            return self._read_as(sheet, event, said)
        goes_on = sheet.continues and before and before.headings == layout.headings and not titles.strip()
        return before.defaults if goes_on else {}

    def _read_as(self, sheet: Sheet, event: str, said: str) -> dict[str, str]:
        column = next(c for c in self.contract.columns.values() if "told_by" in c.options)
        if event == column.default:
            return {}
        self._tell(sheet, f"按“{said[:40]}”，没有写{column.title}的行读作“{column.choices[event][0]}”")
        return {column.name: event}

    @contextmanager
    def _settled(self, sheet: Sheet, row: int) -> Iterator[None]:
        """Holds the file where what a table is can't be told from its headings and titles."""
        try:
            yield
        except Unsettled as error:
            remedy = "请把不同的名单分成几个文件，或加一列“事项”写明认定、更名、取消；不属于本名单的请删去"
            raise HeldError([Problem(self.file, sheet.name, row, found=str(error), remedy=remedy)]) from error

    def _under(self, sheet: Sheet, layout: Layout, line: Line) -> Layout:
        """The layout of the rows under a title in the table, which may tell another event."""
        with self._settled(sheet, line.row):
            refuse_other(self.contract, Layout([], 0), line.text)
            event = title_event(self.contract, line.text)
        if not event or any("told_by" in self.contract.columns[name].options for name in layout.columns):
            return layout
        return replace(layout, defaults=self._read_as(sheet, event, line.text))

    def _form(self, sheet: Sheet, form: Form) -> Block:
        for label in form.unused:
            self._tell(sheet, f"未用的标签“{label}”")
        self._check(form.layout, sheet)
        self.tables += 1
        return Block(sheet.name, form.layout, form.numbers, form.rows)

    def _goes_on(self, sheet: Sheet, head: list[Row]) -> bool:
        """Whether a sheet without headings is the rest of the table before it: as wide, and not under other headings."""
        if not sheet.continues or not self._carried:
            return False
        first = next(cells for _, cells in head if any(cell.strip() for cell in cells))
        as_wide = max(len(cells) for _, cells in head) == self._carried.width
        return as_wide and not opens_table(self.contract, first)

    def _pass_over(self, sheet: Sheet, head: list[Row]) -> None:
        """A table that can't be read, wherever it stands in the file: one that looks like a list of this contract's holds
        a file of which another table is read, and so does a second worksheet of any kind; others are told.
        """
        problem = layouts.no_heading(self.contract, head, self.file, sheet.name)
        tabular = sum(len({cell for cell in cells if cell.strip()}) > 1 for _, cells in head) > 1
        if is_list(self.contract, head) or (self.tables and tabular and not sheet.loose):
            self._suspected.append(problem)
        self._passed.append(problem)
        self._tell(sheet, "不是本名单的表，未读")

    def _rows(self, sheet: Sheet, layout: Layout, rows: Iterator[Row]) -> Iterator[Block]:
        """Cut the rows into blocks at repeated headings; notes, subtotals and section lines go to `lines`."""
        waiting: list[Row] = []
        while waiting or (waiting := list(itertools.islice(rows, BLOCK))):
            anchors = {position for position, _ in layout.columns.get(self.contract.anchor.name, [(0, "")])}
            suspects = self._suspects(waiting, anchors, sheet)
            again = None
            kept: list[Row] = [] if suspects else waiting
            for index, row in enumerate(waiting if suspects else ()):
                if index in suspects:
                    if again := self._heading(waiting, index, layout, sheet):
                        break
                    if why := why_no_row(row[1], layout.used(), anchors, row[0] in sheet.wide):
                        self._hear_unit(row, layout, sheet)
                        if why != "空行":
                            self.lines.append(Line(self.file, sheet.name, row[0], why, text_of(row[1])))
                            under = self._under(sheet, layout, self.lines[-1]) if why in TITLES else layout
                            if under is not layout:
                                again = under, index + 1
                                break
                        continue
                self._check_unit(layout, sheet)
                kept.append(row)
            if not suspects:
                self._check_unit(layout, sheet)
            kept = self._filled_in(kept, layout, sheet)
            if kept:
                yield Block(
                    sheet.name, layout, [n for n, _ in kept], [c for _, c in kept], sheet.delimited, sheet.cut
                )
            layout, waiting = (again[0], waiting[again[1] :]) if again else (layout, [])
        self._check_unit(layout, sheet)

    def _hear_unit(self, row: Row, layout: Layout, sheet: Sheet) -> None:
        """Keep what a line under a heading says of the unit: a heading right under it is in that unit, else, as a
        note, it speaks of the table above.
        """
        texts = [cell for cell in row[1] if cell.strip()]
        unit, unclear = amount_unit([" ".join(texts)])
        if unit or unclear:
            self._check_unit(layout, sheet)
            self._unit_said = (row[0], unit, unclear or text_of(texts))
            if texts[0].strip("(（【* ").startswith(("注", "说明", "备注")):
                self._check_unit(layout, sheet)

    def _check_unit(self, layout: Layout, sheet: Sheet) -> None:
        """Raises HeldError where the unit said under a table is not the one that its amounts were read in."""
        if self._unit_said is None:
            return
        (number, unit, words), self._unit_said = self._unit_said, None
        for name in layouts.amounts_without_unit(self.contract, layout):
            if not unit or SCALE[unit] != SCALE[layout.unit or self.contract.columns[name].unit]:
                raise HeldError([layouts.unit_problem(words, number, self.file, sheet.name)])

    def _filled_in(self, rows: list[Row], layout: Layout, sheet: Sheet) -> list[Row]:
        """The rows with an answer. A form of ours lists what is asked; what nobody filled in says nothing, and is
        counted on one line.
        """
        answers = [p for name in self.contract.only_if for p, _ in layout.columns.get(name, ())]
        if not answers:
            return rows
        kept: list[Row] = []
        empty: list[int] = []
        for number, cells in rows:
            if any(p < len(cells) and cells[p].strip() for p in answers):
                kept.append((number, cells))
            else:
                empty.append(number)
        if empty:
            titles = "、".join(self.contract.columns[name].title for name in self.contract.only_if)
            text = f"{len(empty)} 行没有填写{titles}（第 {empty[0]} 行起），不算答复"
            self._tell(sheet, text)
            self.lines.append(Line(self.file, sheet.name, empty[0], "没有填写的行", text))
        return kept

    def _suspects(self, rows: list[Row], anchors: set[int], sheet: Sheet) -> set[int]:
        """Rows that may be no rows: no anchor, a note's or a heading's words in it, a cell over several
        columns.
        """
        odd: dict[str, bool] = {"": True}
        found = set()
        for index, (number, cells) in enumerate(rows):
            text = next((cells[p] for p in anchors if p < len(cells) and cells[p]), "")
            known = odd.get(text)
            if known is None:
                bare = text.strip()
                known = not bare or is_count(bare) or may_be_line(bare) or self.contract.may_be_heading(bare)
                known = known or may_open_table(bare)
                odd[text] = known
            if known or number in sheet.wide:
                found.add(index)
        return found

    def _heading(
        self, rows: list[Row], index: int, layout: Layout, sheet: Sheet
    ) -> tuple[Layout, int] | None:
        """The layout that a repeated or new heading begins, and the index of the first row under it; None
        for a row.
        """
        number, row = rows[index]
        cells = [cell for cell in row if cell.strip()]
        if sum(bool(self.contract.read_heading(cell)) for cell in cells) < max(1, len(cells) / 2):
            return self._other_heading(rows[index], sheet)
        found = layouts.find(self.contract, rows[index : index + 4], 1)
        if not found or len(found[0].columns) < min(2, len(layout.columns)):
            return self._other_heading(rows[index], sheet)
        _, unit, unclear = self._unit_said or (0, "", "")
        self._unit_said = None
        if unit or not found[0].unit:
            found[0].unit = unit or layout.unit
            found[0].unclear_unit = found[0].unclear_unit or ("" if unit else unclear)
        self._check(found[0], sheet)
        found[0].defaults = self._event(sheet, found[0], 0, [], None) or layout.defaults
        self.lines.append(Line(self.file, sheet.name, number, "重复的表头", text_of(row)))
        return found[0], index + found[1]

    def _other_heading(self, row: Row, sheet: Sheet) -> None:
        """Holds the file where a line begins another table under headings that are not known; None for a row."""
        if opens_table(self.contract, row[1]):
            raise HeldError(
                layouts.problems(
                    self.contract, layouts.build(self.contract, row[1], row[0]), self.file, sheet.name
                )
            )
