"""Source contracts: dagster_project/sources/<source>.yaml, read once and checked.

A contract says which columns a list has, under which headings they were seen, how they are typed, what a
row needs, and what a delivery replaces. Headings are compared folded: width, spaces, line breaks and case
do not count.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import pyarrow as pa
import yaml

from dagster_project.identity.text import fold

SOURCES = Path(__file__).resolve().parents[1] / "sources"
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
    min: float | None = None
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

    `sheets`: where a workbook has a sheet of such a name, only that one is read. `only_if`: a row with all of
    these cells empty was not filled in, and is no row.
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
    only_if: tuple[str, ...]
    distinct_if_blank: tuple[str, ...]
    columns: dict[str, Column]
    ignore: tuple[str, ...]
    text: str = ""
    targets: dict[str, tuple[Target, ...]] = field(default_factory=dict, repr=False)

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
        folded = fold(text)
        for form in (folded, _MARKS.sub("", _MARKS.sub("", folded))):
            if form in self.targets:
                return self.targets[form]
        match = _UNIT.match(_MARKS.sub("", folded))
        if match and match[1] in self.targets:
            return tuple(Target(t.kind, t.column, t.rank, match[2]) for t in self.targets[match[1]])
        return ()

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
_KNOWN = {
    "title", "type", "required", "headings", "unit", "min", "max", "default", "form", "help", "choices", "prefix",
    "range_headings",
}  # fmt: skip
_OPTIONS = {
    "otherwise", "pattern", "order", "words", "strip", "true_words", "false_words", "ambiguous_below", "unusable",
    "derived", "range_part", "example",
}  # fmt: skip


class ContractError(ValueError):
    """A contract that can't be used; the message names file, column and what is wrong."""


def load_contracts(folder: Path = SOURCES) -> dict[str, Contract]:
    """Every contract of the folder, ordered by source. Raises ContractError on a mistake in one."""
    return dict(_load(Path(folder)))


@lru_cache(maxsize=8)
def _load(folder: Path) -> tuple[tuple[str, Contract], ...]:
    contracts = [read_contract(path) for path in sorted(folder.glob("*.yaml"))]
    return tuple((contract.source, contract) for contract in contracts)


def read_contract(path: Path) -> Contract:
    """One contract file. Raises ContractError naming the file, the column and the mistake."""
    text = path.read_text(encoding="utf-8")
    try:
        raw = yaml.safe_load(text)
        contract = _contract(raw, text)
    except (KeyError, TypeError, AttributeError, ValueError, yaml.YAMLError) as error:
        raise ContractError(f"约定 {path.name} 有误：{error}") from error
    if contract.source != path.stem:
        raise ContractError(f"约定 {path.name} 有误：source 应为 {path.stem}，实为 {contract.source}")
    return contract


def _contract(raw: dict, text: str) -> Contract:
    columns = {name: _column(name, spec) for name, spec in raw["columns"].items()}
    complete = raw.get("complete") or {}
    contract = Contract(
        source=raw["source"], title=raw["title"], publisher=raw["publisher"], purpose=raw["purpose"],
        delivery=raw["delivery"], replaces_by=tuple(raw.get("replaces_by") or ()), key=_groups(raw["key"]),
        required=bool(raw.get("required")), sensitive=bool(raw.get("sensitive")), answers=bool(raw.get("answers")),
        cadence_days=int(raw["cadence_days"]), complete=dict(complete.get("since") or {}),
        complete_by=complete.get("by", ""),
        identify_by=_groups(raw.get("identify_by")), sheets=tuple(raw.get("sheets") or ()),
        only_if=tuple(raw.get("only_if") or ()),
        distinct_if_blank=tuple(raw.get("distinct_if_blank") or ()), columns=columns,
        ignore=tuple(raw.get("ignore") or ()), text=text,
    )  # fmt: skip
    _check(contract)
    contract.targets.update(_targets(contract))
    return contract


def _groups(raw: list | None) -> tuple[tuple[str, ...], ...]:
    """A list of columns, or of lists of columns, as tuples."""
    return tuple((group,) if isinstance(group, str) else tuple(group) for group in raw or ())


def _column(name: str, spec: dict) -> Column:
    unknown = sorted(set(spec) - _KNOWN - _OPTIONS)
    if unknown:
        raise ValueError(f"列 {name} 有不认识的项 {'、'.join(unknown)}")
    if spec["type"] not in LAKE_TYPES:
        raise ValueError(f"列 {name} 的类型 {spec['type']} 不存在，可用：{'、'.join(LAKE_TYPES)}")
    return Column(
        name=name, title=spec["title"], type=spec["type"], required=bool(spec.get("required")),
        headings=tuple(spec.get("headings") or ()), unit=spec.get("unit", ""), min=spec.get("min"),
        max=spec.get("max"), default=spec.get("default"), form=bool(spec.get("form")), help=spec.get("help", ""),
        choices={value: tuple(spellings or ()) for value, spellings in (spec.get("choices") or {}).items()},
        prefix=tuple(tuple(group) for group in spec.get("prefix") or ()),
        range_headings=tuple(spec.get("range_headings") or ()),
        options={key: spec[key] for key in sorted(_OPTIONS & set(spec))},
    )  # fmt: skip


def _check(contract: Contract) -> None:
    if contract.delivery not in ("full", "append"):
        raise ValueError(f"delivery 应为 full 或 append，实为 {contract.delivery}")
    named = [*contract.replaces_by, *contract.distinct_if_blank, *contract.only_if]
    named += [column for group in (*contract.key, *contract.identify_by) for column in group]
    missing = sorted({name for name in named if name not in contract.columns})
    if missing:
        raise ValueError(f"用到了没有的列：{'、'.join(missing)}")
    if not any(column.required for column in contract.columns.values()):
        raise ValueError("至少一列 required: true")


def _targets(contract: Contract) -> dict[str, tuple[Target, ...]]:
    """Folded heading -> what it feeds. A heading may feed two ends of a range; else each means one thing."""
    found: dict[str, list[Target]] = {}
    owner: dict[str, str] = {}
    for column in contract.columns.values():
        for rank, heading in enumerate(column.headings):
            folded = fold(heading)
            if owner.setdefault(folded, column.name) != column.name:
                raise ValueError(f"表头“{heading}”同时属于 {owner[folded]} 与 {column.name}")
            found[folded] = [Target("column", column.name, rank)]
        for rank, heading in enumerate(column.range_headings):
            found.setdefault(fold(heading), []).append(Target("range", column.name, rank))
    for column in contract.columns.values():
        # a table under our own identifiers reads as well
        if fold(column.name) not in owner and "derived" not in column.options:
            found.setdefault(fold(column.name), [Target("column", column.name, len(column.headings))])
        for rank, group in enumerate(column.prefix):
            for heading in group:
                if fold(heading) not in owner:
                    found.setdefault(fold(heading), [Target("prefix", column.name, rank)])
    for heading in contract.ignore:
        found.setdefault(fold(heading), [Target("ignore")])
    return {heading: tuple(targets) for heading, targets in found.items()}
