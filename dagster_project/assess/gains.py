"""The smallest set of improvements that reaches the pass line.

An improvement lifts one known metric to a higher band; its effort is the change as a share of the target (a flag from 0 to 1
is 1; of a target of 0, which has no shares, a hundredth a unit: a percentage point is 0.01). Of the improvements, at most one an indicator (of an indicator that sums its metrics, at most one a metric), the set is
sought that brings the total to the pass score and every category to its minimum with the least sum of efforts; among equal
sums the one of fewer improvements, then the first by indicator and metric. The search is exact: for each category the least
effort for every number of points, then the categories combined. What is unknown counts with its lower end and is not
improved: it is asked for first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

import duckdb

# A step is a row of the engine's gain macro with every band, as a mapping of its columns.
Step = Mapping[str, Any]
# (effort, number of improvements, their names, the improvements themselves): compared by the first three.
Choice = tuple[Decimal, int, tuple, tuple]
NOTHING: Choice = (Decimal(0), 0, (), ())
# A score and the least it may be: (bound, whether the bound itself is enough).
Need = tuple[Decimal, bool]


@dataclass(frozen=True)
class Plan:
    """The set that reaches the line: points wanted, points brought, the sum of efforts, and the steps in order."""

    needed: Decimal
    gain: Decimal
    effort: Decimal
    steps: tuple[Step, ...]


def smallest_set(
    steps: Iterable[Step],
    score: Decimal,
    pass_score: Decimal,
    categories: Mapping[str, tuple[Decimal, Need | None]] | None = None,
) -> Plan | None:
    """The plan for a company whose score is at least `score`; None when no set of known improvements reaches the line.

    categories: {category_id: (score_min, its minimum or None)}, for standards whose categories have minima.
    """
    categories = categories or {}
    by_category: dict[str, dict[str, list[Step]]] = defaultdict(lambda: defaultdict(list))
    for step in steps:
        by_category[step["category_id"]][step["indicator_id"]].append(step)
    total = {Decimal(0): NOTHING}
    for category in sorted({*by_category, *categories}):
        part = {Decimal(0): NOTHING}
        for _, rows in sorted(by_category[category].items()):
            part = _combined(part, _options(rows))
        now, need = categories.get(category, (Decimal(0), None))
        if need:
            part = {points: choice for points, choice in part.items() if enough(now + points, need)}
        total = _combined(total, part)
    needed = max(pass_score - score, Decimal(0))
    reaching = [
        (choice[:3], points, choice) for points, choice in total.items() if score + points >= pass_score
    ]
    if not reaching:
        return None
    _, points, (effort, _, _, chosen) = min(reaching, key=lambda found: found[:2])
    return Plan(needed, points, effort, chosen)


def next_bands(steps: Iterable[Step]) -> list[Step]:
    """Of steps, the nearest one of every indicator and metric."""
    found: dict[tuple, Step] = {}
    for step in steps:
        key = step["indicator_id"], step["metric"]
        if key not in found or _nearness(step) < _nearness(found[key]):
            found[key] = step
    return [found[key] for key in sorted(found)]


def _nearness(step: Step) -> tuple:
    return step["score_next"], abs(step["change"])


def category_needs(connection: duckdb.DuckDBPyConnection, standard_id: str) -> dict[str, Need]:
    """{category_id: its minimum}, from the standard's conditions on the categories' scores."""
    found = connection.execute(
        """select g.category_id::varchar, max(c.value), bool_and(c.operator = '>=') from conditions as c
        inner join categories as g
            on c.standard_id = g.standard_id and c.metric::varchar = 'score_' || g.category_id
        where c.standard_id::varchar = ? group by g.category_id""",
        [standard_id],
    ).fetchall()
    return {category: (bound, included) for category, bound, included in found}


def enough(score: Decimal, need: Need) -> bool:
    """Whether a score is at its minimum or above it."""
    bound, included = need
    return score > bound or (included and score == bound)


def _combined(one: dict[Decimal, Choice], other: dict[Decimal, Choice]) -> dict[Decimal, Choice]:
    """The least effort for every sum of points of the two."""
    found: dict[Decimal, Choice] = {}
    for (a, left), (b, right) in product(one.items(), other.items()):
        choice: Choice = (left[0] + right[0], left[1] + right[1], left[2] + right[2], left[3] + right[3])
        if a + b not in found or choice[:3] < found[a + b][:3]:
            found[a + b] = choice
    return found


def _options(rows: list[Step]) -> dict[Decimal, Choice]:
    """One indicator's improvements: points -> the least effort for them; no improvement is 0 points."""
    by_metric: dict[str, list[tuple[Decimal, Step]]] = defaultdict(list)
    for row in rows:
        for step in _units(row):
            points = step["metric_gain"] if step["combine"] == "sum" else step["gain"]
            by_metric[step["metric"]].append((points, step))
    if rows[0]["combine"] == "sum":
        ways: Iterable = product(*([None, *found] for _, found in sorted(by_metric.items())))
    else:
        ways = ([one] for found in by_metric.values() for one in found)
    left = rows[0]["full_points"] - rows[0]["score_now"]
    best = {Decimal(0): NOTHING}
    for way in ways:
        taken = [one for one in way if one]
        points = min(left, sum((points for points, _ in taken), Decimal(0)))
        choice = (
            sum((step["effort"] for _, step in taken), Decimal(0)),
            len(taken),
            tuple((step["indicator_id"], step["metric"], step["target"]) for _, step in taken),
            tuple(step for _, step in taken),
        )
        if points > 0 and (points not in best or choice[:3] < best[points][:3]):
            best[points] = choice
    return best


def _units(row: Step) -> Iterable[Step]:
    """The row itself; where points are by the unit, a step for each further unit up to the indicator's full points."""
    yield row
    if row["per_unit"] is None:
        return
    gain, metric_gain, target = row["gain"], row["metric_gain"], row["target"]
    while row["score_now"] + gain < row["full_points"]:
        target += row["per_unit"]
        metric_gain += row["unit_points"]
        gain = min(gain + row["unit_points"], row["full_points"] - row["score_now"])
        change = target - row["value"]
        yield {
            **row,
            "target": target,
            "change": change,
            "effort": round(change / target, 6),
            "gain": gain,
            "metric_gain": metric_gain,
            "score_next": row["score_now"] + gain,
        }
