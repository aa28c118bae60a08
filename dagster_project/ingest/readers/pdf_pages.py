"""What goes on over the pages of a PDF: a row that the page breaks, a cell merged downwards over it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dagster_project.ingest.readers.base import Row, Sheet, Span
from dagster_project.ingest.readers.pdf_glyphs import cell_text

_WHOLE = re.compile(r".(?:公司|厂|合作社|中心|研究院|研究所|事务所)(?:[(（].*[)）])?$")


@dataclass
class Page(Sheet):
    """The tables of one page. merged: its cells that cover several rows of one column."""

    rows: list[Row]
    merged: list[Span] = field(default_factory=list)


def join_pages(before: Page, page: Page) -> None:
    """Put to the page before what goes on from it, and give this page what goes on into it."""
    if not before.rows:
        return
    start = _headings(before, page)
    _join_row(before, page, start)
    _carry_down(before, page, start)


def _headings(before: Page, page: Page) -> int:
    """How many rows at the page's top are the same as at the top of the page before."""
    same = 0
    while same < min(len(before.rows), len(page.rows)) and before.rows[same][1] == page.rows[same][1]:
        same += 1
    return same if same < len(page.rows) else 0


def _join_row(before: Page, page: Page, start: int) -> None:
    """Put the rest of a row that the page broke to its beginning: no first cell, and fewer cells than half of
    those that the row has, all of them in columns where it has begun.
    """
    number, begun = before.rows[-1]
    _, rest = page.rows[start]
    if len(begun) != len(rest) or rest[0]:
        return
    going_on = [position for position, cell in enumerate(rest) if cell]
    if not going_on or 2 * len(going_on) > sum(map(bool, begun)) or not all(begun[p] for p in going_on):
        return
    if any(_WHOLE.search(begun[p]) and _WHOLE.search(rest[p]) for p in going_on):
        return  # two names, the cell before them merged downwards
    for position in going_on:
        begun[position] = cell_text(f"{begun[position]}\n{rest[position]}")
    page.rows = [*page.rows[:start], *page.rows[start + 1 :]]
    before.notes.append(f"第 {number} 行跨页，已接上{page.name}的下半行")


def _carry_down(before: Page, page: Page, start: int) -> None:
    """Give the blank cells under the page's headings the text of the cell merged down to the end of the page before. One
    that is blank there may have its text on this page: that is told, not filled in.
    """
    last = before.rows[-1][0] - 1
    first = page.rows[start] if start < len(page.rows) else (0, [])
    if len(before.rows[-1][1]) != len(first[1]) or not any(first[1]):
        return
    for position in sorted({span.left for span in before.merged if span.bottom == last}):
        text = before.rows[-1][1][position]
        under = [s.bottom for s in page.merged if s.left == position and s.top == first[0] - 1]
        if not text and under and first[1][position]:
            before.notes.append(
                f"第 {last + 1} 行及以上的空合并格（第 {position + 1} 列）像是跨页到{page.name}的“{first[1][position]}”，"
                "未填；请核对，或索取 Word、Excel 版"
            )
        if not text or first[1][position]:
            continue
        bottom = next(iter(under), first[0] - 1)
        for number, cells in page.rows[start:]:
            if number - 1 <= bottom:
                cells[position] = text
        page.notes.append(f"第 {first[0]} 行起的“{text}”是{before.name}合并单元格的下半")
