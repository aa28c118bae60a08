"""A PDF's table without ruled lines, read by where its text stands: columns by the white strips that no
character of the table crosses, rows by the white between them.

Taken only where it is sure: some column has exactly one line of text in every row. Else the page is refused,
and never guessed at.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from statistics import median

from dagster_project.ingest.lines import may_be_line
from dagster_project.ingest.readers.base import UnreadableError

_TABULAR = 3  # pieces of text, far from each other, that make a line part of a table
_STRIP = 0.45  # of a character's size: white that wide parts two columns
_PAGE_NUMBER = re.compile(r"[-—·\s]*\d+(?:\s*/\s*\d+)?[-—·\s]*")

Columns = list[tuple[float, float]]


@dataclass
class Unruled:
    """Rows of cells, `wide` as in Sheet (1-based), and the left and right ends of the columns' text."""

    rows: list[list[str]]
    columns: Columns
    wide: set[int] = field(default_factory=set)


@dataclass
class _Line:
    top: float
    bottom: float
    chars: list[dict]

    def pieces(self, strip: float) -> list[tuple[float, float]]:
        return _merged([(c["x0"], c["x1"]) for c in self.chars], strip)


def read_unruled(page, columns: Columns | None) -> Unruled | None:
    """The page's table, None where there is none. columns: those of the page before, kept where they fit.

    Raises UnreadableError where rows can't be told apart.
    """
    chars = [c for c in page.chars if c["text"].strip() and c["upright"]]
    if not chars:
        return None
    size = median(c["size"] for c in chars)
    lines = _lines(chars)
    tabular = [line for line in lines if len(line.pieces(size)) >= _TABULAR]
    if len(tabular) < 2:
        return None
    spans = [span for line in tabular for span in line.pieces(size * _STRIP)]
    if columns is None or any(_column(columns, span) is None for span in spans):
        columns = _merged(spans, size * _STRIP)
    if len(columns) < _TABULAR:
        return None
    rows = _between_rules(page, lines, columns, size) or _rows(lines, columns, size)
    if rows is None:
        raise UnreadableError(
            f"第 {page.page_number} 页的表格没有框线，分不清行", "请索取 Word 或 Excel 版，或带框线的 PDF"
        )
    found = Unruled([], columns)
    for number, row in enumerate(rows, 1):
        cells = _cells(row, columns, size)
        text = "\n".join(_text(line.chars, size) for line in row)
        # a line across the columns, or the page's number: shown in each, as a merged cell is
        if cells is None or _PAGE_NUMBER.fullmatch(text):
            cells = [text] * len(columns)
            found.wide.add(number)
        found.rows.append(cells)
    return found


def lines_outside(page, boxes: list[tuple], tabular: bool = False) -> list[str]:
    """The lines of text outside of all boxes; `tabular`: only those of several pieces far from each other."""
    chars = [c for c in page.chars if c["text"].strip() and not any(_inside(c, box) for box in boxes)]
    if not chars:
        return []
    size = median(c["size"] for c in chars)
    lines = [line for line in _lines(chars) if not tabular or len(line.pieces(size)) >= _TABULAR]
    return [_text(line.chars, size) for line in lines]


def _inside(char: dict, box: tuple) -> bool:
    across, down = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _merged(spans: list[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """Spans joined where less than `gap` lies between them."""
    merged: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if merged and left - merged[-1][1] < gap:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _widened(columns: Columns) -> Columns:
    """Columns that meet in the middle of the white between them."""
    edges = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)]
    return list(zip([float("-inf"), *edges], [*edges, float("inf")], strict=True))


def _column(columns: Columns, span: tuple[float, float]) -> int | None:
    """The column that holds the span, its half of the white around it included, or the only one whose text it stands under
    or over; None where it crosses into another.
    """
    wide = enumerate(_widened(columns))
    held = next((i for i, (left, right) in wide if left <= span[0] and span[1] <= right), None)
    if held is not None:
        return held
    under = [i for i, (left, right) in enumerate(columns) if span[0] < right and left < span[1]]
    return under[0] if len(under) == 1 else None


