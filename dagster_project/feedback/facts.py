"""The facts that a county may tell, each as a typed column: the one place of what an answer may be.

What companies report is typed, bounded and given its words by the contract company_report; any other fact by the seeds
metrics (kind, unit), grades (words, and with them the bounds) and answer_bounds. The way out (drop-downs, data
validation) and the way back (reading) both ask here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from dagster_project.identity.text import fold
from dagster_project.ingest.contract import Column
from dagster_project.ingest.contract_file import load_contracts
from dagster_project.seeds import seed_rows

REPORT = "company_report"
_YEAR_BEFORE = re.compile(r"^(20\d\d)年?度?(?=\D)")
_YEAR_AFTER = re.compile(r"[（(](20\d\d)年?度?[)）]$")
_NO_FACTS = {"name", "uscc", "fiscal_year", "reported_on", "county"}


@dataclass(frozen=True)
class Named:
    """What a title or code names: the fact, the year written with it, the unit written with it ('' for none)."""

    fact: str
    year: int | None = None
    unit: str = ""


@lru_cache(maxsize=1)
def facts() -> dict[str, Column]:
    """{fact: its column}; `min` and `max` are the bounds (None: open), `options['words']` the words of a grade."""
    reported = load_contracts()[REPORT].columns
    found = {name: column for name, column in reported.items() if name not in _NO_FACTS}
    bounds = {row["metric"]: row for row in seed_rows("answer_bounds")}
    words: dict[str, dict[str, int]] = {}
    for row in seed_rows("grades"):
        words.setdefault(row["metric"], {})[row["grade_title"]] = int(row["grade"])
    for row in seed_rows("standards/metrics"):
        if row["metric"] not in found:
            found[row["metric"]] = _column(row, bounds.get(row["metric"], {}), words.get(row["metric"], {}))
    return found


def _column(metric: dict, bound: dict, words: dict[str, int]) -> Column:
    kinds = {"flag": "flag", "text": "text"}
    number = "percent" if metric["unit"] == "%" else "integer" if words else "number"
    low, high = (float(bound[end]) if bound.get(end) else None for end in ("low", "high"))
    return Column(
        name=metric["metric"], title=metric["title"], type=kinds.get(metric["kind"], number), unit=metric["unit"],
        min=min(words.values()) if words else low, max=max(words.values()) if words else high,
        options={"words": words} if words else {},
    )  # fmt: skip


@lru_cache(maxsize=1)
def _titles() -> dict[str, str]:
    """{folded title: fact}; what a standard calls it comes before what a report may call it."""
    told = {fold(row["title"]): row["metric"] for row in seed_rows("standards/metrics")}
    return {fold(row["item_title"]): row["item"] for row in seed_rows("asked_items")} | told


def named(code: str | None, title: str | None) -> Named | None:
    """What is meant by a code, or else by a title such as 研发费用, 研发费用（2024年） or 2024年研发费用, which a plain form has
    in the code's place; None: nobody knows.
    """
    if code in facts():
        return Named(code)
    year, bare = None, (code or title or "").strip()
    for pattern in (_YEAR_BEFORE, _YEAR_AFTER):
        if match := pattern.search(bare):
            year, bare = int(match[1]), pattern.sub("", bare).strip()
    if fact := _titles().get(fold(bare)):
        return Named(fact, year)
    for target in load_contracts()[REPORT].read_heading(bare) if bare else ():
        if target.kind == "column" and target.column in facts():
            return Named(target.column, year, target.unit)
    return None


def near(title: str) -> list[str]:
    """The titles nearest to one that names no fact, at most three."""
    return get_close_matches(fold(title), _titles(), 3)
