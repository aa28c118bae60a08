"""How reading went: a report a delivery and a source, the rows beside the accepted ones, and their tables
in the lake.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from dagster_project.ingest.contract import Contract
from dagster_project.ingest.deliveries import Scan
from dagster_project.ingest.lake import DELIVERY, NOTE, QUARANTINE, write_rows
from dagster_project.ingest.problems import Problem


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
class Tray:
    """What a delivery leaves beside its rows."""

    accepted: int = 0
    quarantine: list[dict] = field(default_factory=list)
    noted: list[dict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def write_reports(contract: Contract, lake: Path, reports: list[DeliveryReport], trays: list[Tray]) -> None:
    """Write lake/quarantine, lake/note and lake/delivery of a source, empty tables too."""
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


def write_passed_over(scan: Scan, lake: Path) -> None:
    """lake/delivery/passed_over.parquet: what belongs to no delivery, each path under raw/ with its reason.

    source is the folder it lies in or is, '' at the top of raw/; there is no date, since nothing was received.
    """
    rows = [
        {"source": entry.path.partition("/")[0] if "/" in entry.path else "", "files": entry.path, "file_hash": "",
         "status": "passed_over", "rows_read": 0, "rows_accepted": 0, "rows_quarantined": 0,
         "problem": entry.reason, "remedy": "", "is_latest_good": False}
        for entry in scan.passed_over
    ]  # fmt: skip
    write_rows(rows, DELIVERY, lake / "delivery" / "passed_over.parquet")
