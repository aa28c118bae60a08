"""Typing a block of rows column by column: each distinct text is parsed once, the rest is array work."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.identity.text import fold, half_width
from dagster_project.ingest.body import Block
from dagster_project.ingest.contract import Column, Contract
from dagster_project.ingest.plain import plain_values
from dagster_project.ingest.values import Bad, Mended, read_value

_RANGE = re.compile(r"^(?:自|从)?(.*?\d[年月日/.\-\d]*\d[日号]?)起?(?:至|到|~|-)+(\d{4}.*?)止?$")
# Workbooks of ours put an apostrophe before what a spreadsheet could run; what comes back has it still.
_ESCAPED = "^'([=+\\-@＝＋－＠])"


@dataclass
class Failure:
    """A row that goes to quarantine: its position in the block, and why."""

    position: int
    column: str
    heading: str
    expected: str
    found: str
    reason: str
    remedy: str


@dataclass
class Typed:
    """A block typed: one array a contract column, failures and notes (position, column, heading, found,
    note) by position.
    """

    columns: dict[str, pa.Array]
    failures: list[Failure] = field(default_factory=list)
    notes: list[tuple[int, str, str, str, str]] = field(default_factory=list)


def type_block(contract: Contract, block: Block) -> Typed:
    """Type every contract column of a block. A column without a heading is null, or its default."""
    layout, size = block.layout, len(block.rows)
    raw = {p: _raw(block.rows, p) for p in sorted(layout.used())}
    if contract.answers:
        raw = {p: pc.replace_substring_regex(text, _ESCAPED, "\\1") for p, text in raw.items()}
    typed = Typed({})
    for column in contract.columns.values():
        if "derived" in column.options:
            continue
        text, heading, unit = _source(column, block, raw, size)
        values = _type(column, text, heading, unit, typed)
        default = layout.defaults.get(column.name, column.default)
        if default is not None:
            values = pc.fill_null(values, pa.scalar(default, values.type))
        typed.columns[column.name] = values
    for column in contract.columns.values():
        if rule := column.options.get("derived"):
            inside = pc.is_in(typed.columns[rule["from"]], value_set=pa.array(rule["one_of"], pa.string()))
            typed.columns[column.name] = pc.cast(inside, pa.int64())
    _check_required(contract, block, typed)
    if block.delimited:
        _check_width(block, typed)
    return typed


def _raw(rows: list[list[str]], position: int) -> pa.StringArray:
    """The cells of a position, trimmed, blank ones null."""
    array = pa.array([row[position] if position < len(row) else "" for row in rows], pa.string())
    trimmed = pc.utf8_trim_whitespace(array)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def _source(
    column: Column, block: Block, raw: dict[int, pa.StringArray], size: int
) -> tuple[pa.StringArray, str, str]:
    """A column's text, the heading that it stands under, and the unit that heading or table gives."""
    layout = block.layout
    places = layout.columns.get(column.name)
    if not places:
        position = layout.ranges.get(column.name)
        if position is None:
            return pa.nulls(size, pa.string()), column.title, ""
        return _range_part(raw[position], column.options["range_part"]), layout.headings[position], ""
    text = pc.coalesce(*[raw[position] for position, _ in places])
    for position in reversed(layout.prefixes.get(column.name, ())):
        text = _prefixed(raw[position], text)
    unit = next((unit for _, unit in places if unit), "")
    return text, layout.headings[places[0][0]].replace("\n", ""), unit or layout.unit


def _range_part(text: pa.StringArray, part: str) -> pa.StringArray:
    """The beginning or the end of 2023年1月1日至2025年12月31日; other texts (三年) stay, marked as having
    no dates.
    """
    encoded = text.dictionary_encode()
    parts = []
    for value in encoded.dictionary.to_pylist():
        match = _RANGE.match(half_width(value))
        parts.append(match[1 if part == "from" else 2] if match else f"\0{value}")
    return pc.take(pa.array(parts, pa.string()), encoded.indices)


