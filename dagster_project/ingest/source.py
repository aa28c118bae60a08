"""One source into the lake: its deliveries read in order of date, each whole or held, every row accepted or
in quarantine.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from dagster_project.ingest.accept import note
from dagster_project.ingest.cache import Cache, Entry
from dagster_project.ingest.changes import delivery_changes
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.corrected import mark_corrected
from dagster_project.ingest.deliveries import Delivery
from dagster_project.ingest.lake import NOTE, QUARANTINE, write_table
from dagster_project.ingest.merge import Batches
from dagster_project.ingest.problems import HeldError, Problem, RequiredSourceError
from dagster_project.ingest.reports import DeliveryReport, SourceReport, write_deliveries, write_unmapped

TABLES = ("quarantine", "note", "delivery_change", "delivery", "unmapped_heading")


@dataclass
class Read:
    """A delivery as it went: its report, the entries of its files when it was read, the problems when held."""

    report: DeliveryReport
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def ingest_source(contract: Contract, deliveries: list[Delivery], lake: Path) -> SourceReport:
    """Read a source's deliveries into lake/<source>/rows.parquet and its rows of quarantine, note, delivery,
    delivery_change and unmapped_heading. What was read before is taken from the cache; where nothing changed, the lake stays as it is.

    A delivery with a problem is held whole: the last good one serves. Where the contract says `each_file`, only the
    file with the problem is held. Raises RequiredSourceError, after
    writing the delivery table, when the newest delivery of a required source is held.
    """
    cache = Cache(contract, lake)
    read = read_deliveries(contract, deliveries, cache)
    deliveries, found = [delivery for delivery, _ in read], [one for _, one in read]
    good = [read for read in found if read.report.status == "read"]
    if good:
        good[-1].report = replace(good[-1].report, is_latest_good=True)
    _write(contract, lake, cache, deliveries, found)
    if deliveries:
        cache.prune(deliveries[0].raw)
    reports = [read.report for read in found]
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
        [problem for read in found for problem in read.problems],
        [note for read in found for entry in read.entries for note in entry.notes],
    )


def read_deliveries(
    contract: Contract, deliveries: list[Delivery], cache: Cache
) -> list[tuple[Delivery, Read]]:
    """A source's deliveries in order of date, each as it went; what the cache doesn't hold is put there."""
    mine = sorted((d for d in deliveries if d.source == contract.source), key=lambda d: d.date)
    parts = [part for delivery in mine for part in _parts(contract, delivery, cache)]
    read = [(delivery, _read_delivery(contract, delivery, cache)) for delivery in parts]
    return [(delivery, one) for delivery, one in read if not _is_anothers(contract, delivery, one)]


def _parts(contract: Contract, delivery: Delivery, cache: Cache) -> list[Delivery]:
    """The delivery as it is; where each file stands for itself, those that can't be read are parted from the others."""
    if not contract.each_file or delivery.status != "found":
        return [delivery]
    good, held = [], []
    for position, name in enumerate(delivery.files):
        try:
            cache.read(delivery, position)
            good.append(name)
        except HeldError:
            held.append(name)
    return [replace(delivery, files=files) for files in (tuple(good), *((name,) for name in held)) if files]


def _read_delivery(contract: Contract, delivery: Delivery, cache: Cache) -> Read:
    report = DeliveryReport(
        contract.source, delivery.date, delivery.files, delivery.file_hash(), delivery.status
    )
    if delivery.status != "found":
        folder = f"{contract.source}/{delivery.date}"
        problem = Problem(folder, found=delivery.problem, remedy=delivery.remedy)
        told = replace(report, problem=delivery.problem, remedy=delivery.remedy)
        return Read(told, problems=[problem] if delivery.status == "held" else [])
    try:
        entries = [cache.read(delivery, position) for position in range(len(delivery.files))]
    except HeldError as error:
        text = "；".join(str(replace(p, remedy="")).rstrip("。") for p in error.problems)
        remedy = "；".join(dict.fromkeys(p.remedy for p in error.problems if p.remedy))
        return Read(replace(report, status="held", problem=text, remedy=remedy), problems=error.problems)
    accepted = sum(entry.accepted for entry in entries)
    quarantined = sum(entry.quarantined for entry in entries)
    if contract.delivery == "full" and not accepted and (quarantined or contract.required):
        nothing = _nothing(delivery, entries, quarantined)
        told = replace(report, status="held", problem=nothing.found, remedy=nothing.remedy)
        return Read(told, problems=[nothing])
    told = replace(
        report,
        status="read",
        rows_read=accepted + quarantined,
        rows_accepted=accepted,
        rows_quarantined=quarantined,
    )
    return Read(told, entries)


