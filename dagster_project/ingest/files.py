"""One file under a contract: its rows accepted or in quarantine, every other line noted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from dagster_project.ingest.accept import accept, note
from dagster_project.ingest.body import Block
from dagster_project.ingest.columns import type_block
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.deliveries import Delivery
from dagster_project.ingest.layout import Layout
from dagster_project.ingest.problems import HeldError, Problem
from dagster_project.ingest.readers import Sheet, UnreadableError, read_sheets
from dagster_project.ingest.reports import Tray
from dagster_project.ingest.tables import FileTables
from dagster_project.ingest.telling import Telling
from dagster_project.ingest.values.numbers import SCALE
from dagster_project.ingest.worksheets import only_named


@dataclass(frozen=True)
class Piece:
    """A block of a file: where it stands, under which headings, and its accepted rows (typed, with lineage)."""

    file: str
    sheet: str
    layout: Layout
    rows: pa.Table


def read_file(contract: Contract, delivery: Delivery, name: str, tray: Tray) -> Iterator[Piece]:
    """The pieces of the file `name` (under delivery.raw), in order; what is no accepted row fills the tray.

    Raises HeldError, whose problems say what is wrong and what to do.
    """
    file = Telling(contract, name)
    sheets = read_sheets(delivery.raw / name)
    try:
        if contract.sheets:
            found = list(only_named(sheets, contract, contract.is_guest(name)))
            if not found:
                if not contract.is_guest(name):
                    tray.notes.append(f"{name} 没有本名单的表，未读")
                return
            sheets = iter(found)
        told = None
        for block in FileTables(file).blocks(_with_member(sheets, file, name)):
            typed = type_block(contract, block)
            rows = accept(contract, delivery, file.file, block, typed, tray)
            if block.layout is not told:
                told = block.layout
                tray.noted += _converted(contract, delivery, file.file, block)
            yield Piece(file.file, block.sheet, block.layout, rows)
    except UnreadableError as error:
        raise HeldError(
            [Problem(file.file, error.sheet, error.row, found=error.found, remedy=error.remedy)]
        ) from error
    tray.notes += file.notes
    tray.noted += [
        note(contract, delivery, line.file, line.sheet, line.row, "", "", line.text, line.why)
        for line in file.lines
    ]  # fmt: skip


def _converted(contract: Contract, delivery: Delivery, file: str, block: Block) -> list[dict]:
    """Notes on columns whose heading or table is in another unit than the contract's: what was written is the value times
    what is said.
    """
    noted = []
    for name, places in block.layout.columns.items():
        own = contract.columns[name].unit
        unit = next((unit for _, unit in places if unit), block.layout.unit)
        if own in SCALE and unit in SCALE and SCALE[unit] != SCALE[own]:
            heading = block.layout.headings[places[0][0]].replace("\n", "")
            factor = f"{Decimal(SCALE[own]) / SCALE[unit]:f}"
            told = f"由{unit}换算为{own}；原数 = 本列 × {factor}，单元格自带单位的除外"
            noted.append(
                note(contract, delivery, file, block.sheet, block.layout.row, name, heading, unit, told)
            )
    return noted


def _with_member(sheets: Iterator[Sheet], file: Telling, name: str) -> Iterator[Sheet]:
    """Name the member of an archive in everything that is told of its sheets."""
    for sheet in sheets:
        file.file = f"{name}!{sheet.member}" if sheet.member else name
        yield sheet
