"""Forms of labels and values (申请书): each label a heading, its value to the right of it. A sheet may hold several
under one another, each read as one row; forms beside each other and columns of values are not guessed at.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from dagster_project.identity.text import clean, fold
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.layout import Layout, build, texts_beside
from dagster_project.ingest.readers.base import Row
from dagster_project.ingest.units import amount_unit
from dagster_project.ingest.values import Bad, read_value

_COMPANY = re.compile(r"(?:公司|集团|厂|社|场|店|院|所|中心)(?:[(（].*[)）])?$")
_TOLD_BY_FORM = frozenset({"uscc", "date", "number", "percent", "integer", "patent_publication"})


@dataclass
class Form:
    """Labels and values read as one row, numbered as the anchor's label.

    unused: labels that the contract does not know; doubled: labels that come again with another value, or with more
    values beside the first; rest: lines that hold no label, and what stands beside a value. unclear: why it can't be told whose values these are (Chinese).
    """

    layout: Layout
    numbers: list[int]
    rows: list[list[str]]
    unused: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    rest: list[Row] = field(default_factory=list)
    unclear: str = ""


@dataclass
class _Entry:
    row: int
    position: int
    label: str
    column: str
    value: str
    more: list[str]


def read_forms(contract: Contract, rows: list[Row]) -> list[Form]:
    """The forms of a sheet: labels with their values to the right, at least three of them, the required ones among them;
    [] where it holds none.
    """
    entries: list[_Entry] = []
    unused: list[str] = []
    rest: list[Row] = []
    for row in rows:
        found, unknown = _entries(contract, row)
        entries += found
        unused += unknown
        beside = [text for entry in found for text in entry.more]
        if beside or (not found and any(cell.strip() for cell in row[1])):
            rest.append((row[0], beside or row[1]))
    parts = _parted(contract, entries)
    unit = amount_unit(texts_beside(contract, rows))
    forms = [form for part in parts if (form := _form(contract, part, unit))]
    if not forms:
        return []
    forms[0].unused, forms[0].rest = unused, rest
    forms[0].unclear = _unclear(contract, entries) or (
        "有的部分没有企业名称，分不清是谁的" if len(forms) < len(parts) else ""
    )
    return forms


def _entries(contract: Contract, row: Row) -> tuple[list[_Entry], list[str]]:
    """The known labels of a line with their values, and the unknown labels at its beginning."""
    number, cells = row
    texts = [clean(c) for c in cells]
    found: list[_Entry] = []
    unused: list[str] = []
    position = 0
    while position < len(texts):
        text = texts[position]
        following = _next(texts, position)
        value = texts[following] if following < len(texts) else ""
        columns = [t.column for t in contract.read_heading(text) if t.kind == "column"] if text else []
        if columns and not contract.read_heading(value):
            more = []
            after = _next(texts, following)
            while after < len(texts) and not contract.read_heading(texts[after]):
                more.append(texts[after])
                after = _next(texts, after)
            found.append(_Entry(number, position, text, columns[0], value, more))
            position = following + 1
        else:
            if text and value and not contract.read_heading(text) and len(text) < 40 and position == 0:
                unused.append(text)
            position = following
    return found, unused


def _next(texts: list[str], position: int) -> int:
    """The next cell that says something else: a merged one says the same over several."""
    following = position + 1
    while following < len(texts) and (not texts[following] or texts[following] == texts[position]):
        following += 1
    return following


def _parted(contract: Contract, entries: list[_Entry]) -> list[list[_Entry]]:
    """The entries of each form: where another name comes, a new one has begun with the first label that is there twice."""
    names = [i for i, e in enumerate(entries) if e.column == contract.anchor.name and e.value]
    starts = [0]
    for before, index in itertools.pairwise(names):
        if fold(entries[index].value) == fold(entries[before].value):
            continue
        seen = {e.label for e in entries[starts[-1] : before + 1]}
        again = (i for i in range(before + 1, index + 1) if entries[i].label in seen)
        starts.append(next(again, index))
    return [entries[a:b] for a, b in zip(starts, [*starts[1:], len(entries)], strict=True)]


def _form(contract: Contract, entries: list[_Entry], unit: tuple[str, str]) -> Form | None:
    first: dict[str, _Entry] = {}
    doubled: list[str] = []
    for entry in entries:
        kept = first.setdefault(fold(entry.label), entry)
        others = [] if kept is entry or fold(entry.value) in ("", fold(kept.value)) else [entry.value]
        if kept is not entry and not kept.value and entry.value:
            first[fold(entry.label)], others = entry, []
        doubled += [f"“{entry.label}”还有“{text}”" for text in others]
    names = [e for e in first.values() if e.column == contract.anchor.name]
    layout = build(contract, [e.label for e in first.values()], names[0].row if names else 0)
    values = [e.value for e in first.values()]
    if len(layout.columns) < 3 or not names or not any(values):
        return None
    layout.unit, layout.unclear_unit = unit
    return Form(layout, [layout.row], [values], doubled=doubled)


def _unclear(contract: Contract, entries: list[_Entry]) -> str:
    """Why the sheet's values can't be told apart: names beside each other, or a second column of values, companies' or of
    the kinds of the first one's.
    """
    names = [e for e in entries if e.column == contract.anchor.name and e.value]
    for before, entry in itertools.pairwise(names):
        if before.row == entry.row and fold(before.value) != fold(entry.value):
            return f"并排有两份：“{before.value}”和“{entry.value}”"
    typed = [e for e in entries if e.more and contract.columns[e.column].type in _TOLD_BY_FORM]
    alike = sum(_reads(contract, e.column, e.more[0]) for e in typed)
    more = names[0].more if names else []
    if more and (_COMPANY.search(more[0]) or (alike >= 1 and 2 * alike > len(typed))):
        return f"一个标签右边有几列值：“{names[0].value}”和“{names[0].more[0]}”"
    return ""


def _reads(contract: Contract, column: str, text: str) -> bool:
    try:
        return read_value(text, contract.columns[column]) is not None
    except Bad:
        return False
