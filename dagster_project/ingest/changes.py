"""What changed between two deliveries of a source, as a table: full lists row by row, appended ones where a row is given
again. Rows that stayed the same are only counted.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.ingest.cache import KEY
from dagster_project.ingest.lake import CHANGE
from dagster_project.ingest.merge import Batches
from dagster_project.ingest.reports import Counts

_STEP = 200_000  # rows that are compared at a time


def delivery_changes(batches: Batches, dates: list[dt.date]) -> tuple[pa.Table, list[Counts]]:
    """The rows of lake/delivery_change of a source, in order of delivery and row; and the counts by delivery.

    A changed row gives one row for each column that differs, values as text. evidence is the later row,
    evidence_before the earlier one.
    """
    steps, size = batches.succession.steps(), len(dates)
    day = batches.succession.delivery
    parts = [
        _rows(batches, dates, "added", steps.added, None, steps.added, steps.added_before, steps.added_day),
        _rows(batches, dates, "removed", steps.gone, steps.gone, None, steps.gone_day, steps.gone_after),
    ]
    if batches.contract.delivery == "append":
        parts = []  # every row of an appended list is new: they are counted
    differs = np.zeros(len(steps.again), bool)
    for number, name in enumerate(_compared(batches) if len(steps.again) else ()):
        for begin in range(0, len(steps.again), _STEP):
            mine = slice(begin, begin + _STEP)
            now, then = steps.again[mine], steps.earlier[mine]
            before, after = batches.at(name, then), batches.at(name, now)
            other = _different(before, after)
            if not other.any():
                continue
            differs[mine] |= other
            chosen = pa.array(other)
            now, then = now[other], then[other]
            part = _rows(batches, dates, "changed", now, then, now, day[then], day[now], number)
            for title, values in (("before", before), ("after", after)):
                at = part.schema.get_field_index(title)
                part = part.set_column(at, title, _as_text(values.filter(chosen)))
            at = part.schema.get_field_index("column")
            parts.append(part.set_column(at, "column", pa.array([name] * len(now), pa.string())))
    table = CHANGE.empty_table()
    if parts:
        ordered = pa.concat_tables(parts).sort_by(
            [("later", "ascending"), ("_at", "ascending"), ("_column", "ascending")]
        )
        table = ordered.select(CHANGE.names).cast(CHANGE)
    counted = [
        np.bincount(days, minlength=size)
        for days in (steps.added_day, steps.gone_after, day[steps.again[differs]], day[steps.again[~differs]])
    ]
    return table, [Counts(*(int(count[number]) for count in counted)) for number in range(size)]


def _compared(batches: Batches) -> list[str]:
    return [c.name for c in batches.contract.columns.values() if "derived" not in c.options]


def _different(before: pa.Array, after: pa.Array) -> np.ndarray:
    """Where two arrays differ; empty is different from any value, and the same as empty."""
    unequal = pc.fill_null(pc.not_equal(before, after), False)
    unequal = pc.or_(unequal, pc.xor(pc.is_null(before), pc.is_null(after)))
    return unequal.to_numpy(zero_copy_only=False)


def _as_text(values: pa.Array) -> pa.Array:
    text = pc.cast(values, pa.string())
    if pa.types.is_decimal(values.type):
        text = pc.replace_substring_regex(text, r"\.?0+$", "")
    return text


def _rows(
    batches: Batches, dates, change: str, at, before, after, earlier: np.ndarray, later: np.ndarray, column=-1
) -> pa.Table:
    """Rows of the table. at: the positions that give the key; before, after: those of the evidence, if any."""
    size = len(at)
    days = np.array(dates, "datetime64[D]") if dates else np.array([], "datetime64[D]")
    keys = pc.replace_substring_regex(batches.at(KEY, at), "[\x1e\x1f]+", " | ")
    empty = pa.array([""] * size, pa.string())
    evidence = [
        empty if positions is None else batches.at("evidence", positions) for positions in (before, after)
    ]
    blank = pa.nulls(size, pa.string())
    return pa.table({
        "source": pa.array([batches.contract.source] * size, pa.string()),
        "earlier": pa.array(days[earlier], pa.date32()), "later": pa.array(days[later], pa.date32()),
        "key": pc.utf8_trim(keys, " |"), "change": pa.array([change] * size, pa.string()), "column": empty,
        "before": blank, "after": blank, "evidence_before": evidence[0], "evidence": evidence[1],
        "_at": pa.array(at, pa.int64()), "_column": pa.array(np.full(size, column), pa.int64()),
    })  # fmt: skip
