"""The smallest set of improvements: exact against trying everything, and its ties and limits."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import combinations

from dagster_project.assess.gains import next_bands, smallest_set


def step(indicator, gain, effort, metric=None, category="c", combine="best", now=0, full=10, **more):
    """A row of the gain macro, as far as the search reads it."""
    return {
        "category_id": category,
        "indicator_id": indicator,
        "metric": metric or f"m{indicator}",
        "target": Decimal(str(gain)),
        "gain": min(Decimal(gain), Decimal(full) - now),
        "metric_gain": Decimal(gain),
        "effort": Decimal(str(effort)),
        "combine": combine,
        "score_now": Decimal(now),
        "score_next": now + Decimal(gain),
        "full_points": Decimal(full),
        "change": Decimal(gain),
        "per_unit": None,
        **more,
    }


def brute(steps, score, pass_score):
    """The least effort by trying every subset with one step an indicator (of a sum, one a metric)."""
    best = None
    for size in range(len(steps) + 1):
        for some in combinations(steps, size):
            keys = [(s["indicator_id"], s["metric"] if s["combine"] == "sum" else "") for s in some]
            if len(set(keys)) < len(keys):
                continue
            total = score
            for indicator in {s["indicator_id"] for s in some}:
                mine = [s for s in some if s["indicator_id"] == indicator]
                gain = sum(s["metric_gain"] if s["combine"] == "sum" else s["gain"] for s in mine)
                total += min(gain, mine[0]["full_points"] - mine[0]["score_now"])
            effort = sum((s["effort"] for s in some), Decimal(0))
            if total >= pass_score and (best is None or effort < best):
                best = effort
    return best


def test_the_search_is_exact():
    dice = random.Random(3)
    for _ in range(150):
        steps = []
        for indicator in "abcd":
            combine, full = dice.choice([("best", 10), ("sum", 5)])
            category = dice.choice("xy")
            steps += [
                step(
                    *(indicator, dice.randint(1, 5), dice.randint(1, 99) / 100),
                    metric=f"{indicator}{n}",
                    category=category,
                    combine=combine,
                    full=full,
                )
                for n in range(dice.randint(1, 3))
            ]
        score, line = Decimal(50), Decimal(50 + dice.randint(0, 20))
        plan = smallest_set(steps, score, line)
        expected = brute(steps, score, line)
        assert (plan and plan.effort) == expected
        assert plan is None or (plan.gain >= plan.needed == line - score)


def test_a_larger_band_may_be_the_smaller_set():
    steps = [step("a", 2, 0.01), step("a", 6, 0.2), step("b", 4, 0.5)]
    assert [s["gain"] for s in smallest_set(steps, Decimal(54), Decimal(60)).steps] == [6]
    assert [s["gain"] for s in next_bands(steps)] == [2, 4]


def test_equal_efforts_take_fewer_steps_then_the_first():
    steps = [step("a", 1, 0.1), step("b", 1, 0.1), step("c", 2, 0.2)]
    assert [s["indicator_id"] for s in smallest_set(steps, Decimal(58), Decimal(60)).steps] == ["c"]
    assert [s["indicator_id"] for s in smallest_set(steps[:2], Decimal(59), Decimal(60)).steps] == ["a"]


def test_points_by_the_unit_are_climbed_unit_by_unit():
    years = step("a", 1, 0.25, full=5, value=Decimal(3), per_unit=Decimal(1), unit_points=Decimal(1))
    years["target"] = Decimal(4)
    [found] = smallest_set([years], Decimal(57), Decimal(60)).steps
    assert (found["target"], found["gain"], found["effort"]) == (6, 3, Decimal("0.5"))
    assert smallest_set([years], Decimal(54), Decimal(60)) is None  # five points at most


def test_a_category_has_its_own_line():
    steps = [step("a", 9, 0.1, category="x"), step("b", 5, 0.9, category="y")]
    minima = {"x": (Decimal(20), (Decimal(20), True)), "y": (Decimal(0), (Decimal(0), False))}
    assert [s["indicator_id"] for s in smallest_set(steps, Decimal(60), Decimal(60), minima).steps] == ["b"]
    minima["y"] = (Decimal(0), (Decimal(6), True))
    assert smallest_set(steps, Decimal(60), Decimal(60), minima) is None


def test_nothing_to_do_and_nothing_that_helps():
    assert smallest_set([step("a", 2, 0.1)], Decimal(60), Decimal(60)).steps == ()
    assert smallest_set([step("a", 2, 0.1)], Decimal(50), Decimal(60)) is None
