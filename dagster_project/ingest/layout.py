"""Finding the table in a sheet: which row holds the headings, and what each column means to the contract.

Title lines, blank lines and columns, headings over two or three lines and merged headings are looked
through. A heading that the contract neither maps nor ignores is never taken silently: it is told with the
nearest known one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from dagster_project.identity.text import fold
from dagster_project.ingest.contract import Column, Contract, Target
from dagster_project.ingest.problems import Problem
from dagster_project.ingest.readers.base import Row
from dagster_project.ingest.units import amount_unit
from dagster_project.ingest.values.numbers import SCALE

SEARCHED = 60
_LINES = 3


@dataclass
class Layout:
    """The meaning of a table's columns, by 0-based position.

    columns: contract column -> [(position, unit)], the contract's preferred heading first. ranges and
    prefixes likewise. defaults: contract column -> the value of cells that are blank or not there, where the table's
    title says it.
    """

    headings: list[str]
    row: int
    columns: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    ranges: dict[str, int] = field(default_factory=dict)
    prefixes: dict[str, list[int]] = field(default_factory=dict)
    ignored: set[int] = field(default_factory=set)
    unknown: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    twice: list[int] = field(default_factory=list)
    unit: str = ""
    unclear_unit: str = ""  # the words that speak of a unit which can't be told
    defaults: dict[str, str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return len(self.headings)

    @property
    def score(self) -> int:
        """How much this looks like a row of headings: what is known counts for it, what is not against it."""
        return 2 * len(self.columns) + 2 * len(self.ranges) + len(self.ignored) - len(self.unknown)

    @property
    def units(self) -> int:
        """How many columns have their unit in the heading."""
        return sum(bool(unit) for places in self.columns.values() for _, unit in places)

    def used(self) -> set[int]:
        """Positions that feed a column."""
        found = {position for places in self.columns.values() for position, _ in places}
        return found | set(self.ranges.values()) | {p for places in self.prefixes.values() for p in places}


def build(contract: Contract, headings: list[str], row: int) -> Layout:
    """What each heading means. A blank one is named by its position: 列1."""
    while headings and not headings[-1].strip():
        headings = headings[:-1]
    layout = Layout(headings, row)
    placed: dict[str, list[tuple[int, int, str]]] = {}
    prefixes: dict[str, list[tuple[int, int]]] = {}
    for position, heading in enumerate(headings):
        targets = contract.read_heading(heading if heading.strip() else f"列{position + 1}")
        if not targets:
            (layout.unknown if heading.strip() else layout.blank).append(position)
        for target in targets:
            _place(layout, target, position, placed, prefixes)
    for name, places in placed.items():
        places.sort()
        ranks = [rank for rank, _, _ in places]
        layout.twice += [p for i, (rank, p, _) in enumerate(places) if rank in ranks[:i]]
        if len({unit for _, _, unit in places}) > 1:
            layout.twice.append(places[1][1])
        layout.columns[name] = [(position, unit) for _, position, unit in places]
    layout.prefixes = {
        name: [p for _, p in sorted(places)] for name, places in prefixes.items() if name in layout.columns
    }
    layout.ignored |= {
        p for name, places in prefixes.items() if name not in layout.columns for _, p in places
    }
    return layout


def _place(layout: Layout, target: Target, position: int, placed: dict, prefixes: dict) -> None:
    if target.kind == "ignore":
        layout.ignored.add(position)
    elif target.kind == "range":
        layout.ranges.setdefault(target.column, position)
    elif target.kind == "prefix":
        prefixes.setdefault(target.column, []).append((target.rank, position))
    else:
        placed.setdefault(target.column, []).append((target.rank, position, target.unit))


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


def texts_beside(contract: Contract, rows: list[Row]) -> list[str]:
    """The text of each row but for its headings, which speak for their own column alone."""
    return [" ".join(cell for cell in cells if not contract.read_heading(cell)) for _, cells in rows]


def amounts_without_unit(contract: Contract, layout: Layout) -> list[str]:
    """The columns of amounts whose heading names no unit: they are in the table's."""
    return [
        name
        for name, places in layout.columns.items()
        if contract.columns[name].unit in SCALE and not any(unit for _, unit in places)
    ]


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

    ends = range(start + 1, min(start + _LINES, len(rows)) + 1)
    best, end = max(((over(start, end), end) for end in ends), key=lambda x: (x[0].score, x[0].units, -x[1]))
    for begin in range(start + 1, end):
        shorter = over(begin, end)
        if shorter.score < best.score:
            break
        best = shorter
    return best, end - start


def is_clean(contract: Contract, layout: Layout) -> bool:
    """Whether the headings could be taken as they are."""
    return bool(layout.columns) and not problems(contract, layout, "", "")