def _lines(chars: list[dict]) -> list[_Line]:
    """Lines of text from the top: characters whose middles are as high."""
    lines: list[_Line] = []
    for char in sorted(chars, key=lambda c: (c["top"] + c["bottom"], c["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if lines and middle < (lines[-1].top + lines[-1].bottom) / 2 + char["size"] * 0.25:
            lines[-1].chars.append(char)
        else:
            lines.append(_Line(char["top"], char["bottom"], [char]))
    for line in lines:
        line.chars.sort(key=lambda c: c["x0"])
    return lines


def _between_rules(page, lines: list[_Line], columns: Columns, size: float) -> list[list[_Line]] | None:
    """Lines put together to rows by the rules drawn over the table's width; None where there are few, or rows are not sure."""
    width = columns[-1][1] - columns[0][0]
    spans: dict[int, list[tuple[float, float]]] = {}
    for edge in page.edges:
        if edge["orientation"] == "h":
            spans.setdefault(round(edge["top"]), []).append((edge["x0"], edge["x1"]))
    rules = [
        top
        for top, parts in sorted(spans.items())
        if sum(right - left for left, right in _merged(parts, 1)) > 0.9 * width
    ]
    rows: dict[int, list[_Line]] = {}
    alone = itertools.count(len(rules) + 1)
    for line in lines:
        above = sum(rule < (line.top + line.bottom) / 2 for rule in rules)
        key = next(alone) if above in (0, len(rules)) else above
        rows.setdefault(key, []).append(line)
    found = sorted(rows.values(), key=lambda row: row[0].top)
    return found if len(rules) > 3 and _are_sure(found, columns, size) else None


def _rows(lines: list[_Line], columns: Columns, size: float) -> list[list[_Line]] | None:
    """Lines put together to rows, by the least white between rows with which the rows are sure; None where
    there is none.
    """
    whites = [max(0.0, b.top - a.bottom) for a, b in itertools.pairwise(lines)]
    for least in sorted({-1.0, *(round(white + 0.2, 1) for white in whites)}):
        rows = [[lines[0]]]
        for line, white in zip(lines[1:], whites, strict=True):
            if white > least:
                rows.append([line])
            else:
                rows[-1].append(line)
        if len(rows) > 1 and _are_sure(rows, columns, size):
            return rows
    return None


def _are_sure(rows: list[list[_Line]], columns: Columns, size: float) -> bool:
    """Whether some column has exactly one line of text in every row under the heading, notes apart."""
    counts = []
    for row in rows:
        tried = [_cells([line], columns, size) for line in row]
        placed = [cells for cells in tried if cells is not None]
        if len(placed) < len(tried):
            continue
        texts = [cell for cells in placed for cell in cells if cell]
        if may_be_line(texts[0]) or (len(texts) == 1 and _PAGE_NUMBER.fullmatch(texts[0])):
            continue
        counts.append([sum(bool(cells[i]) for cells in placed) for i in range(len(columns))])
    full = next((i for i, count in enumerate(counts) if all(count)), -1)
    under = [count for count in counts[full + 1 :] if sum(map(bool, count)) > 1 or len(counts) < 3]
    loose = [count for count in counts[full + 1 :] if sum(map(bool, count)) <= 1]
    return (
        bool(under) and not loose and any(all(count[i] == 1 for count in under) for i in range(len(columns)))
    )


def _cells(lines: list[_Line], columns: Columns, size: float) -> list[str] | None:
    """The text of each column, None where a line crosses from one into another."""
    cells = [""] * len(columns)
    for line in lines:
        held: dict[int, list[dict]] = {}
        for left, right in line.pieces(size * _STRIP):
            at = _column(columns, (left, right))
            if at is None:
                return None
            held.setdefault(at, []).extend(c for c in line.chars if left <= c["x0"] and c["x1"] <= right)
        for at, chars in held.items():
            cells[at] += ("\n" if cells[at] else "") + _text(chars, size)
    return cells


def _text(chars: list[dict], size: float) -> str:
    """The characters in one line, a space where the white between two Latin ones is one."""
    text = ""
    for before, char in zip([None, *chars], chars, strict=False):
        if before is not None and char["x0"] - before["x1"] > size * 0.2:
            text += " "
        text += char["text"]
    return text
