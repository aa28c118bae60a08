"""How reading went: a report a delivery and a source, the rows beside the accepted ones, and their tables
in the lake.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from pathlib import Path

from dagster_project.ingest.contract import Contract
from dagster_project.ingest.deliveries import Scan
from dagster_project.ingest.lake import DELIVERY, UNMAPPED, write_rows
from dagster_project.ingest.problems import Problem


@dataclass(frozen=True)
class Counts:
    """Rows of a delivery against those before: not given before, no longer given, given otherwise, given alike."""

    added: int
    removed: int
    changed: int
    repeated: int


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
    """What a file leaves beside its rows."""

    accepted: int = 0
    quarantine: list[dict] = field(default_factory=list)
    noted: list[dict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def write_deliveries(
    contract: Contract, lake: Path, reports: list[DeliveryReport], changes: dict[dt.date, Counts]
) -> None:
    """Write lake/delivery of a source, an empty table too. changes: of the deliveries that were read, by date."""
    counted = {r.date: asdict(changes[r.date]) for r in reports if r.date in changes}
    rows = [
        {"source": r.source, "delivery_date": r.date, "files": "; ".join(r.files), "file_hash": r.file_hash,
         "status": r.status, "rows_read": r.rows_read, "rows_accepted": r.rows_accepted,
         "rows_quarantined": r.rows_quarantined, "problem": r.problem, "remedy": r.remedy,
         "is_latest_good": r.is_latest_good}
        | ({f"rows_{name}": count for name, count in counted[r.date].items()} if r.status == "read" else {})
        for r in reports
    ]  # fmt: skip
    write_rows(rows, DELIVERY, lake / "delivery" / f"{contract.source}.parquet")


def write_unmapped(contract: Contract, lake: Path, held: list[tuple[dt.date, list[Problem]]]) -> None:
    """Write lake/unmapped_heading of a source, an empty table too: the headings of held deliveries that the contract
    neither maps nor ignores. held: the problems of each held delivery, by date.
    """
    rows = [
        {"source": contract.source, "delivery_date": date, "file": p.file, "sheet": p.sheet, "row": p.row,
         "heading": p.heading, "near": p.near, "found": p.found, "remedy": p.remedy}
        for date, problems in held for p in problems if p.near is not None
    ]  # fmt: skip
    write_rows(rows, UNMAPPED, lake / "unmapped_heading" / f"{contract.source}.parquet")


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
