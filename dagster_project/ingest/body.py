"""The rows under a heading, cut into blocks: repeated headings skipped, other lines set aside."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.ingest.contract import Contract
from dagster_project.ingest.faults import problems
from dagster_project.ingest.heading import find
from dagster_project.ingest.layout import Layout, build
from dagster_project.ingest.lines import TITLES, Line, is_count, may_be_line, may_close, why_no_row
from dagster_project.ingest.problems import HeldError
from dagster_project.ingest.readers.base import Row, Sheet
from dagster_project.ingest.readers.even import EvenRows, Rows, numbers_of, together
from dagster_project.ingest.readers.records import Records
from dagster_project.ingest.resemble import may_open_table, opens_table
from dagster_project.ingest.said_unit import SaidUnit
from dagster_project.ingest.table_event import event_of_table, under_title
from dagster_project.ingest.telling import Telling

BLOCK = 50_000
# A Chinese sign, then signs, letters, digits and brackets up to the legal form; without the signs of which notes, subtotals,
# units and section titles are told (lines.py). Or a code of letters and at least five digits
_FORMS = ("公司", "合作社", "厂")
_COMPANY = (
    rf"^(?:[\x{{4e00}}-\x{{9fff}}](?: ?[\x{{4e00}}-\x{{9fff}}（）()A-Za-z0-9])*(?:{'|'.join(_FORMS)})"
    r"|[A-Z]{1,4}\d{5,}[A-Z0-9]*)$"
)
_DOUBTFUL = "[计单第附截共以]"


@dataclass
class Block:
    """Data rows under one layout. cut: the row in which the file breaks off."""

    sheet: str
    layout: Layout
    rows: Rows
    delimited: bool = False
    cut: int = 0


def read_body(
    telling: Telling, sheet: Sheet, layout: Layout, head: list[Row], rows: Iterator[Row]
) -> Iterator[Block]:
    """The blocks of a table whose rows follow its heading, those in `head` first. Raises HeldError for a second table
    under headings that can't be taken, and for what its lines say of its event or unit.
    """
    unit = SaidUnit(telling, sheet)
    waiting = together([head, _take(rows, BLOCK - len(head))])
    short: list[int] = []
    while waiting or (waiting := _take(rows, BLOCK)):
        kept, again = _until_heading(telling, sheet, layout, waiting, unit)
        kept = _filled_in(telling, sheet, layout, kept)
        width = layout.width
        if sheet.delimited and not (isinstance(kept, EvenRows) and kept.width == width):
            short += [number for number, cells in kept if len(cells) < width and number != sheet.cut]
        if kept:
            yield Block(sheet.name, layout, kept, sheet.delimited, sheet.cut)
        layout, waiting = (again[0], waiting[again[1] :]) if again else (layout, [])
    unit.check(layout)
    if short:
        telling.note(
            sheet,
            f"有 {len(short)} 行的单元格比表头少（第 {short[0]} 行起），看得出错位的隔离，其余缺的按末尾几列为空",
        )


def _take(rows: Iterator[Row], count: int) -> Rows:
    return rows.take(count) if isinstance(rows, Records) else list(itertools.islice(rows, count))


def _until_heading(
    telling: Telling, sheet: Sheet, layout: Layout, rows: Rows, unit: SaidUnit
) -> tuple[Rows, tuple[Layout, int] | None]:
    """The rows before the next heading or title that changes how the rest is read; that layout and where its rows begin,
    None where there is none. Notes, subtotals and section lines are set aside.
    """
    anchors = {position for position, _ in layout.columns.get(telling.contract.anchor.name, [(0, "")])}
    suspects = _suspects(telling.contract, rows, anchors, sheet)
    if not suspects:
        unit.check(layout)
        return rows, None
    rows = list(rows)
    kept: list[Row] = []
    for index, row in enumerate(rows):
        if index in suspects:
            unit.refuse_line(row, layout)
            if again := _heading(telling, sheet, layout, rows, index, unit):
                return kept, again
            if why := why_no_row(row[1], layout.used(), anchors, row[0] in sheet.wide):
                unit.hear(row, layout)
                if why != "空行":
                    line = telling.set_aside(sheet, row, why)
                    under = under_title(telling, sheet, layout, line) if why in TITLES else layout
                    if under is not layout:
                        return kept, (under, index + 1)
                continue
        unit.check(layout)
        kept.append(row)
    return kept, None


def _suspects(contract: Contract, rows: Rows, anchors: set[int], sheet: Sheet) -> set[int]:
    """Rows that may be no rows: no anchor, a note's or a heading's words in it, a cell over several columns."""
    odd: dict[str, bool] = {"": True}
    texts = _first_texts(rows, anchors)
    wide = sheet.wide
    found = {index for index, number in enumerate(numbers_of(rows)) if number in wide} if wide else set()
    others = np.flatnonzero(~_are_companies(contract, texts))
    for index, text in zip(others.tolist(), texts.take(pa.array(others)).to_pylist(), strict=True):
        known = odd.get(text)
        if known is None:
            bare = text.strip()
            known = not bare or is_count(bare) or may_be_line(bare) or contract.may_be_heading(bare)
            known = known or may_open_table(bare) or may_close(bare)
            odd[text] = known
        if known:
            found.add(index)
    return found


def _first_texts(rows: Rows, anchors: set[int]) -> pa.StringArray:
    """Of each row the first cell that is filled at one of the positions, '' where none is."""
    (place, *others) = anchors
    if isinstance(rows, EvenRows) and not others and place < rows.width:
        return rows.columns[place]
    texts = [next((cells[p] for p in anchors if p < len(cells) and cells[p]), "") for _, cells in rows]
    return pa.array(texts, pa.string())


def _are_companies(contract: Contract, texts: pa.StringArray) -> np.ndarray:
    """Which texts are plainly companies' names, or codes: none of what _suspects looks for can be said of them."""
    if any(heading.endswith(_FORMS) for heading in contract.targets):
        return np.zeros(len(texts), bool)
    plain = pc.and_not(pc.match_substring_regex(texts, _COMPANY), pc.match_substring_regex(texts, _DOUBTFUL))
    return plain.to_numpy(zero_copy_only=False)


