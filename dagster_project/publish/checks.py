"""What a cell to fill in may hold, as the spreadsheet checks it: the same bounds and words that the answer is read with."""

from __future__ import annotations

from typing import Any

from dagster_project.feedback.facts import facts
from dagster_project.ingest.contract import Column
from dagster_project.ingest.contract_file import load_contracts
from dagster_project.publish.tables import Entry
from dagster_project.publish.words import LEGENDS

Rule = dict[str, Any]
_LIMIT = 10**12  # what reading takes for a number at all


def rule_of(entry: Entry, fact: str = "") -> Rule | None:
    """The data validation of an entry's cell (XlsxWriter's options), of `fact` where the entry is by_fact; None: free, and nothing to tell."""
    if entry.check == "date":
        # nothing is told before the first day that a contract takes, nor on a day that has not come
        first = load_contracts()["county_visit"].columns["visited_on"].min
        told = f"请填日期，如 2026-11-20：不早于 {first}，不晚于今天"
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": first,
            "maximum": "=TODAY()",
            "error_message": told,
        }
    if entry.check == "list":
        return _choice(entry.choices)
    if entry.check == "by_fact" and fact in facts():
        return _of_fact(facts()[fact])
    return {"validate": "any"} if entry.check == "any" and entry.hint else None


def _choice(words: tuple[str, ...]) -> Rule:
    return {
        "validate": "list",
        "source": list(words),
        "error_message": f"请从下拉列表选：{'、'.join(words)}"[:255],
    }


def _of_fact(column: Column) -> Rule | None:
    if column.type == "flag":
        return _choice(("是", "否"))
    if column.name in LEGENDS:
        return _choice(tuple(LEGENDS[column.name].values()))
    if column.type not in ("number", "integer", "percent"):
        return None
    low, high = (f"{end:g}" if end is not None else "" for end in (column.min, column.max))
    bounds = "，".join(text for text in (low and f"不小于 {low}", high and f"不大于 {high}") if text)
    whole = column.type == "integer"
    told = f"请只填{'整' if whole else ''}数{f'（{column.unit}）' if column.unit else ''}，不带单位" + (
        f"；{bounds}" if bounds else ""
    )
    return {
        "validate": "integer" if whole else "decimal",
        "criteria": "between",
        "minimum": -_LIMIT if column.min is None else column.min,
        "maximum": _LIMIT if column.max is None else column.max,
        "error_message": told,
    }
