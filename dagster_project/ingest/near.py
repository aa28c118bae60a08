"""What a heading that the contract doesn't know may stand for: the known one most like it, of those whose type its cells fit.

It is proposed to a person and never taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from dagster_project.identity.regions import Regions
from dagster_project.identity.text import clean, fold
from dagster_project.ingest.contract import Column, Contract, Target
from dagster_project.ingest.values import Bad, Mended, read_value
from dagster_project.ingest.values.base import is_nothing

_LIKE = 45  # percent of signs in common from which two headings are alike
_LIKE_TELLING = 35  # where the cells are dates or counties, and so is the column: little else can be meant
_CELLS = 20
# Cells of these types are told by their form alone, whatever stands above them.
TELLING = frozenset({"certificate", "patent_publication"})
_DAY = re.compile(r"(?:19|20)\d\d\s*[-./年]\s*\d{1,2}(?:\D|$)|(?:19|20)\d\d[01]\d[0-3]\d")
_CODE = re.compile(r"[0-9A-Z*]{15,18}")  # a credit code or a registration number, masked or not
_DONE_TO = re.compile(r"被(\w\w)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_DIGIT = re.compile(r"\d")
_KINDS = {"ignore": "ignore", "column": "headings", "range": "range_headings", "prefix": "prefix"}


def nearest(contract: Contract, heading: str, cells: Sequence[str] = ()) -> str:
    """The known heading most like this one, '' when none is; cells: some that stand under it."""
    cells = _filled(cells)
    known = contract.known_headings()
    ranked = process.extract(
        fold(heading), [fold(text) for text in known], scorer=fuzz.ratio, processor=None,
        score_cutoff=0 if cells else _LIKE, limit=None,
    )  # fmt: skip
    for _, score, index in ranked:
        if _is_other_side(heading, known[index]):
            continue
        targets = contract.read_heading(known[index])
        if any(score >= _least(contract, t, cells) and _may_feed(contract, t, cells) for t in targets):
            return known[index]
    return ""


def alike(heading: str, known: Sequence[str]) -> bool:
    """Whether one of the known headings is like this one."""
    return any(fuzz.ratio(fold(heading), fold(text)) >= _LIKE for text in known)


def near_miss(contract: Contract, heading: str, cells: Sequence[str] = ()) -> str:
    """The known heading that an unknown one may stand for, and where in the contract it stands, as a question (Chinese);
    '' when none is near.
    """
    known = nearest(contract, heading, cells)
    return f"{heading}：是不是 {known}（{_place(contract, known)}）？" if known else ""


def add_to(contract: Contract) -> str:
    """What to do when the answer to `near_miss` is yes."""
    return f"是的话，请照括号里的地方加到 {contract_file(contract)}"


def contract_file(contract: Contract) -> str:
    """Where the contract lies in the project."""
    return f"dagster_project/sources/{contract.source}.yaml"


def reads(column: Column, cells: Sequence[str]) -> bool:
    """Whether at least half of the cells that say something fit the column; where none does, it is not known to be another."""
    cells = _filled(cells)
    return 2 * sum(_fits(column, cell) for cell in cells) >= len(cells)


def _is_other_side(heading: str, known: str) -> bool:
    """Whether one heading is of who does what the other is done to: 被投资单位 is no 投资机构."""
    return any(
        verb in b and "被" + verb not in b
        for a, b in ((heading, known), (known, heading))
        for verb in _DONE_TO.findall(a)
    )


def _place(contract: Contract, known: str) -> str:
    """Where in the contract another spelling of a known heading belongs."""
    targets = contract.read_heading(known)
    target = next((target for target in targets if target.kind != "ignore"), targets[0])
    return f"{target.column} 的 {_KINDS[target.kind]}" if target.column else _KINDS[target.kind]


def _filled(cells: Sequence[str]) -> list[str]:
    filled = (clean(cell) for cell in cells)
    return [cell for cell in filled if not is_nothing(cell)][:_CELLS]


def _least(contract: Contract, target: Target, cells: list[str]) -> int:
    """How like a heading must be, given what its column's cells tell."""
    kind = contract.columns[target.column].type if target.kind == "column" and cells else ""
    is_telling = kind == "date" or (kind and target.column == "county")
    return 0 if kind in TELLING else _LIKE_TELLING if is_telling else _LIKE


def _may_feed(contract: Contract, target: Target, cells: list[str]) -> bool:
    """Whether the cells fit what a heading feeds: a column, or the province or city before a county."""
    if target.kind == "prefix":
        return 2 * sum(map(_is_region, cells)) >= len(cells)
    return target.kind != "column" or reads(contract.columns[target.column], cells)


@lru_cache(maxsize=4096)
def _is_region(cell: str) -> bool:
    """Whether a cell names a province or a city, and no county."""
    regions = Regions.load()
    return bool(regions.code_in(cell)) and not regions.find(cell)


def _fits(column: Column, cell: str) -> bool:
    """Whether a cell is of the column's kind. Names and codes are read from any text; here a day is neither, a name has a
    Chinese sign in it and a code a digit, and a county is one that is known, which by itself is no address.
    """
    if column.name in ("county", "address"):
        return bool(Regions.load().find(cell)) == (column.name == "county")
    if column.name == "uscc":
        return bool(_CODE.fullmatch(cell.upper()))
    if column.type in ("name", "names"):
        return bool(_HAN.search(cell)) and not _DAY.match(cell)
    if column.type == "code":
        return bool(_DIGIT.search(cell)) and not _DAY.match(cell)
    try:
        value = read_value(cell, replace(column, min=None, max=None))
    except Bad:
        return False
    return not (isinstance(value, Mended) and value.value is None)
