"""One source into the lake: its deliveries read in order of date, each whole or held, every row accepted or
in quarantine.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.ingest.columns import Typed, type_block
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.deliveries import Delivery
from dagster_project.ingest.lake import DELIVERY, NOTE, QUARANTINE, Spool, days, write_rows
from dagster_project.ingest.problems import HeldError, Problem, RequiredSourceError
from dagster_project.ingest.readers import Sheet, UnreadableError, read_sheets
from dagster_project.ingest.tables import Block, FileTables

Progress = Callable[[str], None]


@dataclass(frozen=True)
class DeliveryReport:
    """How one delivery went. status: read | held | withdrawn. rows_read = rows_accepted + rows_quarantined."""

    source: str
    date: dt.date
    files: tuple[str, ...]
    file_hash: str
    status: str
    rows_read: int = 0
    rows_accepted: int = 0
    rows_quarantined: int = 0
    problem: str = ""
    remedy: str = ""
    is_latest_good: bool = False


@dataclass(frozen=True)
class SourceReport:
    """How one source went: totals over the deliveries that were read, and the problems of those that were
    held.
    """

    source: str
    rows_read: int
    rows_accepted: int
    rows_quarantined: int
    deliveries: list[DeliveryReport]
    problems: list[Problem]
    notes: list[str]


@dataclass
class _Tray:
    """What a delivery leaves beside its rows."""

    accepted: int = 0
    quarantine: list[dict] = field(default_factory=list)
    noted: list[dict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def ingest_source(
    contract: Contract, deliveries: list[Delivery], lake: Path, progress: Progress | None = None
) -> SourceReport:
    """Read a source's deliveries into lake/<source>/rows.parquet and its rows of quarantine, note and
    delivery.

    A delivery with a problem is held whole: the last good one serves. Raises RequiredSourceError, after
    writing the delivery table, when the newest delivery of a required source is held.
    """
    deliveries = sorted((d for d in deliveries if d.source == contract.source), key=lambda d: d.date)
    reports: list[DeliveryReport] = []
    problems: list[Problem] = []
    trays: list[_Tray] = []
    with Spool(contract, lake) as spool:
        for delivery in deliveries:
            report, tray, held = _read_delivery(contract, delivery, spool, progress)
            reports.append(report)
            trays.append(tray)
            problems += held
        good = [i for i, report in enumerate(reports) if report.status == "read"]
        if good:
            reports[good[-1]] = replace(reports[good[-1]], is_latest_good=True)
        spool.finish()
    _write(contract, lake, reports, trays)
    standing = [report for report in reports if report.status != "withdrawn"]
    if contract.required and standing and standing[-1].status == "held":
        newest = standing[-1]
        raise RequiredSourceError(
            f"{contract.title}（必需）{newest.date} 的一批读不了：{newest.problem}。{newest.remedy}"
        )
    return SourceReport(
        contract.source,
        sum(r.rows_read for r in reports),
        sum(r.rows_accepted for r in reports),
        sum(r.rows_quarantined for r in reports),
        reports,
        problems,
        [note for tray in trays for note in tray.notes],
    )


def _read_delivery(
    contract: Contract, delivery: Delivery, spool: Spool, progress: Progress | None
) -> tuple[DeliveryReport, _Tray, list[Problem]]:
    report = DeliveryReport(
        contract.source, delivery.date, delivery.files, delivery.file_hash(), delivery.status
    )
    folder = f"{contract.source}/{delivery.date}"
    if delivery.status != "found":
        held = (
            [Problem(folder, found=delivery.problem, remedy=delivery.remedy)]
            if delivery.status == "held"
            else []
        )
        return replace(report, problem=delivery.problem, remedy=delivery.remedy), _Tray(), held
    tray = _Tray()
    try:
        spool.delivery(_tables(contract, delivery, tray, progress))
    except HeldError as error:
        text = "；".join(str(replace(p, remedy="")).rstrip("。") for p in error.problems)
        remedy = "；".join(dict.fromkeys(p.remedy for p in error.problems if p.remedy))
        return replace(report, status="held", problem=text, remedy=remedy), _Tray(), error.problems
    quarantined = len(tray.quarantine)
    read = tray.accepted + quarantined
    if contract.delivery == "full" and not tray.accepted and (read or contract.required):
        held = [_nothing(delivery, tray)]
        spool.drop_last()
        return replace(report, status="held", problem=held[0].found, remedy=held[0].remedy), _Tray(), held
    report = replace(
        report, status="read", rows_read=read, rows_accepted=tray.accepted, rows_quarantined=quarantined
    )
    return report, tray, []


def _nothing(delivery: Delivery, tray: _Tray) -> Problem:
    """A full list of which no row can be used would clear the list: it is held instead."""
    if not tray.quarantine:
        return Problem(delivery.files[0], found="只有表头，一行数据也没有", remedy="请核对后重新导出")
    first = tray.quarantine[0]
    found = (
        f"{len(tray.quarantine)} 行全部不能使用，如第 {first['row']} 行 {first['reason']}（{first['found']}）"
    )
    return Problem(
        first["file"], first["sheet"], 0, first["heading"], first["expected"], found, first["remedy"]
    )


def _tables(
    contract: Contract, delivery: Delivery, tray: _Tray, progress: Progress | None
) -> Iterator[pa.Table]:
    """The accepted rows of a delivery, block by block. Raises HeldError."""
    for name in delivery.files:
        if progress:
            progress(f"{contract.title}：{name}")
        file = FileTables(contract, name)
        members: dict[str, str] = {}
        sheets = _with_member(read_sheets(delivery.raw / name), file, name, members)
        try:
            for block in file.blocks(sheets):
                typed = type_block(contract, block)
                yield _accepted(contract, delivery, file.file, block, typed, tray)
        except UnreadableError as error:
            raise HeldError(
                [Problem(file.file, error.sheet, error.row, found=error.found, remedy=error.remedy)]
            ) from error
        tray.notes += file.notes
        tray.noted += [
            _note(
                contract,
                delivery,
                members.get(line.sheet, name),
                line.sheet,
                line.row,
                "",
                "",
                line.text,
                line.why,
            )
            for line in file.lines
        ]


def _with_member(
    sheets: Iterator[Sheet], file: FileTables, name: str, members: dict[str, str]
) -> Iterator[Sheet]:
    """Name the member of an archive in everything that is told of its sheets."""
    for sheet in sheets:
        file.file = f"{name}!{sheet.member}" if sheet.member else name
        members[sheet.name] = file.file
        yield sheet


def _accepted(contract, delivery: Delivery, file: str, block: Block, typed: Typed, tray: _Tray) -> pa.Table:
    """The block's good rows with their lineage; the failed ones go to quarantine, one entry a row."""
    size = len(block.rows)
    failed: dict[int, list] = {}
    for failure in typed.failures:
        failed.setdefault(failure.position, []).append(failure)
    _hold_blank_headings(contract, file, block, failed)
    for position, failures in sorted(failed.items()):
        first = failures[0]
        reason = "；".join(
            dict.fromkeys(f"{f.heading}：{f.reason}" if f.heading else f.reason for f in failures)
        )
        tray.quarantine.append(
            {"source": contract.source, "delivery_date": delivery.date, "file": file, "sheet": block.sheet,
             "row": block.numbers[position], "column": first.column, "heading": first.heading, "expected": first.expected,
             "found": first.found, "reason": reason, "remedy": first.remedy,
             "cells": json.dumps(block.rows[position], ensure_ascii=False)}
        )  # fmt: skip
    tray.noted += [
        _note(contract, delivery, file, block.sheet, block.numbers[position], *rest)
        for position, *rest in typed.notes
        if position not in failed
    ]
    keep = np.ones(size, bool)
    keep[list(failed)] = False
    tray.accepted += int(keep.sum())
    numbers = pa.array(block.numbers, pa.int32())
    prefix = pa.scalar(f"{file}#{block.sheet}!")
    columns = [typed.columns[name] for name in contract.columns]
    columns += [
        pc.binary_join_element_wise(prefix, pc.cast(numbers, pa.string()), ""),
        pa.array([file] * size, pa.string()), pa.array([block.sheet] * size, pa.string()), numbers,
        days(delivery.date, size),
    ]  # fmt: skip
    names = [*contract.columns, "evidence", "file", "sheet", "row", "delivery_date"]
    return pa.table(dict(zip(names, columns, strict=True))).filter(pa.array(keep))