def _heading(
    telling: Telling, sheet: Sheet, layout: Layout, rows: list[Row], index: int, unit: SaidUnit
) -> tuple[Layout, int] | None:
    """The layout that a repeated or new heading begins, and the index of the first row under it; None for a row.

    Raises HeldError where a line begins another table under headings that are not known.
    """
    contract, row = telling.contract, rows[index]
    cells = [cell for cell in row[1] if cell.strip()]
    found = None
    if sum(bool(contract.read_heading(cell)) for cell in cells) >= max(1, len(cells) / 2):
        found = find(contract, rows[index : index + 4], 1)
    if not found or len(found[0].columns) < min(2, len(layout.columns)):
        if opens_table(contract, row[1]):
            raise HeldError(problems(contract, build(contract, row[1], row[0]), telling.file, sheet.name))
        return None
    unit.give(found[0], layout)
    telling.check(found[0], sheet)
    found[0].defaults = event_of_table(telling, sheet, found[0], sheet.above.strip()) or layout.defaults
    telling.set_aside(sheet, row, "重复的表头")
    return found[0], index + found[1]


def _filled_in(telling: Telling, sheet: Sheet, layout: Layout, rows: Rows) -> Rows:
    """The rows with an answer. A form of ours lists what is asked; what nobody filled in says nothing, and is counted on
    one line.
    """
    contract = telling.contract
    if not contract.only_if:
        return rows
    answers = [p for name in contract.only_if for p, _ in layout.columns.get(name, ())]
    kept: list[Row] = []
    empty: list[int] = []
    for number, cells in rows:
        if any(p < len(cells) and cells[p].strip() for p in answers):
            kept.append((number, cells))
        else:
            empty.append(number)
    if empty:
        titles = "、".join(contract.columns[name].title for name in contract.only_if)
        text = f"{len(empty)} 行没有填写{titles}（第 {empty[0]} 行起），不算答复"
        telling.note(sheet, text)
        telling.lines.append(Line(telling.file, sheet.name, empty[0], "没有填写的行", text))
    return kept
