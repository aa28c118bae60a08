"""Typing a block of rows column by column: each distinct text is parsed once, the rest is array work."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.ingest.body import Block
from dagster_project.ingest.contract import Column, Contract
from dagster_project.ingest.gather import cells_by_position, text_of_column
from dagster_project.ingest.plain import plain_values
from dagster_project.ingest.row_checks import check_required, check_width
from dagster_project.ingest.typed import Failure, Typed
from dagster_project.ingest.validity import UNSAID
from dagster_project.ingest.values import Bad, Mended, read_value

# Workbooks and forms of ours put an apostrophe before what a spreadsheet could run; what comes back has it still.
_BARE = re.compile(r"[-+]?\d+(?:\.\d+)?")
_ESCAPED = "^'([=+\\-@＝＋－＠])"


def type_block(contract: Contract, block: Block) -> Typed:
    """Type every contract column of a block. A column without a heading is null, or its default."""
    layout, size = block.layout, len(block.rows)
    raw = cells_by_position(block.rows, layout.used())
    if contract.answers or any(column.form for column in contract.columns.values()):
        raw = {p: pc.replace_substring_regex(text, _ESCAPED, "\\1") for p, text in raw.items()}
    typed = Typed({})
    for column in contract.columns.values():
        if "derived" in column.options:
            continue
        text, heading, unit = text_of_column(column, layout, raw, size, typed)
        values = _type(column, text, heading, unit, typed)
        default = layout.defaults.get(column.name, column.default)
        if default is not None:
            values = pc.fill_null(values, pa.scalar(default, values.type))
        typed.columns[column.name] = values
    for column in contract.columns.values():
        if rule := column.options.get("derived"):
            inside = pc.is_in(typed.columns[rule["from"]], value_set=pa.array(rule["one_of"], pa.string()))
            typed.columns[column.name] = pc.cast(inside, pa.int64())
    check_required(contract, block, typed)
    if block.delimited:
        check_width(block, typed)
    return typed


def _type(column: Column, text: pa.StringArray, heading: str, unit: str, typed: Typed) -> pa.Array:
    encoded = text.dictionary_encode()
    if not len(encoded.dictionary):
        return pa.nulls(len(text), column.lake_type)
    if column.options.get("percent_beside") and _in_percent(encoded.dictionary.to_pylist()):
        unit = "%"
    values = plain_values(column, encoded.dictionary, unit)
    rest = np.flatnonzero(values.is_null().to_numpy(zero_copy_only=False))
    distinct = dict(zip(rest.tolist(), encoded.dictionary.take(pa.array(rest)).to_pylist(), strict=True))
    read: list = []
    bad: dict[int, Bad] = {}
    noted: dict[int, str] = {}
    for index, found in distinct.items():
        value = None
        if found.startswith(UNSAID):
            noted[index] = found.split(UNSAID)[1]
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


def _in_percent(texts: list[str]) -> bool:
    """Whether the bare numbers of a column are percentages, not fractions: more than half of them are over 1."""
    bare = [abs(float(text)) for text in texts if _BARE.fullmatch(text)]
    return 2 * sum(number > 1 for number in bare) > len(bare)


def _tell(column: Column, encoded, distinct, heading: str, bad: dict, noted: dict, typed: Typed) -> None:
    indices = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    for position in np.flatnonzero(np.isin(indices, [*bad, *noted])).tolist():
        index = int(indices[position])
        found = distinct[index].rpartition(UNSAID)[2]
        if index in bad:
            error = bad[index]
            typed.failures.append(
                Failure(position, column.name, heading, error.expected, found, error.reason, error.remedy)
            )
        else:
            typed.notes.append((position, column.name, heading, found, noted[index]))
