"""What a file would change, were it delivered now: against the deliveries before it, by the contract's key."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from dagster_project.ingest.cache import KEY, Cache
from dagster_project.ingest.changes import delivery_changes
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.deliveries import Delivery, scan
from dagster_project.ingest.merge import Batches
from dagster_project.ingest.reports import Counts
from dagster_project.ingest.source import read_deliveries

SHOWN = 10


@dataclass(frozen=True)
class Difference:
    """One row that differs: its key as text, added | removed | changed, and of a changed one the column, before, after."""

    key: str
    change: str
    column: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Comparison:
    """earlier: the day of the newest delivery before, None when this would be the first. first: the first differences,
    at most SHOWN of each kind. The counts of an appended list: rows never given before, given otherwise, given alike.
    """

    earlier: dt.date | None
    counts: Counts
    first: tuple[Difference, ...] = ()


def compare(
    file: Path, contract: Contract, contracts: dict[str, Contract], raw: Path, lake: Path, day: dt.date
) -> Comparison | None:
    """Hold `file` against the deliveries under raw/ as a refresh would, without a trace in raw/ or the lake.

    lake: where what was read before is kept, if anywhere; it is copied beside the file. day: when it is received. None
    when the file would be held. Raises OSError when raw/ can't be read.
    """
    earlier = [d for d in scan(raw, contracts, day).deliveries if d.source == contract.source]
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        cache = Cache(contract, Path(folder))
        _copy(Cache(contract, lake).folder, cache.folder)
        # a day of its own, after all that is there: today's folder may hold a delivery already
        new = Delivery(contract.source, dt.date.max, file.parent, (file.name,))
        read = read_deliveries(contract, [*earlier, new], cache)
        good = [(delivery, one) for delivery, one in read if one.report.status == "read"]
        if not good or good[-1][0].date != new.date:
            return None
        dates = [delivery.date for delivery, _ in good]
        batches = Batches(contract, [one.entries for _, one in good])
        table, counts = delivery_changes(batches, dates)
        if len(good) == 1:
            return Comparison(None, Counts(batches.succession.keys.size, 0, 0, 0))
        return Comparison(dates[-2], counts[-1], (*_new_rows(batches), *_first(table, contract, new.date)))


def _copy(kept: Path, folder: Path) -> None:
    """What was read before, as links where the file system has them: nothing that is done here reaches the original."""
    for entry in kept.iterdir() if kept.is_dir() else ():
        if entry.is_dir() and not entry.name.startswith("."):
            try:
                shutil.copytree(entry, folder / entry.name, copy_function=_link)
            except (OSError, shutil.Error):  # a refresh has just replaced it: read anew
                shutil.rmtree(folder / entry.name, ignore_errors=True)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


def _first(table: pa.Table, contract: Contract, day: dt.date) -> list[Difference]:
    found: dict[str, list[Difference]] = {}
    for row in table.filter(pa.compute.equal(table["later"], pa.scalar(day, pa.date32()))).to_pylist():
        of_kind = found.setdefault(row["change"], [])
        if len(of_kind) < SHOWN:
            column = contract.columns[row["column"]].title if row["column"] else ""
            of_kind.append(
                Difference(row["key"], row["change"], column, row["before"] or "", row["after"] or "")
            )
    return [one for kind in found.values() for one in kind]


def _new_rows(batches: Batches) -> list[Difference]:
    """The first rows that an appended list never gave before; delivery_changes only counts them."""
    if batches.contract.delivery != "append":
        return []
    steps = batches.succession.steps()
    newest = steps.added[steps.added_day == len(batches.deliveries) - 1]
    keys = batches.at(KEY, np.sort(newest)[:SHOWN]).to_pylist()
    return [Difference(_plain(key), "added") for key in keys]


def _plain(key: str) -> str:
    return " | ".join(part for part in key.replace("\x1e", "\x1f").split("\x1f") if part)
