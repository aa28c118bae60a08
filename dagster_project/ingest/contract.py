"""What a source contract says: which columns a list has, under which headings they were seen, how they are
typed, what a row needs, and what a delivery replaces.

Headings are compared folded: width, spaces, line breaks and case do not count.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa

from dagster_project.identity.text import fold

DECIMAL = pa.decimal128(18, 6)
LAKE_TYPES = {
    "text": pa.string(), "name": pa.string(), "names": pa.string(), "uscc": pa.string(), "code": pa.string(),
    "date": pa.date32(), "integer": pa.int64(), "number": DECIMAL, "percent": DECIMAL, "flag": pa.int64(),
    "choice": pa.string(), "patent_publication": pa.string(), "patent_application": pa.string(),
    "certificate": pa.string(),
}  # fmt: skip
# A heading may carry its unit: 营业收入（万元）, 占比(%), 营业收入/万元
_UNIT = re.compile(
    r"^(.+?)(?:[(\[【,/:](?:单位[::])?(亿元|百万元|万元|千元|元|%|％|人|年|项|名|级|分)[)\]】]?)$"
)
_REMEMBERED = 20_000
_MARKS = re.compile(r"^[*※]+|[*※::]+$|\((?:必填|选填|必填项|全称|盖章)\)$")


@dataclass(frozen=True)
class Column:
    """One column of a contract. `headings` as written; `options` holds what only its type reads (order,
    words, strip ...).
    """

    name: str
    title: str
    type: str
    required: bool = False
    headings: tuple[str, ...] = ()
    unit: str = ""
    min: float | dt.date | None = None
    max: float | None = None
    default: str | None = None
    form: bool = False
    help: str = ""
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    prefix: tuple[tuple[str, ...], ...] = ()
    range_headings: tuple[str, ...] = ()
    options: dict = field(default_factory=dict)

    @property
    def lake_type(self) -> pa.DataType:
        return LAKE_TYPES[self.type]


@dataclass(frozen=True)
class Target:
    """What a heading means: the column it feeds, or none when ignored. `rank`: the order among a column's
    headings.
    """

    kind: str  # column | range | prefix | ignore
    column: str = ""
    rank: int = 0
    unit: str = ""


@dataclass(frozen=True)
class Contract:
    """A source: see the module. `identify_by` is a list of groups, each a tuple of columns of which a row
    needs one; `key` likewise, the first column of a group that is filled in counting.

    `sheets`: where a workbook has a sheet of such a name, only that one is read; `pass_by`: sheets of such names are
    never this list's. `also_in`: other sources whose deliveries are searched for those sheets, too. `only_if`: a row
    with all of these cells empty was not filled in, and is no row. `other_lists`: words
    of titles and headings that say that a table is not this list. `each_file`: a delivery's files come from several
    senders; one that can't be read is held by itself, and the others are read.
    """

    source: str
    title: str
    publisher: str
    purpose: str
    delivery: str
    replaces_by: tuple[str, ...]
    key: tuple[tuple[str, ...], ...]
    required: bool
    sensitive: bool
    answers: bool
    cadence_days: int
    complete: dict[str, dt.date]
    complete_by: str
    identify_by: tuple[tuple[str, ...], ...]
    sheets: tuple[str, ...]
    pass_by: tuple[str, ...]
    also_in: tuple[str, ...]
    only_if: tuple[str, ...]
    other_lists: tuple[str, ...]
    each_file: bool
    distinct_if_blank: tuple[str, ...]
    columns: dict[str, Column]
    ignore: tuple[str, ...]
    text: str = ""
    targets: dict[str, tuple[Target, ...]] = field(default_factory=dict, repr=False)

    def is_guest(self, file: str) -> bool:
        """Whether a file (its path under raw/) lies among another source's deliveries."""
        return file.partition("/")[0] in self.also_in

    @property
    def anchor(self) -> Column:
        """The first required column: a line without it is no row of the list."""
        return next(column for column in self.columns.values() if column.required)

    @property
    def schema(self) -> pa.Schema:
        """The lake's columns: the contract's, then the lineage."""
        columns = [pa.field(c.name, c.lake_type) for c in self.columns.values()]
        return pa.schema(columns + list(LINEAGE))

    def read_heading(self, text: str) -> tuple[Target, ...]:
        """What a heading means to this contract; () when it is unknown. A unit in brackets is split off and
        returned.
        """
        found = self._read.get(text)
        if found is None:
            found = self._targets_of(fold(text))
            if len(self._read) < _REMEMBERED:
                self._read[text] = found
        return found

    def _targets_of(self, folded: str) -> tuple[Target, ...]:
        for form in (folded, _MARKS.sub("", _MARKS.sub("", folded))):
            if form in self.targets:
                return self.targets[form]
        match = _UNIT.match(_MARKS.sub("", folded))
        if match and match[1] in self.targets:
            return tuple(Target(t.kind, t.column, t.rank, match[2]) for t in self.targets[match[1]])
        return ()

    @cached_property
    def _read(self) -> dict[str, tuple[Target, ...]]:
        """Cells that were read as headings: the first rows of a table are asked about several times over."""
        return {}

    def may_be_heading(self, text: str) -> bool:
        """Whether a cell says a known heading; quick to say no to a company's name."""
        if len(text) > 25 or (text[0] not in self.first_signs and text[0].isalnum() and text[0] < "\uff00"):
            return False
        return bool(self.read_heading(text))

    @cached_property
    def first_signs(self) -> frozenset[str]:
        """The first characters of known headings, in both cases."""
        return frozenset(sign for heading in self.targets for sign in (heading[0], heading[0].upper()))

    def known_headings(self) -> list[str]:
        """Every heading as written, columns first, for proposing the nearest one."""
        written = [h for c in self.columns.values() for h in (*c.headings, *c.range_headings)]
        return (
            written
            + [h for c in self.columns.values() for group in c.prefix for h in group]
            + list(self.ignore)
        )


LINEAGE = (
    pa.field("evidence", pa.string()),
    pa.field("file", pa.string()),
    pa.field("sheet", pa.string()),
    pa.field("row", pa.int32()),
    pa.field("delivery_date", pa.date32()),
    pa.field("is_current", pa.bool_()),
    pa.field("superseded_by", pa.string()),
)
