"""A typed block parted: good rows with their lineage, the others into quarantine, what was mended into notes."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.identity.names import fold_names
from dagster_project.ingest.body import Block
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.deliveries import Delivery
from dagster_project.ingest.keys import statement
from dagster_project.ingest.lake import days
from dagster_project.ingest.problems import HeldError, Problem
from dagster_project.ingest.readers.even import numbers_of
from dagster_project.ingest.reports import Tray
from dagster_project.ingest.typed import Failure, Typed

# what an entry in quarantine keeps of its row beside the cells: whose it is, and, unless a cell may stand in another's
# column, what of and who told it
_WHOSE = {"name": ("name",), "code": ("uscc", "published_code"), "place": ("place",)}
_TOLD = {
    "item": ("metric_title", "metric"),
    "list_value": ("list_name", "tier", "kind"),
    "event": ("event",),
    "counts": ("is_serious", "is_qualified", "is_grave"),
    "told_by": ("answered_by", "visited_by", "decided_by"),
}


def accept(
    contract: Contract, delivery: Delivery, file: str, block: Block, typed: Typed, tray: Tray
) -> pa.Table:
    """The block's good rows with their lineage; the failed ones go to quarantine, one entry a row."""
    size = len(block.rows)
    failed: dict[int, list[Failure]] = {}
    for failure in typed.failures:
        failed.setdefault(failure.position, []).append(failure)
    _hold_blank_headings(contract, file, block, failed)
    kept = {
        what: pc.coalesce(*there)
        for what, columns in (_WHOSE | _TOLD).items()
        if (there := [typed.columns[column] for column in columns if column in typed.columns])
    }
    if "name" in kept:
        kept["folded_name"] = pa.array(fold_names(kept["name"].fill_null("").to_pylist()), pa.string())
    for position, failures in sorted(failed.items()):
        several = len({f.column for f in failures}) > 1
        reason = "；".join(
            dict.fromkeys(f"{f.heading}：{f.reason}" if f.heading else f.reason for f in failures)
        )
        found, expected, heading, remedy = (
            _together(failures, what, several and what in ("found", "expected"))
            for what in ("found", "expected", "heading", "remedy")
        )
        is_shifted = not all(failure.column for failure in failures)
        tray.quarantine.append(
            {"source": contract.source, "delivery_date": delivery.date, "file": file, "sheet": block.sheet,
             "row": block.rows[position][0], "column": failures[0].column, "heading": heading, "expected": expected,
             "found": found, "reason": reason, "remedy": remedy,
             **{what: values[position].as_py() for what, values in kept.items() if not (is_shifted and what in _TOLD)},
             "statement": None if is_shifted else _statement(contract, typed, position, failures),
             "cells": json.dumps(block.rows[position][1], ensure_ascii=False)}
        )  # fmt: skip
    tray.noted += [
        note(contract, delivery, file, block.sheet, block.rows[position][0], *rest)
        for position, *rest in typed.notes
        if position not in failed
    ]
    keep = np.ones(size, bool)
    keep[list(failed)] = False
    tray.accepted += int(keep.sum())
    numbers = pa.array(numbers_of(block.rows), pa.int32())
    prefix = pa.scalar(f"{file}#{block.sheet}!")
    columns = [typed.columns[name] for name in contract.columns]
    columns += [
        pc.binary_join_element_wise(prefix, pc.cast(numbers, pa.string()), ""),
        pa.array([file] * size, pa.string()), pa.array([block.sheet] * size, pa.string()), numbers,
        days(delivery.date, size),
    ]  # fmt: skip
    names = [*contract.columns, "evidence", "file", "sheet", "row", "delivery_date"]
    return pa.table(dict(zip(names, columns, strict=True))).filter(pa.array(keep))


def _statement(contract: Contract, typed: Typed, position: int, failures: list[Failure]) -> str:
    """What could be read of a failed row, for mark_corrected."""
    unread = {failure.column for failure in failures}
    row = {name: typed.columns[name][position].as_py() for name in contract.columns if name not in unread}
    return json.dumps(statement(contract, row), ensure_ascii=False)


def _together(failures: list[Failure], what: str, named: bool) -> str:
    """What all the failing cells of a row say, each once; under their headings where there are several."""
    told = ((f.heading, getattr(f, what)) for f in failures)
    return "；".join(
        dict.fromkeys(
            f"{heading}：{text or '（空）'}" if named and heading else text
            for heading, text in told
            if text or named
        )
    )


def _hold_blank_headings(contract: Contract, file: str, block: Block, failed: dict[int, list]) -> None:
    """A column with cells and no heading is unknown, like any other: it holds the delivery under its
    position's name.
    """
    layout = block.layout
    width = layout.width if block.delimited else max((len(cells) for _, cells in block.rows), default=0)
    for position in [*layout.blank, *range(layout.width, width)]:
        if contract.read_heading(f"列{position + 1}"):
            continue
        for index, (number, row) in enumerate(block.rows):
            if index not in failed and position < len(row) and row[position].strip():
                raise HeldError([
                    Problem(file, block.sheet, number, f"列{position + 1}", "有表头的列",
                            f"没有表头的列里有内容“{row[position].strip()[:30]}”",
                            f"请给这一列加上表头；不用的话，把“列{position + 1}”加到 {contract.source} 约定的 ignore")
                ])  # fmt: skip


def note(contract, delivery, file, sheet, row, column, heading, found, note) -> dict:
    """A row of lake/note."""
    return {
        "source": contract.source, "delivery_date": delivery.date, "file": file, "sheet": sheet, "row": row,
        "column": column, "heading": heading, "found": found, "note": note,
    }  # fmt: skip
