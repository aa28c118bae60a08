"""From sheets to blocks of data rows: headings looked up, repeated headings and lines that are no rows set aside, forms read."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dagster_project.identity.text import clean, fold
from dagster_project.ingest import layout as layouts
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.layout import Layout
from dagster_project.ingest.problems import HeldError, Problem
from dagster_project.ingest.readers.base import Row, Sheet

BLOCK = 50_000
_HELP_SHEET = re.compile(r"说明|帮助|须知|字典|选项|^readme|^help|^lists?$", re.I)
_LABELLED = "注|备注|说明|附注|填表人|填报人|制表人?|填报单位|制表单位|审核人?|负责人|联系人|联系电话|数据来源|资料来源|来源"
_NOTE = re.compile(
    rf"^[\s(（\[【*※]*(?:(?:{_LABELLED}|\w{{2}}(?:时间|日期))\s*[\d一二三]*\s*[:：、.．]"
    r"|[\u4e00-\u9fff]{0,6}(?:合\s*计|小\s*计|总\s*计|共\s*计|累\s*计)(?:$|[\s:：\d(（])"
    r"|(?:以上|本页|本表)?\s*共\s*计?\s*\d+\s*[家户条项个件]|截[至止]\s*\d|第\s*\d+\s*页)"
)
_SECTION = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+[部批章])"
)


@dataclass(frozen=True)
class Line:
    """A line that is no row of the list: a note, a subtotal, a section title, a repeated heading."""

    sheet: str
    row: int
    why: str
    text: str


@dataclass
class Block:
    """Data rows under one layout: row numbers and cells of the same order."""

    sheet: str
    layout: Layout
    numbers: list[int]
    rows: list[list[str]]
    delimited: bool = False


@dataclass
class FileTables:
    """The blocks of one file, read once in order. `lines` and `notes` fill while it is read."""

    contract: Contract
    file: str
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tables: int = 0

    def blocks(self, sheets: Iterator[Sheet]) -> Iterator[Block]:
        """Raises HeldError for unknown or missing headings, and where the file holds no table of this list."""
        carried: Layout | None = None
        passed: list[Problem] = []
        for sheet in sheets:
            self.notes += [f"{self.file} 表“{sheet.name}”：{note}" for note in sheet.notes]
            rows = iter(sheet.rows)
            head = list(itertools.islice(rows, layouts.SEARCHED + 5))
            if not any(cell.strip() for _, cells in head for cell in cells):
                continue
            if _HELP_SHEET.search(sheet.name) and (self.tables or not sheet.loose):
                self.notes.append(f"{self.file} 表“{sheet.name}”：按表名是说明页，未读")
                continue
            found = layouts.find(self.contract, head)
            form = _form(self.contract, head, sheet)
            if form and (found is None or len(form.layout.columns) > len(found[0].columns)):
                self.notes += [f"{self.file} 表“{sheet.name}”：未用的标签“{label}”" for label in form.unused]
                self._check(form.layout, sheet)
                self.tables += 1
                yield Block(sheet.name, form.layout, form.numbers, form.rows)
                continue
            if (
                found is None
                and sheet.continues
                and carried
                and max(len(c) for _, c in head) == carried.width
            ):
                yield from self._rows(sheet, carried, itertools.chain(head, rows))
                continue
            if found is None:
                passed.append(self._no_table(sheet, head))
                continue
            carried, begin = found
            if sheet.loose and (self._missing(carried) or carried.score < 2):
                passed.append(self._no_table(sheet, head))
                carried = None
                continue
            self._check(carried, sheet)
            self.lines += [
                Line(sheet.name, n, "标题行", _text(c))
                for n, c in head[:begin]
                if n < carried.row and _text(c)
            ]
            self.tables += 1
            yield from self._rows(sheet, carried, itertools.chain(head[begin:], rows))
        self._judge(passed)

    def _missing(self, layout: Layout) -> bool:
        return any(
            c.required and c.default is None and c.name not in layout.columns
            for c in self.contract.columns.values()
        )

    def _check(self, layout: Layout, sheet: Sheet) -> None:
        if found := layouts.problems(self.contract, layout, self.file, sheet.name):
            raise HeldError(found)

    def _no_table(self, sheet: Sheet, head: list[Row]) -> Problem:
        widest = max(head, key=lambda r: (len({c for c in r[1] if c.strip()}), -r[0]))
        anchor = self.contract.anchor
        heading = " | ".join(c.replace("\n", "") for c in widest[1] if c.strip())[:80]
        near = next((n for c in widest[1] if c.strip() and (n := layouts.nearest(self.contract, c))), "")
        return Problem(
            self.file, sheet.name, widest[0], heading, f"含“{anchor.title}”等表头的一行", "找不到表头",
            f"最接近的已知表头是“{near}”；请核对是否放错文件夹，或把新表头加到 {self.contract.source} 约定" if near
            else "请核对是否放错文件夹",
        )  # fmt: skip

    def _judge(self, passed: list[Problem]) -> None:
        """A file without any table is held; a sheet beside one is passed over when it is no table, else held too."""
        if not self.tables:
            raise HeldError(passed or [Problem(self.file, found="没有内容", remedy="请重新导出后提交")])
        for problem in passed:
            self.notes.append(f"{problem.file} 表“{problem.sheet}”：不是本名单的表，未读")

    def _rows(self, sheet: Sheet, layout: Layout, rows: Iterator[Row]) -> Iterator[Block]:
        """Cut the rows into blocks at repeated headings; notes, subtotals and section lines go to `lines`."""
        waiting: list[Row] = []
        while waiting or (waiting := list(itertools.islice(rows, BLOCK))):
            block = Block(sheet.name, layout, [], [], sheet.delimited)
            anchors = {position for position, _ in layout.columns.get(self.contract.anchor.name, [(0, "")])}
            suspects = self._suspects(waiting, anchors, sheet)
            taken = len(waiting)
            if not suspects:
                block.numbers, block.rows = [n for n, _ in waiting], [c for _, c in waiting]
            for index, (number, cells) in enumerate(waiting if suspects else ()):
                if index in suspects:
                    again = self._heading(waiting, index, layout)
                    if again:
                        layout, taken = again[0], again[1]
                        self.lines.append(Line(sheet.name, number, "重复的表头", _text(cells)))
                        self._check(layout, sheet)
                        break
                    why = self._why_no_row(cells, layout, anchors, number in sheet.wide)
                    if why:
                        if why != "空行":
                            self.lines.append(Line(sheet.name, number, why, _text(cells)))
                        continue
                block.numbers.append(number)
                block.rows.append(cells)
            waiting = waiting[taken:]
            if block.rows:
                yield block

    def _suspects(self, rows: list[Row], anchors: set[int], sheet: Sheet) -> set[int]:
        """Rows that may be no rows: no anchor, a note's or a heading's words in it, a cell over several columns."""
        odd: dict[str, bool] = {"": True}
        found = set()
        for index, (number, cells) in enumerate(rows):
            texts = [cells[p] for p in anchors if p < len(cells) and cells[p]]
            text = texts[0] if texts else ""
            known = odd.get(text)
            if known is None:
                bare = text.strip()
                known = not bare or bool(_NOTE.match(bare) or _SECTION.match(bare))
                known = known or (len(bare) < 30 and bool(self.contract.read_heading(bare)))
                odd[text] = known
            if known or number in sheet.wide:
                found.add(index)
        return found

    def _heading(self, rows: list[Row], index: int, layout: Layout) -> tuple[Layout, int] | None:
        cells = [c for c in rows[index][1] if c.strip()]
        if sum(bool(self.contract.read_heading(c)) for c in cells) < max(1, len(cells) / 2):
            return None
        found = layouts.find(self.contract, rows[index : index + 4], 1)
        if not found or len(set(found[0].columns)) < min(2, len(layout.columns)):
            return None
        found[0].unit = found[0].unit or layout.unit
        return found[0], index + found[1]

    def _why_no_row(self, cells: list[str], layout: Layout, anchors: set[int], wide: bool) -> str:
        filled = [(p, cell.strip()) for p, cell in enumerate(cells) if cell.strip()]
        if not filled:
            return "空行"
        texts = {text for _, text in filled}
        anchor = any(p in anchors for p, _ in filled)
        if len(texts) == 1 and (wide and len(filled) > 1):
            return "表内标题或附注"
        if _NOTE.match(filled[0][1]) or (not anchor and any(_NOTE.match(text) for _, text in filled)):
            return "附注或合计"
        if len(filled) == 1 and _SECTION.match(filled[0][1]):
            return "表内标题"
        if not anchor and not any(p in layout.used() for p, _ in filled):
            return "只有序号等不用的列"
        return ""


def _text(cells: list[str]) -> str:
    return " | ".join(dict.fromkeys(clean(cell) for cell in cells if cell.strip()))[:200]


@dataclass
class Form:
    """A sheet of labels and values read as one row."""

    layout: Layout
    numbers: list[int]
    rows: list[list[str]]
    unused: list[str]


def _form(contract: Contract, head: list[Row], sheet: Sheet) -> Form | None:
    """Labels with their values to the right, at least three of them, the required ones among them; else None.

    The row is numbered as the anchor's label. A label that the contract does not know is told, and not read.
    """
    labels: list[str] = []
    values: list[str] = []
    unused: list[str] = []
    row = head[0][0]
    for number, cells in head:
        texts = [clean(c) for c in cells]
        position = 0
        while position < len(texts):
            text = texts[position]
            following = position + 1
            while following < len(texts) and (not texts[following] or texts[following] == text):
                following += 1
            targets = contract.read_heading(text) if text else ()
            value = texts[following] if following < len(texts) else ""
            if (
                any(t.kind == "column" for t in targets)
                and not contract.read_heading(value)
                and fold(text) not in map(fold, labels)
            ):
                labels.append(text)
                values.append(value)
                if any(t.column == contract.anchor.name for t in targets):
                    row = number
                position = following + 1
            else:
                if text and value and not targets and len(text) < 40 and position == 0:
                    unused.append(text)
                position = following
    layout = layouts.build(contract, labels, row)
    if len(layout.columns) < 3 or contract.anchor.name not in layout.columns or not any(values):
        return None
    above = fold(" ".join(cell for _, cells in head for cell in cells))
    found = layouts._AMOUNT_UNIT.search(above)
    layout.unit = found[1] if found else ""
    layout.headings = labels
    return Form(layout, [row], [values], unused)