def _joined(contract: Contract, lines: list[list[str]]) -> list[str]:
    """One heading a column out of headings over several lines: the lowest that is known, else all of them
    joined.
    """
    if len(lines) == 1:
        return list(lines[0])
    width = max(map(len, lines))
    padded = [line + [""] * (width - len(line)) for line in lines]
    found = []
    for position in range(width):
        parts: list[str] = []
        for line in padded:
            if line[position].strip() and (not parts or fold(parts[-1]) != fold(line[position])):
                parts.append(line[position])
        # a group heading written once over several columns without being merged
        group = next((padded[0][p] for p in range(position, -1, -1) if padded[0][p].strip()), "")
        forms = ["".join(parts), *reversed(parts), *([group + "".join(parts)] if parts else [])]
        found.append(next((form for form in forms if form and contract.read_heading(form)), forms[0]))
    return found


def problems(contract: Contract, layout: Layout, file: str, sheet: str) -> list[Problem]:
    """Why this table can't be taken: unknown, repeated and missing headings."""
    found = [_unknown(contract, layout, position, file, sheet) for position in layout.unknown]
    for position in layout.twice:
        heading = layout.headings[position]
        found.append(
            Problem(
                file,
                sheet,
                layout.row,
                heading,
                "每个表头只出现一次，单位一致",
                "同一含义的表头出现了两次",
                "请删去或改名其中一列",
            )
        )
    if layout.unclear_unit and amounts_without_unit(contract, layout):
        found.append(unit_problem(layout.unclear_unit, layout.row, file, sheet))
    present = set(layout.columns) | set(layout.ranges)
    missing = [
        c for c in contract.columns.values() if c.required and c.default is None and c.name not in present
    ]
    found += [_missing(contract, c, layout, file, sheet) for c in missing]
    for group in contract.identify_by:
        if not present & set(group) and not {c.name for c in missing} & set(group):
            titles = "、".join(contract.columns[name].title for name in group)
            found.append(
                Problem(
                    file, sheet, layout.row, "", f"{titles}至少一列", "都没有", "请补上其中一列后重新提交"
                )
            )
    return found


def unit_problem(words: str, row: int, file: str, sheet: str) -> Problem:
    """The problem of a table whose amounts are in a unit that can't be told."""
    return Problem(
        file, sheet, row, "", "单位：元、万元、亿元等其中一个", f"金额单位“{words}”看不明白，或与读表时的不一致",
        "请把单位写进表头，如 营业收入（万元），或把表上方改成一个单位，如 单位：万元",
    )  # fmt: skip


def _unknown(contract: Contract, layout: Layout, position: int, file: str, sheet: str) -> Problem:
    heading = layout.headings[position].replace("\n", "")
    advice = near_miss(contract, heading) or f"要用的话，把它加到 {contract.source} 的 headings"
    advice += "；不用的话，加到 ignore；写错的话，改正文件里的表头"
    return Problem(file, sheet, layout.row, heading, "已知的表头", "不认识的表头", advice)


def near_miss(contract: Contract, heading: str) -> str:
    """The known heading that an unknown one may stand for, as a proposal (Chinese); '' when none is near."""
    known = nearest(contract, heading)
    return f"{heading}：是不是 {known}？是的话，请把它加到 {contract.source} 的 headings" if known else ""


def _missing(contract: Contract, column: Column, layout: Layout, file: str, sheet: str) -> Problem:
    near = [
        layout.headings[p] for p in layout.unknown if nearest(contract, layout.headings[p]) in column.headings
    ]
    remedy = (
        f"是不是“{near[0]}”？是的话，把它加到 {contract.source} 约定里 {column.name} 的 headings"
        if near
        else "请补上这一列"
    )
    return Problem(
        file, sheet, layout.row, column.title, "、".join(column.headings[:4]), "缺少必需的表头", remedy
    )


def no_heading(contract: Contract, rows: list[Row], file: str, sheet: str) -> Problem:
    """The problem of a sheet in which no row of headings is found: its widest line, and the cell most like
    the first required heading.
    """
    number, cells = max(rows, key=lambda row: (len({c for c in row[1] if c.strip()}), -row[0]))
    filled = [cell.replace("\n", "") for cell in cells if cell.strip()]
    anchors = list(contract.anchor.headings)
    scored = [(_like(anchors, cell), cell) for cell in filled if not contract.read_heading(cell)]
    (known, score), cell = max(scored, key=lambda x: x[0][1], default=(("", 0.0), ""))
    advice = "请核对是否放错文件夹；不用的表请删去"
    if score:
        advice = f"“{cell}”是不是“{known}”？是的话，把它加到 {contract.source} 约定的 headings；{advice}"
    expected = f"含“{contract.anchor.title}”等表头的一行"
    return Problem(file, sheet, number, " | ".join(filled)[:80], expected, "找不到表头", advice)


def nearest(contract: Contract, heading: str) -> str:
    """The known heading most like this one, '' when none is."""
    return _like(contract.known_headings(), heading)[0]


def _like(known: list[str], heading: str) -> tuple[str, float]:
    folded = [fold(text) for text in known]
    best = process.extractOne(fold(heading), folded, scorer=fuzz.ratio, processor=None, score_cutoff=45)
    return (known[best[2]], best[1]) if best else ("", 0.0)
