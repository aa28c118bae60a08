"""A second reading of the standards' rows: plain Python over the CSVs, sharing nothing with the engine but the rows.

It is slow and says only what the design says: points of known and unknown facts, strong Kleene with `person`, the best route.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "dbt_models" / "seeds" / "standards"
ORDER = ["not_met", "unknown", "person", "met"]  # an AND takes the first that occurs, an OR the last
Interval = tuple[Decimal | None, Decimal | None]  # None is open


@cache
def seed(name: str) -> list[dict[str, str]]:
    """A seed's rows as they are written."""
    with open(SEEDS / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows(name: str, standard: str) -> list[dict[str, str]]:
    """A standard's rows of a seed."""
    return [row for row in seed(name) if row["standard_id"] == standard]


def number(text: str) -> Decimal:
    """As it is written, whatever a DECIMAL(18, 6) holds."""
    return Decimal(text)


def _inside(band: dict[str, str], value: Decimal) -> bool:
    low, high = band["lower_bound"], band["upper_bound"]
    above = not low or value > Decimal(low) or (value == Decimal(low) and band["lower_inclusive"] == "true")
    below = (
        not high or value < Decimal(high) or (value == Decimal(high) and band["upper_inclusive"] == "true")
    )
    return above and below


def _points(bands: list[dict[str, str]], full: Decimal, fact: Interval | None) -> tuple[Decimal, Decimal]:
    """The lowest and highest points of one metric. Points move one way along a metric's bands or stay, so that the bands at an
    interval's ends and those wholly within it are all that it can reach."""
    if bands[0]["per_unit"]:
        unit, each = Decimal(bands[0]["per_unit"]), Decimal(bands[0]["points"])
        at = [
            None if end is None else min(full, max(end, Decimal(0)) // unit * each)
            for end in fact or (None, None)
        ]
        return at[0] if at[0] is not None else Decimal(0), at[1] if at[1] is not None else full
    low, high = fact or (None, None)
    edges = {Decimal(b[end]) for b in bands for end in ("lower_bound", "upper_bound") if b[end]}
    probes = {edge + step for edge in edges for step in (Decimal("-1e-7"), Decimal(0), Decimal("1e-7"))}
    probes |= {end for end in (low, high) if end is not None}
    within = [p for p in probes if (low is None or p >= low) and (high is None or p <= high)]
    reached = [Decimal(b["points"]) for p in within for b in bands if _inside(b, p)]
    return min(reached), max(reached)


def scores(standard: str, facts: dict[str, Interval]) -> dict[str, tuple[Decimal, Decimal]]:
    """Points of every indicator, and score_<category> and score_total; {} for a standard without indicators."""
    told: dict[str, tuple[Decimal, Decimal]] = {}
    sums: dict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    bands = rows("bands", standard)
    for indicator in rows("indicators", standard):
        full = Decimal(indicator["full_points"])
        metrics = defaultdict(list)
        for band in bands:
            if band["indicator_id"] == indicator["indicator_id"]:
                metrics[band["metric"]].append(band)
        ends = [_points(found, full, facts.get(metric)) for metric, found in metrics.items()]
        combine = sum if indicator["combine"] == "sum" else max
        points = tuple(min(full, combine(end[side] for end in ends)) for side in (0, 1))
        told[indicator["indicator_id"]] = points
        for group in (f"score_{indicator['category_id']}", "score_total"):
            sums[group].append(points)
    return told | {group: tuple(map(sum, zip(*found, strict=True))) for group, found in sums.items()}


def _holds(row: dict[str, str], fact: Interval | None, text: str | None) -> str:
    """One condition row: met where every value of the fact passes, not_met where none does."""
    if row["operator"] == "is_unknown":
        known = text is None and fact is None
    elif row["text_value"]:
        known = None if text is None else (text == row["text_value"]) == (row["operator"] == "=")
    else:
        low, high = fact or (None, None)
        bound = Decimal(row["value"] or 1)
        known = {
            ">=": _sure(low is not None and low >= bound, high is not None and high < bound),
            ">": _sure(low is not None and low > bound, high is not None and high <= bound),
            "<=": _sure(high is not None and high <= bound, low is not None and low > bound),
            "<": _sure(high is not None and high < bound, low is not None and low >= bound),
            "is_true": _sure(low is not None and low >= 1, high is not None and high < 1),
            "is_false": _sure(high is not None and high < 1, low is not None and low >= 1),
        }[row["operator"]]
    if known is None:
        return "person" if row["judged_by"] == "person" else "unknown"
    return "met" if known else "not_met"


def _sure(yes: bool, no: bool) -> bool | None:
    return True if yes else False if no else None


def _all(found) -> str:
    return min(found, key=ORDER.index)


def _any(found) -> str:
    return max(found, key=ORDER.index)


def judged(standard: str, purpose: str, on: date, facts: dict[str, Interval], texts: dict[str, str]):
    """(status, {(route, clause): status}) on a day."""
    facts = facts | {
        name: found for name, found in scores(standard, facts).items() if name.startswith("score_")
    }
    tree: dict[tuple, dict] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for row in rows("conditions", standard):
        begins, ends = row["judged_from"] or "0001-01-01", row["judged_to"] or "9999-12-31"
        if row["purpose"] in ("both", purpose) and begins <= on.isoformat() <= ends:
            status = _holds(row, facts.get(row["metric"]), texts.get(row["metric"]))
            tree[row["role"], row["route"]][row["clause"]][row["alternative"]].append(status)
    clauses = {
        (role, route, clause): _any(_all(group) for group in alternatives.values())
        for (role, route), found in tree.items()
        for clause, alternatives in found.items()
    }
    routes = {
        (role, route): _all(status for key, status in clauses.items() if key[:2] == (role, route))
        for role, route in tree
    }
    best = [_any(s for (role, _), s in routes.items() if role == "route")]
    status = _all([*best, *(s for (role, _), s in routes.items() if role == "base")])
    return status, {(route, clause): s for (_, route, clause), s in clauses.items()}
