"""The three-valued logic: one precedence, and knowing more never takes anything back."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from golden.engine_cases import judged

from dagster_project import assess


@pytest.fixture(scope="module")
def catalogue():
    """Every metric that any standard asks for, with the numbers at which something changes."""
    connection = assess.engine()
    rows = connection.execute("""
        select metric, m.kind, list_sort(list(distinct bound)) from (
            select metric, lower_bound as bound from bands union all select metric, upper_bound from bands
            union all select metric, value from conditions) as used
        inner join metrics as m using (metric) group by all order by metric""").fetchall()
    industries = connection.execute(
        "select distinct text_value from conditions where text_value is not null order by 1"
    ).fetchall()
    standards = connection.execute("select standard_id from standards order by 1").fetchall()
    return rows, [i[0] for i in industries], [s[0] for s in standards]


def random_fact(dice: random.Random, kind: str, bounds: list, industries: list[str]) -> tuple:
    """One true value, as (low, high, text)."""
    if kind == "text":
        return None, None, dice.choice(industries)
    if kind == "flag":
        value = Decimal(dice.randint(0, 1))
    else:
        around = dice.choice([b for b in bounds if b is not None] or [Decimal(5)])
        value = around + dice.choice(
            [Decimal(0), Decimal("-0.01"), Decimal("0.01"), Decimal(dice.randint(-9, 9))]
        )
    return value, value, None


def wider(dice: random.Random, fact: tuple) -> tuple:
    """An interval around a known number: less is known, nothing is wrong."""
    low, high, text = fact
    if text is not None or low is None:
        return fact
    return (
        None if dice.random() < 0.3 else low - dice.randint(0, 5),
        None if dice.random() < 0.3 else high + dice.randint(0, 5),
        None,
    )


STEPS = 4


@pytest.mark.parametrize("purpose", ["new", "review"])
def test_knowing_more_never_widens_and_never_takes_back(catalogue, purpose):
    rows, industries, standards = catalogue
    dice = random.Random(4)
    connection = assess.engine()
    facts, companies = [], []
    for firm in range(60):
        order = dice.sample(rows, len(rows))
        truth = {metric: random_fact(dice, kind, bounds, industries) for metric, kind, bounds in order}
        interval = {metric: wider(dice, fact) for metric, fact in truth.items()}
        for step in range(STEPS):
            company = f"{firm}-{step}"
            companies.append(company)
            known = len(order) * step // (STEPS - 1)
            for n, (metric, _, _) in enumerate(order):
                if n < known:
                    facts.append((company, metric, *truth[metric]))
                elif n < known + len(order) // 4:  # on the way to being known: an interval
                    facts.append((company, metric, *interval[metric]))
    assess.add_facts(connection, facts)
    for standard in standards:
        assess.add_subjects(connection, companies, standard, purpose)
    assess.run(connection)

    widened = connection.execute("""
        with step as (
            select *, split_part(company_id, '-', 1) as firm, cast(split_part(company_id, '-', 2) as integer) as n
            from indicator_score)
        select a.standard_id, a.indicator_id, a.score_min, a.score_max, b.score_min, b.score_max
        from step as a inner join step as b using (firm, standard_id, indicator_id)
        where b.n = a.n + 1 and (b.score_min < a.score_min or b.score_max > a.score_max)""").fetchall()
    assert widened == []
    flipped = connection.execute("""
        with step as (
            select *, split_part(company_id, '-', 1) as firm, cast(split_part(company_id, '-', 2) as integer) as n
            from clause_result)
        select a.standard_id, a.route, a.clause, a.status, b.status
        from step as a inner join step as b using (firm, standard_id, route, clause)
        where b.n = a.n + 1 and a.status in ('met', 'not_met') and b.status <> a.status""").fetchall()
    assert flipped == []
    turned = connection.execute("""
        with step as (
            select *, split_part(company_id, '-', 1) as firm, cast(split_part(company_id, '-', 2) as integer) as n
            from assessment)
        select a.standard_id, a.status, b.status, a.score_min, b.score_min, a.score_max, b.score_max
        from step as a inner join step as b using (firm, standard_id)
        where b.n = a.n + 1 and (
            (a.status in ('met', 'not_met') and b.status <> a.status)
            or b.score_min < a.score_min or b.score_max > a.score_max)""").fetchall()
    assert turned == []
    settled = connection.execute(
        f"select count(*) from assessment where company_id like '%-{STEPS - 1}' and status in ('unknown', 'person')"
    ).fetchall()
    assert settled == [(0,)], "everything known, nothing open"


def test_precedence():
    """AND is the lowest, OR the highest of not_met < unknown < person < met."""
    giant = {"standard_id": "national_giant_2026", "purpose": "new"}
    c4 = [  # (ip_class1_own >= 4 AND ip_class1_applied, a person's) OR award_national_top3_3y
        ("award_national_top3_3y=1", "met"),
        ("award_national_top3_3y=0;ip_class1_own=4;ip_class1_applied=1", "met"),
        ("award_national_top3_3y=0;ip_class1_own=4", "person"),
        ("ip_class1_own=4", "person"),  # person OR unknown
        ("award_national_top3_3y=0", "unknown"),  # unknown AND person
        ("award_national_top3_3y=0;ip_class1_own=3", "not_met"),  # not_met AND person
        ("ip_class1_own=3", "unknown"),  # not_met OR unknown
        ("award_national_top3_3y=0;ip_class1_applied=0", "not_met"),  # unknown AND not_met
    ]
    found = judged([{**giant, "facts": facts} for facts, _ in c4]).execute(
        "select company_id, status from clause_result where clause = 'c4' order by cast(company_id as integer)"
    )
    assert [status for _, status in found.fetchall()] == [status for _, status in c4]


def test_a_base_clause_excludes_whatever_the_route():
    base = "in_region=1;is_legal_person=1;is_sme=1;restricted_process=0;incident_3y=0"
    route = "rd_expense=60;rd_ratio=4;revenue=2000;high_tech_valid=1"
    cases = [
        ("serious_dishonesty=0", "met", "met", "met"),
        ("serious_dishonesty=1", "not_met", "not_met", "met"),
        ("", "unknown", "unknown", "met"),
        # 经营异常名录 is no exclusion in the city standard
        ("serious_dishonesty=0;abnormal_operation=1", "met", "met", "met"),
    ]
    found = judged(
        [{"standard_id": "lvliang_city_2025", "facts": f"{base};{route};{last}"} for last, *_ in cases]
    ).execute(
        "select status, base_status, route_status, best_route from assessment order by cast(company_id as integer)"
    )
    assert found.fetchall() == [(*statuses, "a") for _, *statuses in cases]


def test_a_margin_is_measured_from_the_bound():
    facts = [
        "revenue=900",
        "revenue=1100",
        "revenue=900;equity_3y=2500",
        "revenue=900;equity_3y=1000",
        "revenue=950..",
    ]
    cases = [
        {"standard_id": "lvliang_city_2025", "facts": f if "equity" in f else f + ";equity_3y=0"}
        for f in facts
    ]
    found = judged(cases).execute(
        "select status, margin from clause_result where clause = 'a2' order by cast(company_id as integer)"
    )
    expected = [("not_met", "-0.1"), ("met", "0.1"), ("met", "0.25"), ("not_met", "-0.1"), ("unknown", None)]
    assert found.fetchall() == [(status, margin and Decimal(margin)) for status, margin in expected]


def test_a_failing_flag_is_not_near():
    cases = [{"standard_id": "lvliang_city_2025", "facts": "market_share=6;above_scale=0"}]
    found = judged(cases).execute("select status, margin from clause_result where clause = 'b2'")
    assert found.fetchall() == [
        ("not_met", Decimal("-0.2"))
    ]  # over the 5% of the second alternative by a fifth


def test_local_points_hold_in_their_province_only():
    cases = [{"standard_id": "national_specialised_2022", "facts": "local_key_industry=1;local_brand=0"}]
    query = "select score_min, score_max from indicator_score where indicator_id in ('09a', '09b') order by indicator_id"
    assert judged(cases, "141181").execute(query).fetchall() == [(10, 10), (0, 0)]
    assert judged(cases, "410305").execute(query).fetchall() == [(0, 10), (0, 3)]
    assert judged(cases).execute(query).fetchall() == [(10, 10), (0, 0)]


def test_an_assumption_is_told_only_where_the_result_rests_on_it():
    cases = [
        ("main_revenue_share=85", "01", False),
        ("main_revenue_share=80", "01", True),  # on a border that the text gives to nobody
        ("main_revenue_share=60", "01", False),  # the last band's own lower end
        ("main_revenue_share=59", "01", True),  # the text has no zero band
        ("", "01", False),
        (
            "ip_class1_high_value=0;ip_class1_self_developed=2;ip_class2=0",
            "12",
            True,
        ),  # 8 points, for what 63号 calls class I: the plan defines none
        ("rd_institution_level=3", "15", True),  # 8 points, but what the levels are is not said
        ("rd_institution_level=0", "15", True),
        ("rd_institution_level=1", "15", True),  # who certifies a lab below the city's is not said
        ("ip_class1_high_value=0;ip_class1_self_developed=0;ip_class2=0", "12", True),
    ]
    found = judged([{"standard_id": "lvliang_city_2025", "facts": facts} for facts, *_ in cases]).execute(
        "select company_id, indicator_id, assumption from indicator_score"
    )
    told = {(int(company), indicator): assumption for company, indicator, assumption in found.fetchall()}
    assert [told[n, indicator] for n, (_, indicator, _) in enumerate(cases)] == [
        expected for *_, expected in cases
    ]


def test_a_fact_that_a_reading_stands_behind_marks_the_results_that_used_it():
    cases = [{"standard_id": "lvliang_city_2025", "facts": "serious_dishonesty=1;main_revenue_share=85"}] * 2
    connection = judged(cases)
    connection.execute("update company_metric set assumption = company_id = '1'")
    assess.run(connection)
    for results in (
        "clause_result where clause = 'dishonesty'",
        "indicator_score where indicator_id = '01'",
    ):
        found = connection.execute(f"select assumption from {results} order by company_id").fetchall()
        assert found == [(False,), (True,)], results


def test_a_bound_read_two_ways_is_told_only_on_the_bound():
    """附件2 一（二）1 "大于5%以上": 5% itself is a reading, 6% is not."""
    cases = [
        {"standard_id": "lvliang_city_2025", "facts": f"above_scale=1;market_share={n}"} for n in ("5", "6")
    ]
    found = judged(cases).execute(
        "select status, assumption from clause_result where clause = 'b2' order by cast(company_id as integer)"
    )
    assert found.fetchall() == [("met", True), ("met", False)]
