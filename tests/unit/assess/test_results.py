"""`pool assess`: which row of a clause is told, what a failing one takes, and what is refused."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from unit.assess.facts import AS_OF, KEYS, lines

from dagster_project.assess.results import assess_table


@pytest.mark.parametrize(
    ("facts", "clause", "value", "bound"),
    [
        # 一（一）1: of two failing rows the one further short; of a met clause the tighter one
        ({"rd_expense": 40, "rd_ratio": 1}, "a1", 1, 3),
        ({"rd_expense": 60, "rd_ratio": 30}, "a1", 60, 50),
        ({"rd_expense": 60}, "a1", None, 3),
        # 一（一）2: the alternative that meets it; else the one nearer to its bound
        ({"revenue": 900, "equity_3y": 2500}, "a2", 2500, 2000),
        ({"revenue": 900, "equity_3y": 0}, "a2", 900, 1000),
        ({"high_tech_valid": 1}, "a3", 1, 1),
        ({"serious_dishonesty": 1}, "dishonesty", 1, 0),
    ],
)
def test_value_and_bound_are_of_the_row_that_decides(tmp_path, facts, clause, value, bound):
    table, out = tmp_path / "facts.csv", tmp_path / "out.jsonl"
    table.write_text(
        f"company_id,{','.join(facts)}\nA,{','.join(str(v) for v in facts.values())}\n", encoding="utf-8"
    )
    assess_table(table, "lvliang_city_2025", AS_OF, json=out)
    [row] = lines(out)
    [found] = [c for c in row["clauses"] if c["clause"] == clause]
    assert (found["value"], found["bound"]) == (value, bound)


LOCAL = {"rd_institution_level": 4}
SURE = {  # 62 points whatever else: 附件2 二1A 2A 3, 三7A 8A, 五13A 14A
    **{"main_revenue_share": 85, "main_revenue_growth_2y_avg": 12, "segment_years": 9, "net_margin": 12},
    **{"debt_ratio": 40, "rd_expense": 600, "rd_staff_share": 25, "digital_level": 4, "own_brand": 1},
    **{"quality_certificate": 1, "fills_chain_gap": 1},
}


@pytest.mark.parametrize(
    ("standard", "facts", "clause", "expected"),
    [
        # 一（一）3③ alone, though the level of an institution is a reading; with ② met, ② decides and nothing is read into it
        (
            "lvliang_city_2025",
            LOCAL,
            "a3",
            ("met", "rd_institution_level", 4, 3, "吕梁方案 附件2 一（一）3③", True),
        ),
        (
            "lvliang_city_2025",
            {**LOCAL, "high_tech_valid": 1},
            "a3",
            ("met", "high_tech_valid", 1, 1, "吕梁方案 附件2 一（一）3②", False),
        ),
        # a score not settled yet, whose least is enough
        ("lvliang_city_2025", SURE, "a3", ("met", "score_total", 65, 60, "吕梁方案 附件2 一（一）3", False)),
        # 300号 第四条: of the company's own industry, however the clause ends
        (
            "sme_size_2011",
            {"size_industry": "工业", "staff": 1500, "revenue": 50000},
            "sme",
            ("not_met", "revenue", 50000, 40000, "300号 第四条（二）", False),
        ),
        (
            "sme_size_2011",
            {"size_industry": "工业", "staff": 200, "revenue": 9000},
            "sme",
            ("met", "staff", 200, 1000, "300号 第四条（二）", False),
        ),
        (
            "sme_size_2011",
            {"staff": 150, "revenue": 9000},
            "sme",
            ("met", "staff", 150, 300, "300号 第四条（一）至（十六）", True),
        ),
    ],
)
def test_the_citation_and_the_assumption_are_of_the_row_that_decides(
    tmp_path, standard, facts, clause, expected
):
    table, out = tmp_path / "facts.csv", tmp_path / "out.jsonl"
    table.write_text(
        f"company_id,{','.join(facts)}\nA,{','.join(str(v) for v in facts.values())}\n", encoding="utf-8"
    )
    assess_table(table, standard, AS_OF, json=out)
    [row] = lines(out)
    [found] = [c for c in row["clauses"] if c["clause"] == clause]
    keys = ("status", "metric", "value", "bound", "citation", "assumption")
    assert tuple(found[key] for key in keys) == expected


def test_an_empty_table_makes_an_empty_file(tmp_path):
    table, out, parquet = tmp_path / "facts.csv", tmp_path / "out.jsonl", tmp_path / "out.parquet"
    table.write_text("company_id,revenue\n", encoding="utf-8")
    assert assess_table(table, "sme_size_2011", AS_OF, json=out, parquet=parquet).companies == 0
    assert out.read_text() == "" and duckdb.sql(f"from '{parquet}'").columns == KEYS


def test_what_fails_leaves_nothing_behind(tmp_path):
    table, out = tmp_path / "facts.csv", tmp_path / "out.jsonl"
    table.write_text("company_id,revenue\nA,x\n", encoding="utf-8")
    out.write_text("earlier", encoding="utf-8")
    with pytest.raises(ValueError, match="第 2 行 revenue 列"):
        assess_table(table, "lvliang_city_2025", AS_OF, json=out)
    with pytest.raises(ValueError, match="lvliang_city_2025"):
        assess_table(table, "no_such", AS_OF, json=out)
    assert out.read_text("utf-8") == "earlier" and sorted(p.name for p in tmp_path.iterdir()) == [
        "facts.csv",
        "out.jsonl",
    ]


def gaps(tmp_path, standard: str, facts: dict, purpose: str = "new") -> dict:
    table, out = tmp_path / "facts.csv", tmp_path / "out.jsonl"
    table.write_text(
        f"company_id,{','.join(facts)}\nA,{','.join(str(v) for v in facts.values())}\n", encoding="utf-8"
    )
    assess_table(table, standard, AS_OF, purpose, json=out)
    [row] = lines(out)
    return {
        (g["route"], g["clause"], g["metric"]): (g["value"], g["target"], g["direction"], g["effort"])
        for g in row["gains"]["clause_gaps"]
    }


@pytest.mark.parametrize(
    ("standard", "facts", "expected"),
    [
        # 吕梁方案 附件2 一（一）1: both rows of the clause fail, both are told
        (
            "lvliang_city_2025",
            {"rd_expense": 40, "rd_ratio": 2.4},
            {
                ("a", "a1", "rd_expense"): (40, 50, "up", 0.2),
                ("a", "a1", "rd_ratio"): (2.4, 3, "up", 0.2),
            },
        ),
        # 一（一）2: of two ways the nearer one, 900 of 1000 rather than 0 of 2000
        (
            "lvliang_city_2025",
            {"revenue": 900, "equity_3y": 0},
            {("a", "a2", "revenue"): (900, 1000, "up", 0.1)},
        ),
        # 2号文 附件1 （二）: down to 80%; a clause that is met or unknown takes nothing
        (
            "national_specialised_2026",
            {"debt_ratio": 90, "main_revenue_share": 85},
            {("main", "c2c", "debt_ratio"): (90, 80, "down", 0.125)},
        ),
        # a base clause that fails by a flag
        (
            "national_specialised_2026",
            {"abnormal_operation": 1},
            {("base", "abnormal", "abnormal_operation"): (1, 0, "down", 1)},
        ),
        # 300号: of one's own industry alone; no number mends another industry's row
        (
            "sme_size_2011",
            {"size_industry": "批发业", "staff": 250, "revenue": 60000},
            {("main", "sme", "staff"): (250, 200, "down", 0.25)},
        ),
        ("lvliang_city_2025", {"rd_expense": 60, "rd_ratio": 5, "revenue": 1000}, {}),
    ],
)
def test_what_a_failing_clause_takes(tmp_path, standard, facts, expected):
    assert gaps(tmp_path, standard, facts) == expected


def test_results_never_overwrite_the_facts(tmp_path):
    table = tmp_path / "facts.csv"
    table.write_text("company_id,revenue\nA,1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="不同的文件"):
        assess_table(table, "sme_size_2011", AS_OF, json=table)
    assert table.read_text("utf-8") == "company_id,revenue\nA,1\n"


@pytest.mark.parametrize(
    ("standard", "purpose", "as_of", "told"),
    [
        ("lvliang_city_2025", "review", AS_OF, "没有规定用这个标准复核"),
        ("national_specialised_2022", "new", date(2027, 1, 1), "2027-01-01 不在这个标准的施行期内"),
        ("national_specialised_2022", "review", AS_OF, None),
    ],
)
def test_a_question_out_of_place_is_answered_and_said(tmp_path, standard, purpose, as_of, told):
    table = tmp_path / "facts.csv"
    table.write_text("company_id,revenue\nA,1\n", encoding="utf-8")
    done = assess_table(table, standard, as_of, purpose, json=tmp_path / "out.jsonl")
    assert [told in line for line in done.remarks] == ([True] if told else [])


def test_an_unknown_standard_is_told_with_the_nearest(tmp_path):
    with pytest.raises(ValueError, match=r"是不是 lvliang_city_2025？.*sme_size_2011"):
        assess_table(tmp_path / "facts.csv", "luliang_city_2025", AS_OF, json=tmp_path / "out.jsonl")
