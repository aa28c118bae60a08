"""Verdicts on names, as deliveries of match_decision: a file a verdict, so that none is lost and none rewritten."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dagster_project.console.deliver import deliver
from dagster_project.matching.terms import VERDICTS
from dagster_project.publish.sheets.names import ALL_NAMES
from dagster_project.settings import TIMEZONE, today

SOURCE = "match_decision"
PREFIX = "网页判定"
WITHDRAWN = VERDICTS["withdrawn"]
# as the workbook's sheet heads them, which the contract knows
_TITLES = {column.name: column.heading for column in ALL_NAMES.columns}
HEADINGS = {
    name: _TITLES[name]
    for name in ("name", "published_code", "source", "county", "candidate_id", "candidate_name")
}


def decide(raw: Path, pair: dict[str, Any], verdict: str, by: str) -> Path:
    """Write one verdict on a row of the review queue; `verdict` in the words of VERDICTS."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*HEADINGS.values(), "判定", "判定人", "判定时间"])
    at = datetime.now(TIMEZONE)
    told = [pair[key] or "" for key in HEADINGS]
    writer.writerow([*told, verdict, by, f"{at:%Y-%m-%d %H:%M:%S}"])
    return deliver(raw, SOURCE, f"{PREFIX}_{at:%H%M%S_%f}.csv", text.getvalue().encode())


def decided(raw: Path, since: date) -> dict[tuple[str, ...], dict[str, str]]:
    """The newest verdict of the page on each pair, from deliveries of `since` on; withdrawn ones are gone."""
    newest: dict[tuple[str, ...], dict[str, str]] = {}
    for row in _written(raw, since):
        key = tuple(row[heading] for heading in HEADINGS.values())
        newest[key] = row
    return {key: row for key, row in newest.items() if row["判定"] != WITHDRAWN}


def of_today(raw: Path, by: str) -> list[dict[str, str]]:
    """The verdicts that `by` gave today and that still stand, the newest first; rows as they were written."""
    day = today()
    mine = [row for row in reversed(decided(raw, day).values()) if row["判定人"] == by]
    return sorted(mine, key=lambda row: row["判定时间"], reverse=True)


def key_of(pair: dict[str, Any]) -> tuple[str, ...]:
    """What `decided` knows a row of the queue by."""
    return tuple(pair[key] or "" for key in HEADINGS)


def _written(raw: Path, since: date) -> Iterator[dict[str, str]]:
    folder = raw / SOURCE
    for path in sorted(folder.glob(f"*/{PREFIX}_*.csv")):
        if path.parent.name >= since.isoformat():
            with open(path, encoding="utf-8", newline="") as file:
                yield from csv.DictReader(file)
