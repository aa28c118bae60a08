"""`pool assess` says what the nightly models say: packing and chunks change nothing."""

from __future__ import annotations

import csv
import random

import duckdb
import pytest
from unit.assess.facts import AS_OF, KEYS, lines

from dagster_project import assess
from dagster_project.assess.results import assess_table

COMPANIES = 40


def catalogue() -> tuple[list[tuple], list[str], list[str]]:
    """(metric, kind, bounds) of every metric that is asked for, the industries, the standards."""
    connection = assess.engine()
    metrics = connection.sql("""
        select metric, kind, list(distinct bound order by bound) filter (where bound is not null) from metrics
        inner join (select metric, lower_bound as bound from bands union select metric, value from conditions)
            using (metric) group by all order by metric""").fetchall()
    texts = connection.sql(
        "select distinct text_value from conditions where text_value is not null order by 1"
    )
    standards = connection.sql("select standard_id from standards order by 1")
    return metrics, [t for (t,) in texts.fetchall()], [s for (s,) in standards.fetchall()]


METRICS, INDUSTRIES, STANDARDS = catalogue()


@pytest.fixture(scope="module")
def facts() -> list[dict]:
    """Random facts of some companies, many on a bound, some missing."""
    dice = random.Random(11)
    rows = []
    for n in range(COMPANIES):
        row = {"company_id": f"甲{n}"}
        for metric, kind, bounds in METRICS:
            if dice.random() < 0.25:
                continue
            around = float(dice.choice(bounds or [5])) + dice.choice([0, 0, -0.01, 0.01, -7, 7])
            values = {"flag": dice.randint(0, 1), "text": dice.choice(INDUSTRIES), "number": round(around, 2)}
            row[metric] = values[kind]
        rows.append(row)
    return rows


@pytest.fixture(scope="module")
def table(facts, tmp_path_factory):
    path = tmp_path_factory.mktemp("facts") / "facts.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["company_id", *(m for m, _, _ in METRICS)])
        writer.writeheader()
        writer.writerows(facts)
    return path


@pytest.mark.parametrize("purpose", ["new", "review"])
@pytest.mark.parametrize("standard", STANDARDS)
def test_the_same_as_the_models_themselves(facts, table, tmp_path, standard, purpose):
    out = tmp_path / "out.jsonl"
    assess_table(table, standard, AS_OF, purpose, json=out, chunk=23)
    told = lines(out)
    assert [row["company_id"] for row in told] == [row["company_id"] for row in facts], "in the file's order"

    connection = assess.engine()
    kinds = {metric: kind for metric, kind, _ in METRICS}
    assess.add_facts(
        connection,
        [
            (row["company_id"], m, *((None, None, v) if kinds[m] == "text" else (v, v, None)))
            for row in facts
            for m, v in row.items()
            if m != "company_id"
        ],
    )
    assess.add_subjects(connection, [row["company_id"] for row in facts], standard, purpose, AS_OF)
    assess.run(connection, [*assess.MODELS, assess.GAINS])

    def rows(sql):
        return sorted(connection.sql(sql).fetchall())

    assert sorted(
        (r["company_id"], r["status"], r["score_min"], r["score_max"], r["coverage"]) for r in told
    ) == rows(
        "select company_id, status, score_min::double, score_max::double, coverage::double from assessment"
    )
    assert sorted(
        (r["company_id"], c["route"], c["clause"], c["status"], c["text"], c["citation"], c["assumption"])
        for r in told
        for c in r["clauses"]
    ) == rows("select company_id, route, clause, status, text, citation, assumption from clause_result")
    assert sorted(
        (r["company_id"], i["indicator_id"], i["score_min"], i["score_max"], i["known"], i["assumption"])
        for r in told
        for i in r["indicators"]
    ) == rows(
        "select company_id, indicator_id, score_min::double, score_max::double, is_known, assumption from indicator_score"
    )
    assert sorted(
        (r["company_id"], g["indicator_id"], g["metric"], g["target"], g["gain"])
        for r in told
        for g in r["gains"]["next_bands"]
    ) == rows("select company_id, indicator_id, metric, target::double, gain::double from indicator_gain")


CLAUSE_KEYS = ["route", "clause", "status", "metric", "value", "bound", "text", "citation", "assumption"]


def test_a_line_has_the_promised_keys_and_parquet_the_same(table, tmp_path):
    out, parquet = tmp_path / "out.jsonl", tmp_path / "out.parquet"
    done = assess_table(table, "lvliang_city_2025", AS_OF, json=out, parquet=parquet, chunk=17)
    told = lines(out)
    assert done.companies == len(told) == COMPANIES and sum(done.statuses.values()) == COMPANIES
    assert all(list(row) == KEYS for row in told)
    assert all(list(clause) == CLAUSE_KEYS for row in told for clause in row["clauses"])
    assert all(len(row["indicators"]) == 15 and len(row["categories"]) == 4 for row in told)
    copied = tmp_path / "copied.jsonl"
    duckdb.sql(f"copy (from '{parquet}') to '{copied}' (format json)")
    assert lines(copied) == told
    assert not list(tmp_path.glob("*.part"))
