"""The text of each contract column out of a block's cells: from one column or several, of a term, with a place before it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Set

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.identity.text import fold
from dagster_project.ingest.contract import Column
from dagster_project.ingest.layout import Layout
from dagster_project.ingest.readers.even import EvenRows, Rows
from dagster_project.ingest.typed import Failure, Typed
from dagster_project.ingest.validity import term_part


def cells_by_position(rows: Rows, positions: Set[int]) -> dict[int, pa.StringArray]:
    """The cells of some positions, trimmed, blank ones null."""
    turned: Iterable[tuple[str, ...] | pa.StringArray]
    if isinstance(rows, EvenRows):
        turned = rows.columns
    else:
        # a row far longer than the heading is not turned: only as many columns are made as are used
        every = itertools.zip_longest(*(cells for _, cells in rows), fillvalue="")
        turned = itertools.islice(every, max(positions, default=-1) + 1)
    found = {position: _cells(cells) for position, cells in enumerate(turned) if position in positions}
    return {position: found.get(position, pa.nulls(len(rows), pa.string())) for position in sorted(positions)}


def _cells(texts: tuple[str, ...] | pa.StringArray) -> pa.StringArray:
    array = texts if isinstance(texts, pa.Array) else pa.array(texts, pa.string())
    trimmed = pc.utf8_trim_whitespace(array)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def text_of_column(
    column: Column, layout: Layout, raw: dict[int, pa.StringArray], size: int, typed: Typed
) -> tuple[pa.StringArray, str, str]:
    """A column's text, the heading that it stands under, and the unit that heading or table gives."""
    places = layout.columns.get(column.name)
    if not places:
        position = layout.ranges.get(column.name)
        if position is None:
            return pa.nulls(size, pa.string()), column.title, ""
        return _range_part(raw[position], column.options["range_part"]), layout.headings[position], ""
    text = pc.coalesce(*[raw[position] for position, _ in places])
    if len(places) > 1:
        _compare(column, layout, places, raw, text, typed)
    for position in reversed(layout.prefixes.get(column.name, ())):
        text = _prefixed(raw[position], text)
    unit = next((unit for _, unit in places if unit), "")
    return text, layout.headings[places[0][0]].replace("\n", ""), unit or layout.unit


def _compare(
    column: Column, layout: Layout, places: list, raw: dict, text: pa.StringArray, typed: Typed
) -> None:
    """Cells of one column that say different things: under one merged heading the row can't be used; under two headings
    (企业名称, 单位名称) the contract's first is taken, and the other told.
    """
    for position, _ in places[1:]:
        heading = layout.headings[position].replace("\n", "")
        differs = pc.fill_null(pc.not_equal(raw[position], text), False)
        for row in np.flatnonzero(differs.to_numpy(zero_copy_only=False)).tolist():
            found, taken = raw[position][row].as_py(), text[row].as_py()
            if fold(found) == fold(taken):
                continue
            if position in layout.merged:
                typed.failures.append(
                    Failure(row, column.name, heading, "一个表头下只有一项", f"{taken}；{found}", "一个表头下的两格内容不同",
                            "请把表头拆成两列，或删去多余的一格")
                )  # fmt: skip
            else:
                first = layout.headings[places[0][0]].replace("\n", "")
                typed.notes.append((row, column.name, heading, found, f"与“{first}”不同，取“{taken}”"))


def _range_part(text: pa.StringArray, part: str) -> pa.StringArray:
    """The first or the last day of 2023年1月1日至2025年12月31日; texts that don't say it (三年) stay, marked so."""
    encoded = text.dictionary_encode()
    parts = [term_part(value, part) for value in encoded.dictionary.to_pylist()]
    return pc.take(pa.array(parts, pa.string()), encoded.indices)


def _prefixed(before: pa.StringArray, text: pa.StringArray) -> pa.StringArray:
    """The place name with its province or city before it, unless it has it already; a blank one stays blank."""
    joined = pc.binary_join_element_wise(pc.fill_null(before, ""), text, "\x1f").dictionary_encode()
    whole = []
    for pair in joined.dictionary.to_pylist():
        head, _, tail = pair.partition("\x1f")
        whole.append(tail if fold(tail).startswith(fold(head)) else head + tail)
    return pc.take(pa.array(whole, pa.string()), joined.indices)
