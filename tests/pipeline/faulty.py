"""Faulty deliveries of the sample, read and audited without building the pool: ingest, then the checks of the list."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from dagster_project.ingest import (
    RequiredSourceError,
    ingest_source,
    load_contracts,
    scan,
    write_contract_tables,
)
from dagster_project.ingest.contract import Contract
from dagster_project.quality import CheckResult, deliveries, judge, measures, watched
from dagster_project.quality.audit import in_words
from dagster_project.quality.expectations import Check
from dagster_project.settings import DBT_PROJECT

# The delivery of the sample that each fault is put into, and the one before it; where the sample has only one of a full
# list, that one is the one before, too.
DELIVERIES = {
    "abnormal_operation": ("2026-11-12", "2026-06-15"),
    "application": ("2026-10-12", "2025-11-28"),
    "company_registry": ("2026-11-06", "2026-05-08"),
    "company_report": ("2026-04-27", "2025-04-28"),
    "county_feedback": ("2026-11-13", ""),
    "county_visit": ("2026-11-13", ""),
    "credit_blacklist": ("2026-11-12", "2026-08-24"),
    "equity_investment": ("2026-09-10", "2025-01-15"),
    "evidence": ("2026-03-20", "2025-11-10"),
    "high_tech_enterprise": ("2025-12-22", "2024-12-20"),
    "judgement": ("2026-11-09", "2025-10-27"),
    "match_decision": ("2026-11-13", ""),
    "patent_grant": ("2026-08-18", "2026-04-21"),
    "penalty": ("2026-06-17", "2025-12-17"),
    "recognised_title": ("2025-12-26", "2025-07-15"),
    "service_specialist": ("2026-11-04", "2026-11-04"),
    "tech_sme": ("2026-10-20", "2026-07-09"),
}
RECEIVED = "2026-11-16"  # the folder that it is put into, whatever day it came on
AS_OF = date(2026, 11, 20)
CHECKS = {check.name: check for check in watched()}
MOST = 60  # rows taken of a delivery, so that reading them takes no time
LEAST = 8  # rows a delivery must have for a fault to show
Change = Callable[[pd.DataFrame, "Sample"], pd.DataFrame | bytes]


class Sample:
    """The rows of the sample's deliveries as text, by the headings that a sender would write."""

    def __init__(self, pool: Path) -> None:
        self.contracts = load_contracts()
        self.pool = pool
        with duckdb.connect(str(pool), read_only=True) as connection:
            self._rows = {
                source: connection.execute(f"select * from stg_{source} order by evidence").df()
                for source in DELIVERIES
            }
            self.companies = connection.execute(
                "select company_id, uscc, name from company where uscc is not null order by company_id"
            ).df()

    def delivery(self, source: str, day: str) -> pd.DataFrame:
        """The accepted rows of one delivery, a column a contract's column, cells as text."""
        rows = self._rows[source]
        mine = rows[rows["delivery_date"].astype(str).str[:10] == day]
        frame = pd.DataFrame(
            {name: mine[name].map(_text) for name in columns(self.contracts[source]) if name in mine}
        )
        return self._grown(frame.iloc[:MOST].reset_index(drop=True))

    def _grown(self, frame: pd.DataFrame) -> pd.DataFrame:
        """A delivery of a handful of rows, made LEAST rows long under other companies' names."""
        if len(frame) >= LEAST or frame.empty:
            return frame
        grown = pd.concat([frame] * LEAST, ignore_index=True).iloc[:LEAST].copy()
        for name in {"company_id", "uscc", "name"} & set(grown):
            grown[name] = self.companies[name].iloc[:LEAST].tolist()
        return grown


def columns(contract: Contract) -> list[str]:
    """The columns that a sender fills in."""
    return [name for name, column in contract.columns.items() if column.headings]


def _text(value: object) -> str:
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, pd.Timestamp | date):
        return str(value)[:10]
    text = str(value)
    return text.rstrip("0").rstrip(".") if re.fullmatch(r"-?\d+\.\d+", text) else text


