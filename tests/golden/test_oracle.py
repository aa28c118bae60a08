"""`pool assess` and the engine against a second reading of the same rows, on seeded random companies: one table a standard, since
a run costs more than a company. A company that differs is shown with its facts."""

from __future__ import annotations

import csv
import json
import random
from datetime import date
from decimal import Decimal

import pytest
from golden import oracle

from dagster_project import assess
from dagster_project.assess.results import assess_table

AS_OF = date(2026, 11, 20)
COMPANIES = 150
STANDARDS = [row["standard_id"] for row in oracle.seed("standards")]
REVIEWED = sorted({row["standard_id"] for row in oracle.seed("conditions") if row["purpose"] == "review"})
KIND = {row["metric"]: row["kind"] for row in oracle.seed("metrics")}
WORDS = sorted({row["text_value"] for row in oracle.seed("conditions")} - {""})
# Added to a bound: on it, beside it as far as a DECIMAL(18, 6) goes, beside it by less than that, far from it.
OFF = [
    "0",
    "0",
    "0.000001",
    "-0.000001",
    "0.0000004",
    "-0.0000004",
    "-0.0000005",
    "0.0000005",
    "0.01",
    "-0.01",
    "7",
    "-7",
]
EXTREME = ["-999999999999.999999", "-250", "0", "0.5", "999999999999.999999", "1e11", "-0", "+3.50"]


def asked(standard: str) -> dict[str, list[str]]:
    """The metrics of a standard, each with the numbers at which something changes."""
    found: dict[str, list[str]] = {}
    for row in oracle.rows("bands", standard):
        found.setdefault(row["metric"], []).extend(
            filter(None, (row["lower_bound"], row["upper_bound"], row["per_unit"]))
        )
    for row in oracle.rows("conditions", standard):
        if row["metric"] in KIND:
            found.setdefault(row["metric"], []).extend(filter(None, [row["value"]]))
    return found


def cell(dice: random.Random, metric: str, bounds: list[str]) -> str:
    """A fact as a table holds it; blank is unknown."""
    if dice.random() < 0.2:
        return ""
    if KIND[metric] == "text":
        return dice.choice(WORDS)
    if KIND[metric] == "flag":
        return dice.choice(["0", "1", "1.0"])
    if not bounds or dice.random() < 0.1:
        return dice.choice(EXTREME)
    return str(Decimal(dice.choice(bounds)) * dice.choice([1, 1, 1, 2]) + Decimal(dice.choice(OFF)))


@pytest.mark.parametrize(
    ("standard", "purpose", "on"),
    [(s, "new", AS_OF) for s in STANDARDS]
    + [(s, "review", AS_OF) for s in REVIEWED]
    + [("national_giant_2022", "review", date(2025, 6, 1)), ("national_giant_2022", "new", date(2025, 6, 1))],
)
def test_pool_assess_says_what_a_second_reading_says(tmp_path, standard, purpose, on):
    dice = random.Random(f"{standard} {purpose} {on}")
    metrics = asked(standard)
    given = [{m: cell(dice, m, bounds) for m, bounds in metrics.items()} for _ in range(COMPANIES)]
    table, out = tmp_path / "facts.csv", tmp_path / "out.jsonl"
    with open(table, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["company_id", *metrics])
        writer.writeheader()
        writer.writerows({"company_id": n, **row} for n, row in enumerate(given))
    assess_table(table, standard, on, purpose, json=out, gains=False)
    told = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert len(told) == COMPANIES
    for row, facts in zip(told, given, strict=True):
        texts = {m: v for m, v in facts.items() if v and KIND[m] == "text"}
        numbers = {m: (oracle.number(v),) * 2 for m, v in facts.items() if v and m not in texts}
        points = oracle.scores(standard, numbers)
        status, clauses = oracle.judged(standard, purpose, on, numbers, texts)
        assert {(c["route"], c["clause"]): c["status"] for c in row["clauses"]} == clauses, facts
        assert row["status"] == status, facts
        assert {i["indicator_id"]: (i["score_min"], i["score_max"]) for i in row["indicators"]} == {
            name: tuple(map(float, found)) for name, found in points.items() if not name.startswith("score_")
        }, facts
        if points:
            assert (row["score_min"], row["score_max"]) == tuple(map(float, points["score_total"])), facts
            assert {
                f"score_{c['category_id']}": (c["score_min"], c["score_max"]) for c in row["categories"]
            } == {
                name: tuple(map(float, found))
                for name, found in points.items()
                if name.startswith("score_") and name != "score_total"
            }, facts
            known = [low == high for name, (low, high) in points.items() if not name.startswith("score_")]
            assert row["coverage"] == pytest.approx(sum(known) / len(known), abs=1e-4), facts


def around(dice: random.Random, metric: str, value: Decimal) -> oracle.Interval:
    """An interval that holds the value, half of the time the value itself; an end may be open."""
    if dice.random() < 0.5:
        return value, value
    least, most = (Decimal(0), Decimal(1)) if KIND[metric] == "flag" else (Decimal("-9e9"), Decimal("9e9"))
    span = Decimal(dice.choice(["0.000001", "1", "40"]))
    ends = min(value, max(value - span, least)), max(value, min(value + span, most))
    return tuple(None if dice.random() < 0.3 else end for end in ends)


def test_the_engine_reads_intervals_as_a_second_reading_does():
    dice = random.Random("intervals")
    connection, cases, added = assess.engine(), [], []
    for standard in STANDARDS:
        for n in range(40):
            company, facts, texts = f"{standard}-{n}", {}, {}
            for metric, bounds in asked(standard).items():
                text = cell(dice, metric, bounds)
                if text and KIND[metric] == "text":
                    texts[metric] = text
                    added.append((company, metric, None, None, text))
                elif text:
                    held = oracle.number(text).quantize(Decimal("0.000001"))  # as a DECIMAL(18, 6) holds it
                    facts[metric] = around(dice, metric, held)
                    added.append((company, metric, *facts[metric], None))
            cases.append((company, standard, facts, texts))
        assess.add_subjects(
            connection, [c for c, one, *_ in cases if one == standard], standard, "new", AS_OF
        )
    assess.add_facts(connection, added)
    assess.run(connection)
    clauses, indicators = {}, {}
    for company, *clause, status in connection.sql(
        "select company_id, route, clause, status from clause_result"
    ).fetchall():
        clauses.setdefault(company, {})[tuple(clause)] = status
    for company, indicator, low, high in connection.sql(
        "select company_id, indicator_id, score_min, score_max from indicator_score"
    ).fetchall():
        indicators.setdefault(company, {})[indicator] = (low, high)
    statuses = dict(connection.sql("select company_id, status from assessment").fetchall())
    for company, standard, facts, texts in cases:
        points = {n: p for n, p in oracle.scores(standard, facts).items() if not n.startswith("score_")}
        assert indicators.get(company, {}) == points, (company, facts)
        expected = oracle.judged(standard, "new", AS_OF, facts, texts)
        assert (statuses[company], clauses[company]) == expected, (company, facts)
