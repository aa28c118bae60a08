"""Golden cases, read from the documents by hand: the engine must come to the same points and statuses, and no band or
condition row may lack a case on either side of each of its bounds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from golden.engine_cases import judged, rows

from dagster_project import assess

INDICATOR_CASES = rows("indicator_cases")
CLAUSE_CASES = rows("clause_cases")


@pytest.fixture(scope="module")
def standards():
    return assess.engine()


def test_points():
    found = judged(INDICATOR_CASES).execute(
        "select cast(company_id as integer), indicator_id, score_min, score_max from indicator_score"
    )
    points = {(n, indicator): (low, high) for n, indicator, low, high in found.fetchall()}
    wrong = [
        (
            case["standard_id"],
            case["indicator_id"],
            case["facts"],
            points[n, case["indicator_id"]],
            case["citation"],
        )
        for n, case in enumerate(INDICATOR_CASES)
        if points[n, case["indicator_id"]] != (Decimal(case["score_min"]), Decimal(case["score_max"]))
    ]
    assert wrong == []


def test_clauses():
    found = judged(CLAUSE_CASES).execute(
        "select cast(company_id as integer), route, clause, status from clause_result"
    )
    status = {(n, route, clause): s for n, route, clause, s in found.fetchall()}
    wrong = [
        (
            case["standard_id"],
            case["route"],
            case["clause"],
            case["facts"],
            got,
            case["status"],
            case["citation"],
        )
        for n, case in enumerate(CLAUSE_CASES)
        if (got := status.get((n, case["route"], case["clause"]), "absent")) != case["status"]
    ]
    assert wrong == []


def numbers(cases: list[dict[str, str]]) -> list[Decimal]:
    return [Decimal(c["value"]) for c in cases if c["value"] and ".." not in c["value"]]


def sides_missing(bound: Decimal, values: list[Decimal]) -> list[str]:
    near = max(abs(bound) / 10, Decimal(1))
    return [
        side
        for side, there in {
            "at": any(v == bound for v in values),
            f"below, from {bound - near:f}": any(bound - near <= v < bound for v in values),
            "above": any(bound < v for v in values),
        }.items()
        if not there
    ]


def test_every_band_has_its_cases(standards):
    bands = standards.execute(
        "select standard_id, indicator_id, metric, lower_bound, upper_bound, m.kind from bands "
        "inner join metrics as m using (metric) order by all"
    ).fetchall()
    missing = []
    for standard, indicator, metric, low, high, kind in bands:
        cases = [
            c
            for c in INDICATOR_CASES
            if (c["standard_id"], c["indicator_id"], c["metric"]) == (standard, indicator, metric)
        ]
        values = numbers(cases)
        here = (standard, indicator, metric)
        if not any(c["value"] == "" for c in cases):
            missing.append((*here, "unknown"))
        if kind == "flag":
            missing += [(*here, v) for v in (0, 1) if v not in values]
            continue
        missing += [
            (*here, b, side) for b in (low, high) if b is not None for side in sides_missing(b, values)
        ]
        inside = [v for v in values if (low is None or v > low) and (high is None or v < high)]
        if not inside:
            missing.append((*here, low, high, "inside"))
    assert not missing, told(missing)


def told(missing: list[tuple]) -> str:
    """Every case that is missing, a line each: whoever enters a standard goes down the list."""
    lines = [
        ", ".join(f"{part:f}" if isinstance(part, Decimal) else str(part) for part in one) for one in missing
    ]
    return "\n".join(["cases still missing:", *dict.fromkeys(lines)])


def test_every_condition_row_has_its_cases(standards):
    conditions = standards.execute(
        "select standard_id, route, clause, metric, value, text_value, purpose, operator from conditions order by all"
    ).fetchall()
    missing = []
    for standard, route, clause, metric, bound, word, purpose, operator in conditions:
        cases = [
            c
            for c in CLAUSE_CASES
            if (c["standard_id"], c["route"], c["clause"]) == (standard, route, clause)
            and purpose in ("both", c["purpose"])
        ]
        here = (standard, route, clause, metric, purpose)
        mine = [c for c in cases if c["metric"] == metric]
        if operator == "is_unknown":
            missing += [(*here, s) for s in ("met", "not_met") if s not in {c["status"] for c in mine}]
            missing += (
                [] if {c["value"] == "" for c in mine} == {True, False} else [(*here, "known and unknown")]
            )
            continue
        if word is not None:
            if not any(word in c["facts"] for c in cases):
                missing.append((*here, word))
        elif bound is not None:
            missing += [(*here, bound, side) for side in sides_missing(bound, numbers(mine))]
        elif not {"0", "1"} <= {c["value"] for c in mine}:
            missing.append((*here, "0 and 1"))
        if not {"met", "not_met"} <= {c["status"] for c in mine} and word is None:
            missing.append((*here, "met and not_met"))
        if word is None and not any(c["value"] == "" for c in mine):
            missing.append((*here, "unknown"))
    assert not missing, told(missing)
