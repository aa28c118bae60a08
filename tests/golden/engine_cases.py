"""Reads the golden cases and runs them through the engine in one go: a case is a company."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from dagster_project import assess

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV of this folder."""
    with open(HERE / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def facts(text: str) -> list[tuple]:
    """'a=1;b=2..3;c=4..;d=工业' as rows (metric, value_low, value_high, value_text)."""
    found = []
    for part in filter(None, text.split(";")):
        metric, _, value = part.partition("=")
        if metric == "size_industry":
            found.append((metric, None, None, value))
        else:
            low, dots, high = value.partition("..")
            found.append((metric, low or None, (high or None) if dots else low, None))
    return found


def judged(cases: list[dict[str, str]], region_code: str | None = None):
    """A connection with the assessment tables built; company_id is the case's number."""
    connection = assess.engine()
    assess.add_facts(
        connection, [(str(n), *fact) for n, case in enumerate(cases) for fact in facts(case["facts"])]
    )
    for n, case in enumerate(cases):
        day = date.fromisoformat(case["as_of"]) if case.get("as_of") else None
        assess.add_subjects(
            connection, [str(n)], case["standard_id"], case.get("purpose") or "new", day, region_code
        )
    assess.run(connection)
    return connection
