"""One source into the lake: its deliveries read in order of date, each whole or held, every row accepted or
in quarantine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from dagster_project.ingest.contract import Contract
from dagster_project.ingest.deliveries import Delivery
from dagster_project.ingest.files import read_file
from dagster_project.ingest.lake import Spool
from dagster_project.ingest.problems import HeldError, Problem, RequiredSourceError
from dagster_project.ingest.reports import DeliveryReport, SourceReport, Tray, write_reports

Progress = Callable[[str], None]


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
    trays: list[Tray] = []
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
    write_reports(contract, lake, reports, trays)
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
) -> tuple[DeliveryReport, Tray, list[Problem]]:
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
        return replace(report, problem=delivery.problem, remedy=delivery.remedy), Tray(), held
    tray = Tray()
    try:
        spool.delivery(_tables(contract, delivery, tray, progress))
    except HeldError as error:
        text = "；".join(str(replace(p, remedy="")).rstrip("。") for p in error.problems)
        remedy = "；".join(dict.fromkeys(p.remedy for p in error.problems if p.remedy))
        return replace(report, status="held", problem=text, remedy=remedy), Tray(), error.problems
    quarantined = len(tray.quarantine)
    read = tray.accepted + quarantined
    if contract.delivery == "full" and not tray.accepted and (read or contract.required):
        held = [_nothing(delivery, tray)]
        spool.drop_last()
        return replace(report, status="held", problem=held[0].found, remedy=held[0].remedy), Tray(), held
    report = replace(
        report, status="read", rows_read=read, rows_accepted=tray.accepted, rows_quarantined=quarantined
    )
    return report, tray, []


def _nothing(delivery: Delivery, tray: Tray) -> Problem:
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
    contract: Contract, delivery: Delivery, tray: Tray, progress: Progress | None
) -> Iterator[pa.Table]:
    """The accepted rows of a delivery, block by block. Raises HeldError."""
    for name in delivery.files:
        if progress:
            progress(f"{contract.title}：{name}")
        for piece in read_file(contract, delivery, name, tray):
            yield piece.rows
