"""Looking at a file before it is delivered: how its headings map, what its rows become, what is in the way."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from dagster_project.ingest.contract import Contract
from dagster_project.ingest.deliveries import Delivery
from dagster_project.ingest.files import read_file
from dagster_project.ingest.forms import read_forms
from dagster_project.ingest.heading import SEARCHED, find
from dagster_project.ingest.keys import row_keys
from dagster_project.ingest.layout import Layout
from dagster_project.ingest.problems import HeldError, Problem
from dagster_project.ingest.readers import READABLE, REFUSED, UnreadableError, read_sheets
from dagster_project.ingest.readers.base import Row
from dagster_project.ingest.reports import Tray

SHOWN = 10
_UNDATED = dt.date(1970, 1, 1)  # a file that is only looked at was not received on any day
_MOST_TABLES = 50


@dataclass(frozen=True)
class Head:
    """The beginning of a table as it lies in the file. `where`: the file, with the member of an archive."""

    where: str
    sheet: str
    rows: list[Row]
    loose: bool


@dataclass
class View:
    """A table of the file as a contract sees it; rows: how many were accepted."""

    where: str
    sheet: str
    layout: Layout
    rows: int = 0


@dataclass
class Inspection:
    """What a contract would make of a file. first: the first accepted rows, typed, mapped columns only, each
    with `row`. repeated: accepted rows whose key stands in a later row, which is the one that counts. held:
    why the file could not be taken; then nothing of it would be read.
    """

    contract: Contract
    views: list[View] = field(default_factory=list)
    first: list[dict] = field(default_factory=list)
    tray: Tray = field(default_factory=Tray)
    repeated: int = 0
    held: list[Problem] = field(default_factory=list)


def check_file(path: Path) -> None:
    """Raises ValueError (Chinese) where there is no file, or none of a kind that lists come in."""
    if path.is_dir():
        raise ValueError(f"{path} 是文件夹：请给出其中的一个文件")
    if not path.is_file():
        raise ValueError(f"找不到文件 {path}")
    suffix = path.suffix.lower()
    if suffix not in READABLE and suffix not in REFUSED:
        kinds = "、".join(sorted(kind[1:] for kind in READABLE))
        raise ValueError(f"{path.name} 不是名单文件（{suffix or '无扩展名'}）；可读：{kinds}")


def heads(path: Path, rows: int = SEARCHED + 5) -> Iterator[Head]:
    """The first rows of each table of a file, blank tables left out. Raises UnreadableError."""
    for sheet in itertools.islice(read_sheets(path), _MOST_TABLES):
        first = list(itertools.islice(iter(sheet.rows), rows))
        if any(cell.strip() for _, cells in first for cell in cells):
            where = f"{path.name}!{sheet.member}" if sheet.member else path.name
            yield Head(where, sheet.name, first, sheet.loose)


def layout_of(contract: Contract, head: Head) -> Layout | None:
    """The headings of a table, or the labels of a form, as the contract reads them; None where it knows none."""
    found = find(contract, head.rows)
    forms = read_forms(contract, head.rows)
    if forms and (found is None or len(forms[0].layout.columns) > len(found[0].columns)):
        return forms[0].layout
    return found[0] if found else None


def inspect_file(path: Path, contract: Contract, shown: int = SHOWN) -> Inspection:
    """Read a file as a delivery of the contract's source would be read, and keep nothing but the `shown` first rows.

    Raises ValueError where there is no such file. What can't be read is told in `held`.
    """
    check_file(path)
    found = Inspection(contract)
    delivery = Delivery(contract.source, _UNDATED, path.parent, (path.name,))
    keys: list[pa.StringArray] = []
    try:
        for piece in read_file(contract, delivery, path.name, found.tray):
            last = found.views[-1] if found.views else None
            if last is None or last.layout is not piece.layout or last.sheet != piece.sheet:
                last = View(piece.file, piece.sheet, piece.layout)
                found.views.append(last)
            last.rows += piece.rows.num_rows
            keys.append(row_keys(contract, piece.rows))
            mapped = [*piece.layout.columns, *piece.layout.ranges, "row"]
            some = piece.rows.slice(0, shown - len(found.first)).select(mapped)
            found.first += some.to_pylist()
    except HeldError as error:
        found.held = error.problems
        found.views += _views_of_held(path, contract, {(v.where, v.sheet) for v in found.views})
    all_keys = pa.chunked_array(keys, pa.string())
    found.repeated = len(all_keys) - len(all_keys.unique())
    return found


def _views_of_held(path: Path, contract: Contract, known: set[tuple[str, str]]) -> list[View]:
    """The tables of a file that was held, so far as they can be opened."""
    views = []
    try:
        for head in heads(path):
            layout = layout_of(contract, head)
            if layout and (head.where, head.sheet) not in known:
                views.append(View(head.where, head.sheet, layout))
    except UnreadableError:
        pass  # it is told in `held` already
    return views
