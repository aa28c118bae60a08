"""Finding the table in a sheet: which row holds the headings, and over how many lines.

Title lines, blank lines and columns, headings over two or three lines and merged headings are looked through.
"""

from __future__ import annotations

from dagster_project.identity.text import fold
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.faults import is_clean
from dagster_project.ingest.layout import Layout, build, texts_beside
from dagster_project.ingest.readers.base import Row
from dagster_project.ingest.second_line import is_row
from dagster_project.ingest.units import amount_unit, bare_unit

SEARCHED = 60
_LINES = 3


def find(
    contract: Contract, rows: list[Row], searched: int = SEARCHED, outside: str = ""
) -> tuple[Layout, int] | None:
    """The table's heading among the first rows: its layout and how many of `rows` it ends after; None where
    there is none. outside: the text above the table, which may say its unit.

    The first heading without a fault is taken, so that a second table below is not mistaken for the first;
    where all have a fault, the one that fits best. A heading with a fault and rows of its own is a table, too:
    no other below it is taken instead.
    """
    best: tuple[int, int] | None = None
    found: tuple[Layout, int] | None = None
    faulty: tuple[Layout, int] | None = None
    for start in range(min(len(rows), searched)):
        if not any(cell.strip() for cell in rows[start][1]):
            continue
        layout, lines = _best_lines(contract, rows, start)
        if not layout.columns or layout.score <= 0:
            continue
        clean = is_clean(contract, layout)
        if clean and faulty and _has_rows(rows[faulty[1] : start]):
            found = faulty
            break
        if faulty is None and len(layout.columns) > 1 and contract.anchor.name in layout.columns:
            faulty = layout, _end(layout, rows, start + lines)
        if clean or best is None or (layout.score, -start) > best:
            best, found = (layout.score, -start), (layout, _end(layout, rows, start + lines))
        if clean:
            break
    if found:
        found[0].below = rows[found[1] :]
        found[0].unit, found[0].unclear_unit = amount_unit(
            [outside, *texts_beside(contract, rows[: found[1]])]
        )
    return found


def _has_rows(rows: list[Row]) -> bool:
    """Whether lines between two headings are a table's rows: one with several different cells, a figure among them."""
    return any(
        len({cell for cell in cells if cell.strip()}) > 1 and any(c.isdigit() for cell in cells for c in cell)
        for _, cells in rows
    )


def _end(layout: Layout, rows: list[Row], end: int) -> int:
    """Where the heading ends: after the lines that only repeat it, as cells merged downwards do."""
    while end < len(rows):
        cells = [(p, cell) for p, cell in enumerate(rows[end][1]) if cell.strip()]
        if not cells or any(p >= layout.width or fold(layout.headings[p]) != fold(cell) for p, cell in cells):
            break
        end += 1
    return end


def _best_lines(contract: Contract, rows: list[Row], start: int) -> tuple[Layout, int]:
    """The heading that begins in this row, over as many lines as fit best: units on a line of their own
    count for it, a title line above it does not belong to it.
    """

    def over(begin: int, end: int) -> Layout:
        lines = [cells for _, cells in rows[begin:end]]
        return build(contract, _joined(contract, lines), rows[begin][0])

    ends = [start + 1]
    while ends[-1] < min(start + _LINES, len(rows)):
        if is_row(contract, [cells for _, cells in rows[start : ends[-1]]], rows[ends[-1]][1]):
            break
        ends.append(ends[-1] + 1)
    best, end = max(((over(start, end), end) for end in ends), key=lambda x: (x[0].score, x[0].units, -x[1]))
    for begin in range(start + 1, end):
        shorter = over(begin, end)
        if shorter.score < best.score:
            break
        best = shorter
    return best, end - start


def _joined(contract: Contract, lines: list[list[str]]) -> list[str]:
    """One heading a column out of headings over several lines: the lowest that is known, else all of them
    joined.
    """
    if len(lines) == 1:
        return list(lines[0])
    width = max(map(len, lines))
    padded = [line + [""] * (width - len(line)) for line in lines]
    found = []
    group = ""  # a group heading written once over several columns without being merged
    for position in range(width):
        parts: list[str] = []
        group = padded[0][position] if padded[0][position].strip() else group
        for line in padded:
            if line[position].strip() and (not parts or fold(parts[-1]) != fold(line[position])):
                parts.append(line[position])
        forms = ["".join(parts), *reversed(parts), *([group + "".join(parts)] if parts else [])]
        if parts and (unit := bare_unit(parts[-1])):
            forms.insert(0, f"{''.join(parts[:-1])}（{unit}）")
        found.append(next((form for form in forms if form and contract.read_heading(form)), forms[0]))
    return found