def written(contract: Contract, frame: pd.DataFrame) -> bytes:
    """The frame as the CSV that a sender would export."""
    headings = {name: contract.columns[name].headings[0] for name in frame}
    return frame.rename(columns=headings).to_csv(index=False).encode()


@dataclass(frozen=True)
class Found:
    """What one fault came to: a check's figure (None: not measured), or why the delivery was held."""

    check: Check | None
    figure: float | None
    deliveries: str = ""
    held: str = ""


def measured(
    sample: Sample, faults: dict[str, tuple[Change, tuple[str, ...]]], folder: Path, as_of: date = AS_OF
) -> dict[tuple[str, str], Found]:
    """{(source, check's key): what it measured} after one fault in each of some sources; key '' where it was held.

    faults: {source: (what is done to its delivery, the keys of the checks that are to see it)}.
    """
    raw, lake = folder / "raw", folder / "lake"
    for source, (change, _) in faults.items():
        day, before = DELIVERIES[source]
        content = change(sample.delivery(source, day), sample)
        files = {
            RECEIVED: content if isinstance(content, bytes) else written(sample.contracts[source], content)
        }
        if before:
            files[before] = written(sample.contracts[source], sample.delivery(source, before))
        for name, text in files.items():
            (raw / source / name).mkdir(parents=True)
            (raw / source / name / "名单.csv").write_bytes(text)
    found: dict[tuple[str, str], Found] = {}
    scanned = scan(raw, sample.contracts, date(2030, 1, 1)).deliveries
    for source in faults:
        mine = [delivery for delivery in scanned if delivery.source == source]
        try:
            newest = ingest_source(sample.contracts[source], mine, lake).deliveries[-1]
            held = f"{newest.problem}。{newest.remedy}" if newest.status == "held" else ""
        except RequiredSourceError as error:
            held = str(error)
        if held:
            found[source, ""] = Found(None, None, held=held)
    write_contract_tables(sample.contracts, lake)
    with duckdb.connect() as connection:
        for table in [*faults, "delivery", "quarantine", "contract"]:
            connection.execute(f"create view stg_{table} as {staging(table, lake)}")
        connection.execute("set variable as_of = $value", {"value": as_of})
        for check in CHECKS.values():
            if check.key in faults.get(check.source, ((), ()))[1]:
                new = deliveries.to_audit(connection, check.source, check.table, ())
                figures = measures.measure(connection, check, new)
                told = in_words(connection, check, figures, new)
                found[check.source, check.key] = Found(check, judged_by(check, figures), told)
    return found


def judged_by(check: Check, figures: list[measures.Figure]) -> float | None:
    """The figure that a check is judged by, if any."""
    worst = measures.worst(check, figures)
    return None if worst is None else worst.value


def verdicts(found: dict[tuple, Found]) -> dict[tuple, CheckResult | str]:
    """The judge's word on every figure at once, since it takes longer to start than to judge; a text where held."""
    known = {
        key: replace(one.check, table="faults", column="_".join(map(str, key)))
        for key, one in found.items()
        if one.figure is not None
    }
    good = judge.judge([(check, found[key].figure) for key, check in known.items()], AS_OF, None)
    return {
        key: one.held or _result(one, good[known[key].name] if key in known else None)
        for key, one in found.items()
    }


def _result(one: Found, good: bool | None) -> CheckResult:
    check, status = one.check, {None: "unknown", True: "passed", False: "failed"}[good]
    return CheckResult(
        check.table, check.key, check.title, check.severity(one.figure), status, one.figure, check.low, check.high,
        check.advice, one.deliveries,
    )  # fmt: skip


def staging(table: str, lake: Path) -> str:
    """A staging model's SQL over a lake: dbt renames and casts, and so does this."""
    sql = (DBT_PROJECT / "models" / "staging" / f"stg_{table}.sql").read_text(encoding="utf-8")
    sql = re.sub(r"\{\{ adapter.quote\('(\w+)'\) \}\}", r'"\1"', sql)
    return re.sub(
        r"\{\{ source\('lake', '(\w+)'\) \}\}", lambda m: f"read_parquet('{lake}/{m[1]}/*.parquet')", sql
    )