def _hold_blank_headings(contract: Contract, file: str, block: Block, failed: dict[int, list]) -> None:
    """A column with cells and no heading is unknown, like any other: it holds the delivery under its
    position's name.
    """
    layout = block.layout
    width = layout.width if block.delimited else max(map(len, block.rows), default=0)
    for position in [*layout.blank, *range(layout.width, width)]:
        if contract.read_heading(f"列{position + 1}"):
            continue
        for index, row in enumerate(block.rows):
            if index not in failed and position < len(row) and row[position].strip():
                raise HeldError([
                    Problem(file, block.sheet, block.numbers[index], f"列{position + 1}", "有表头的列",
                            f"没有表头的列里有内容“{row[position].strip()[:30]}”",
                            f"请给这一列加上表头；不用的话，把“列{position + 1}”加到 {contract.source} 约定的 ignore")
                ])  # fmt: skip


def _note(contract, delivery, file, sheet, row, column, heading, found, note) -> dict:
    return {
        "source": contract.source, "delivery_date": delivery.date, "file": file, "sheet": sheet, "row": row,
        "column": column, "heading": heading, "found": found, "note": note,
    }  # fmt: skip


def _write(contract: Contract, lake: Path, reports: list[DeliveryReport], trays: list[_Tray]) -> None:
    name = f"{contract.source}.parquet"
    write_rows([row for tray in trays for row in tray.quarantine], QUARANTINE, lake / "quarantine" / name)
    write_rows([row for tray in trays for row in tray.noted], NOTE, lake / "note" / name)
    rows = [
        {"source": r.source, "delivery_date": r.date, "files": "; ".join(r.files), "file_hash": r.file_hash,
         "status": r.status, "rows_read": r.rows_read, "rows_accepted": r.rows_accepted,
         "rows_quarantined": r.rows_quarantined, "problem": r.problem, "remedy": r.remedy, "is_latest_good": r.is_latest_good}
        for r in reports
    ]  # fmt: skip
    write_rows(rows, DELIVERY, lake / "delivery" / name)