def _is_anothers(contract: Contract, delivery: Delivery, read: Read) -> bool:
    """Whether a delivery is another source's whole, and holds no sheet of this one."""
    mine = any(entry.accepted or entry.quarantined or entry.notes for entry in read.entries)
    return read.report.status == "read" and not mine and all(map(contract.is_guest, delivery.files))


def _nothing(delivery: Delivery, entries: list[Entry], quarantined: int) -> Problem:
    """A full list of which no row can be used would clear the list: it is held instead."""
    if not quarantined:
        return Problem(delivery.files[0], found="只有表头，一行数据也没有", remedy="请核对后重新导出")
    first = next(entry.quarantine.slice(0, 1).to_pylist()[0] for entry in entries if entry.quarantined)
    found = f"{quarantined} 行全部不能使用，如第 {first['row']} 行 {first['reason']}（{first['found']}）"
    return Problem(
        first["file"], first["sheet"], 0, first["heading"], first["expected"], found, first["remedy"]
    )


def _write(
    contract: Contract, lake: Path, cache: Cache, deliveries: list[Delivery], found: list[Read]
) -> None:
    """Write the source's tables, unless they stand there already, made of the same entries and reports."""
    rows = lake / contract.source / "rows.parquet"
    tables = {name: lake / name / f"{contract.source}.parquet" for name in TABLES}
    made_of = repr(
        [cache.base, *((read.report, [entry.folder.name for entry in read.entries]) for read in found)]
    )
    stamp = hashlib.sha256(made_of.encode()).hexdigest()
    if cache.stamp == stamp and all(path.is_file() for path in (rows, *tables.values())):
        return
    cache.stamp = ""
    good = [read for read in found if read.report.status == "read"]
    batches = Batches(contract, [read.entries for read in good])
    batches.write(rows)
    dates = [read.report.date for read in good]
    changes, counts = delivery_changes(batches, dates)
    entries = [entry for read in good for entry in read.entries]
    again = pa.Table.from_pylist(_delivered_again(contract, deliveries, found), schema=NOTE)
    refused = pa.concat_tables([QUARANTINE.empty_table(), *(e.quarantine for e in entries)])
    write_table(mark_corrected(contract, entries, refused), tables["quarantine"])
    write_table(pa.concat_tables([again, *(entry.noted for entry in entries)]), tables["note"])
    write_table(changes, tables["delivery_change"])
    reports = [read.report for read in found]
    write_deliveries(contract, lake, reports, dict(zip(dates, counts, strict=True)))
    held = [(read.report.date, read.problems) for read in found if read.report.status == "held"]
    write_unmapped(contract, lake, held)
    cache.stamp = stamp


def _delivered_again(contract: Contract, deliveries: list[Delivery], found: list[Read]) -> list[dict]:
    """Notes on files with the content of an earlier one."""
    first: dict[str, str] = {}
    notes = []
    for delivery, read in zip(deliveries, found, strict=True):
        for name, digest in zip(delivery.files, delivery.digests, strict=True) if read.entries else ():
            if digest in first:
                told = "与先前的文件内容完全相同（重复提交），以这一次为准"
                notes.append(note(contract, delivery, name, "", 0, "", "", first[digest], told))
            first[digest] = name
    return notes
