"""What each heading of a table means to the contract: the columns it feeds, the unit it names, what it leaves unknown."""

from __future__ import annotations

from dataclasses import dataclass, field

from dagster_project.identity.text import fold
from dagster_project.ingest.contract import Contract, Target
from dagster_project.ingest.readers.base import Row
from dagster_project.ingest.values.numbers import SCALE


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
    merged: list[int] = field(default_factory=list)  # under the same heading as the position before
    unit: str = ""
    unclear_unit: str = ""  # the words that speak of a unit which can't be told
    defaults: dict[str, str] = field(default_factory=dict)
    below: list[Row] = field(default_factory=list)  # the first lines under the headings

    def cells(self, position: int) -> list[str]:
        """Some cells of a column."""
        return [cells[position] for _, cells in self.below if position < len(cells)]

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
        for i, (rank, position, _) in enumerate(places):
            if any(rank == other for other, _, _ in places[:i]):
                beside = fold(headings[position - 1]) == fold(headings[position])
                (layout.merged if beside else layout.twice).append(position)
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
