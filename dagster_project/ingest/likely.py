"""Which known lists a file is likely of whose headings none of them knows: by what its title says and how its numbers are
written. A proposal: a person says which it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from dagster_project.identity.text import clean, fold
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.inspect import Head, heads
from dagster_project.ingest.near import TELLING, nearest, reads
from dagster_project.ingest.values.base import is_nothing

_SHARED = 4  # characters that a title and a list's name must have in common
_WORD = (
    5  # characters of a word of the list's own, such as a title that it gives, that stands in a file's title
)
_MOST = 3
# words that stand in many a list's title, and tell none from another
_COMMON = re.compile(r"名单|名录|名册|情况表?|企业|公[告示]|登记|认定|备案|入库|人工|判定|年度|[（）()、]")


@dataclass(frozen=True)
class Likely:
    """A list that the file may be of, and what speaks for it, in Chinese; near: headings like its own; missing: required
    columns that nothing fits.
    """

    contract: Contract
    reasons: tuple[str, ...]
    near: int
    missing: tuple[str, ...]


def likely(path: Path, contracts: dict[str, Contract]) -> list[Likely]:
    """The lists that the file's largest table may be of, the likeliest first; [] where nothing tells.

    Raises UnreadableError where the file can't be read.
    """
    tables = list(heads(path))
    if not tables:
        return []
    head = max(tables, key=lambda table: sum(len(cells) for _, cells in table.rows))
    found = [one for contract in contracts.values() if (one := _likely(contract, path, head))]
    return sorted(found, key=_order)[:_MOST]


def _order(one: Likely) -> tuple:
    return len(one.missing), -len(one.reasons), -one.near, one.contract.source


def _likely(contract: Contract, path: Path, head: Head) -> Likely | None:
    begin = max(range(len(head.rows)), key=lambda i: (_width(head.rows[i][1]), -i))
    titles = " ".join([path.stem, head.sheet, *(cell for _, cells in head.rows[:begin] for cell in cells)])
    headings = head.rows[begin][1]
    columns = [
        [cells[p] for _, cells in head.rows[begin + 1 :] if p < len(cells)] for p in range(len(headings))
    ]
    columns = [[cell.strip() for cell in cells if not is_nothing(clean(cell))] for cells in columns]
    reasons = []
    if words := _named(contract, titles):
        reasons.append(f"标题里有“{words}”")
    for column in contract.columns.values():
        telling = column.type in TELLING
        at = next((p for p, cells in enumerate(columns) if telling and cells and reads(column, cells)), None)
        if at is not None:
            reasons.append(f"第 {at + 1} 列的写法是{column.title}（{columns[at][0]}）")
    if not reasons:
        return None
    near = {
        nearest(contract, text, cells) for text, cells in zip(headings, columns, strict=True) if text.strip()
    }
    required = [c for c in contract.columns.values() if c.required and c.default is None]
    missing = [c.title for c in required if not any(cells and reads(c, cells) for cells in columns)]
    return Likely(contract, tuple(reasons), len(near - {""}), tuple(missing))


def _width(cells: list[str]) -> int:
    return len({cell for cell in cells if cell.strip()})


def _named(contract: Contract, titles: str) -> str:
    """What a file's titles have in common with the list's own; '' where that is too little."""
    titles = fold(titles)
    own = [fold(part) for part in _COMMON.split(contract.title)]
    found = [SequenceMatcher(None, titles, part, autojunk=False).find_longest_match() for part in own]
    shared = [titles[m.a : m.a + m.size] for m in found if m.size >= _SHARED]
    words = (
        fold(w) for column in contract.columns.values() for group in column.choices.values() for w in group
    )
    return max([*shared, *(w for w in words if len(w) >= _WORD and w in titles)], key=len, default="")