def _prefixed(before: pa.StringArray, text: pa.StringArray) -> pa.StringArray:
    """The place name with its province or city before it, unless it has it already; a blank one stays blank."""
    joined = pc.binary_join_element_wise(pc.fill_null(before, ""), text, "\x1f").dictionary_encode()
    whole = []
    for pair in joined.dictionary.to_pylist():
        head, _, tail = pair.partition("\x1f")
        whole.append(tail if fold(tail).startswith(fold(head)) else head + tail)
    return pc.take(pa.array(whole, pa.string()), joined.indices)


def _type(column: Column, text: pa.StringArray, heading: str, unit: str, typed: Typed) -> pa.Array:
    encoded = text.dictionary_encode()
    if not len(encoded.dictionary):
        return pa.nulls(len(text), column.lake_type)
    values = plain_values(column, encoded.dictionary, unit)
    rest = np.flatnonzero(values.is_null().to_numpy(zero_copy_only=False))
    distinct = dict(zip(rest.tolist(), encoded.dictionary.take(pa.array(rest)).to_pylist(), strict=True))
    read: list = []
    bad: dict[int, Bad] = {}
    noted: dict[int, str] = {}
    for index, found in distinct.items():
        value = None
        if found.startswith("\0"):
            noted[index] = "没有写明起止日期"
        else:
            try:
                value = read_value(found, column, unit)
            except Bad as error:
                if column.options.get("unusable") == "null":
                    noted[index] = f"{error.reason}，未采用"
                else:
                    bad[index] = error
        if isinstance(value, Mended):
            value, noted[index] = value
        read.append(value)
    if bad or noted:
        _tell(column, encoded, distinct, heading, bad, noted, typed)
    values = pc.replace_with_mask(values, values.is_null(), pa.array(read, column.lake_type))
    return pc.take(values, encoded.indices)


def _tell(column: Column, encoded, distinct, heading: str, bad: dict, noted: dict, typed: Typed) -> None:
    indices = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    for position in np.flatnonzero(np.isin(indices, [*bad, *noted])).tolist():
        index = int(indices[position])
        found = distinct[index].removeprefix("\0")
        if index in bad:
            error = bad[index]
            typed.failures.append(
                Failure(position, column.name, heading, error.expected, found, error.reason, error.remedy)
            )
        else:
            typed.notes.append((position, column.name, heading, found, noted[index]))


def _check_required(contract: Contract, block: Block, typed: Typed) -> None:
    """Required columns that are empty, and identifier groups of which none is there."""
    failed = {(f.position, f.column) for f in typed.failures}
    groups = [(c.name,) for c in contract.columns.values() if c.required]
    groups += [group for group in contract.identify_by if group not in groups]
    for group in groups:
        empty = np.ones(len(block.rows), bool)
        for name in group:
            empty &= typed.columns[name].is_null().to_numpy(zero_copy_only=False)
        titles = "、".join(contract.columns[name].title for name in group)
        for position in np.flatnonzero(empty).tolist():
            if any((position, name) in failed for name in group):
                continue
            reason = "必填项为空" if len(group) == 1 else "没有一个可用的标识"
            expected = titles if len(group) == 1 else f"{titles}至少一个"
            found = next((n[3] for n in typed.notes if n[0] == position and n[1] in group), "")
            typed.failures.append(
                Failure(
                    position,
                    group[0],
                    contract.columns[group[0]].title,
                    expected,
                    found,
                    reason,
                    "请补上后重新提交",
                )
            )


def _check_width(block: Block, typed: Typed) -> None:
    """In csv, more filled cells than headings: a stray delimiter has shifted the row. The row in which the
    file breaks off may have lost a part of any cell.
    """
    width = block.layout.width
    if block.cut and block.numbers[-1] == block.cut:
        found = " | ".join(block.rows[-1])[:80]
        typed.failures.append(
            Failure(len(block.rows) - 1, "", "", "完整的一行", found, "文件在这一行中断", "请重新导出后提交")
        )
    for position, row in enumerate(block.rows):
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            extra = " | ".join(cell for cell in row[width:] if cell.strip())[:80]
            typed.failures.append(
                Failure(position, "", "", f"{width} 个单元格", extra, f"单元格比表头多（{len(row)} 个）",
                        "内容里的逗号请用引号括起来，或另存为 xlsx")
            )  # fmt: skip
