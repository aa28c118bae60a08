"""`pool assess` on the facts of a release says of its companies what the nightly models said."""

from __future__ import annotations

import json

import duckdb
import pytest
from pipeline.test_cli import pool


@pytest.fixture(scope="module")
def nightly(released):
    with duckdb.connect(str(released / "pool.duckdb"), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize(
    ("standard", "purpose", "basis"),
    [
        ("lvliang_city_2025", "new", "today"),
        ("national_innovative_2022", "new", "today"),
        ("national_specialised_2026", "new", "today"),
        ("national_giant_2026", "new", "today"),
    ],
)
def test_the_same_as_the_nightly_models(nightly, settings, tmp_path, standard, purpose, basis):
    """On companies whose facts are all exact: a table of facts has no intervals."""
    judged = "from assessment where standard_id = $standard and purpose = $purpose and basis = $basis"
    given = {"standard": standard, "purpose": purpose, "basis": basis}
    exact = f"""select company_id {judged} and company_id not in (
        select company_id from company_metric where basis = $basis and value_text is null
            and value_low is distinct from value_high) order by company_id limit 60"""
    facts = nightly.execute(
        f"""select company_id, metric, coalesce(value_text, value_low::varchar) as value from company_metric
        where basis = $basis and company_id in ({exact})""",
        given,
    ).fetch_df()
    assert facts["company_id"].nunique() > 20
    table, out = tmp_path / "facts.csv", tmp_path / "out.jsonl"
    facts.pivot(index="company_id", columns="metric", values="value").to_csv(table)
    done = pool(
        *("assess", "--facts", str(table), "--standard", standard, "--purpose", purpose),
        *("--as-of", settings.as_of.isoformat(), "--json", str(out)),
    )
    assert done.returncode == 0, done.stderr
    told = {row["company_id"]: row for row in map(json.loads, out.read_text("utf-8").splitlines())}
    expected = nightly.execute(
        f"""select company_id, status, score_min::double, score_max::double, coverage::double {judged}
        and company_id in ({exact}) order by company_id""",
        given,
    ).fetchall()
    assert [
        (n, r["status"], r["score_min"], r["score_max"], r["coverage"]) for n, r in sorted(told.items())
    ] == expected
    clauses = nightly.execute(
        f"""select c.company_id, c.route, c.clause, c.status, c.assumption, coalesce(bool_or(f.assumption), false)
        from clause_result as c
        inner join condition_result as r using (company_id, basis, standard_id, route, clause)
        left join company_metric as f using (company_id, basis, metric)
        where c.standard_id = $standard and c.basis = $basis and c.company_id in ({exact})
        group by all order by all""",
        given,
    ).fetchall()
    found = sorted(
        (n, c["route"], c["clause"], c["status"], c["assumption"])
        for n, r in told.items()
        for c in r["clauses"]
    )
    assert [one[:4] for one in found] == [one[:4] for one in clauses]
    # a given fact is taken as it is told; one of the lists may rest on a reading of its own
    assert [one[4] for one, (*_, reading) in zip(found, clauses, strict=True) if not reading] == [
        assumed for *_, assumed, reading in clauses if not reading
    ]
    assert all(assumed >= one[4] for one, (*_, assumed, _) in zip(found, clauses, strict=True))


def test_what_a_person_can_mend_is_one_line(tmp_path):
    facts = tmp_path / "facts.csv"
    facts.write_text("company_id,revenue,note\nA,一千万,x\n", encoding="utf-8")
    given = ("assess", "--facts", str(facts), "--standard")
    out = ("--json", str(tmp_path / "out.jsonl"))
    for arguments, words in (
        ((*given, "lvliang_city_2025", *out), ("facts.csv", "第 2 行", "revenue", "一千万")),
        ((*given, "no_such", *out), ("no_such", "lvliang_city_2025")),
        ((*given, "lvliang_city_2025"), ("--json", "--parquet")),
        (("standards", "show", "no_such"), ("no_such", "lvliang_city_2025")),
        (("standards", "show"), ("pool standards show",)),
    ):
        done = pool(*arguments)
        last = done.stderr.strip().splitlines()[-1]
        assert done.returncode == 1 and last.startswith("没有完成：") and all(w in last for w in words), last
    facts.write_text("company_id,revenue,note\nA,1000,x\n", encoding="utf-8")
    done = pool(*given, "lvliang_city_2025", *out)
    assert done.returncode == 0 and "note" in done.stdout and "缺数据 1" in done.stdout


def test_standards_in_words():
    assert "lvliang_city_2025" in pool("standards").stdout
    assert "路径 2/2" in pool("standards", "show", "lvliang_city_2025").stdout
