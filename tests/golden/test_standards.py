"""What the documents themselves offer to check the rows by."""

from __future__ import annotations

import pytest

from dagster_project import assess


@pytest.fixture(scope="module")
def query():
    connection = assess.engine()
    return lambda sql: connection.execute(sql).fetchall()


def test_indicator_maxima_add_up_to_their_categories(query):
    assert (
        query("""
        select c.standard_id, c.category_id, c.full_points, sum(i.full_points)
        from categories as c left join indicators as i using (standard_id, category_id)
        group by all having sum(i.full_points) is distinct from c.full_points""")
        == []
    )


def test_category_maxima_add_up_to_the_standard(query):
    assert (
        query("""
        select s.standard_id, s.full_points, sum(c.full_points)
        from standards as s inner join categories as c using (standard_id)
        group by all having sum(c.full_points) is distinct from s.full_points""")
        == []
    )


def test_an_indicator_can_reach_its_full_points_and_no_more(query):
    assert (
        query("""
        with best as (
            select standard_id, indicator_id, metric, max(case when per_unit is null then points else full_points end) as points
            from bands as b inner join indicators as i using (standard_id, indicator_id) group by all)
        select i.standard_id, i.indicator_id
        from indicators as i inner join best as b using (standard_id, indicator_id)
        group by all
        having case when max(i.combine) = 'sum' then sum(b.points) < max(i.full_points)
            else max(least(b.points, i.full_points)) <> max(i.full_points) or min(b.points) > max(i.full_points) end
        """)
        == []
    )


def test_bands_cover_every_value_once(query):
    gaps = query("""
        with ordered as (
            select *, row_number() over w as n, count(*) over (partition by standard_id, indicator_id, metric) as bands,
                lead(lower_bound) over w as next_bound, lead(lower_inclusive) over w as next_inclusive
            from bands
            window w as (partition by standard_id, indicator_id, metric order by lower_bound nulls first))
        select standard_id, indicator_id, metric, lower_bound, upper_bound from ordered
        where (n = 1) <> (lower_bound is null) or (n = bands) <> (upper_bound is null)
            or (n < bands and (upper_bound <> next_bound or upper_inclusive = next_inclusive))""")
    assert gaps == []


def test_metrics_are_in_the_catalogue(query):
    assert (
        query("""
        select metric from (select metric from bands union select metric from conditions) as used
        where metric not in (select metric from metrics)
            and metric not in (select 'score_' || category_id from categories) and metric <> 'score_total'""")
        == []
    )


def test_pass_scores_and_category_minima_are_the_conditions(query):
    assert (
        query("""
        select s.standard_id, s.pass_score, c.value from standards as s
        left join conditions as c on s.standard_id = c.standard_id and c.metric like s.score_metric || '%'
        where c.value is distinct from s.pass_score""")
        == []
    )
    assert (
        query("""
        select g.standard_id, g.category_id, g.min_points, c.value from categories as g
        left join conditions as c on g.standard_id = c.standard_id and c.metric = 'score_' || g.category_id
        where c.value is distinct from g.min_points""")
        == []
    )


def test_a_row_that_rests_on_a_reading_says_why(query):
    for table in ("standards", "categories", "indicators", "bands", "conditions", "applicability"):
        assert query(f"select * from {table} where assumption and coalesce(note, '') = ''") == [], table

    for table in ("bands", "conditions"):
        assert query(f"select * from {table} where border_assumption and coalesce(note, '') = ''") == [], (
            table
        )


def test_a_clause_has_one_text_for_a_purpose_and_day(query):
    assert (
        query("""
        select standard_id, route, clause, purpose, judged_from, count(distinct clause_text) from conditions
        group by all having count(distinct clause_text) > 1""")
        == []
    )


def test_one_rule_at_a_time(query):
    """Of a tier, a purpose and a region no two rules hold for the same cohort on the same day."""
    assert (
        query("""
        select a.*, b.* from applicability as a inner join applicability as b
            on a.tier = b.tier and a.purpose = b.purpose and a.region = b.region and a.rowid < b.rowid
            and coalesce(a.cohort_from, date '1900-01-01') <= coalesce(b.cohort_to, date '2999-12-31')
            and coalesce(b.cohort_from, date '1900-01-01') <= coalesce(a.cohort_to, date '2999-12-31')
            and coalesce(a.judged_from, date '1900-01-01') <= coalesce(b.judged_to, date '2999-12-31')
            and coalesce(b.judged_from, date '1900-01-01') <= coalesce(a.judged_to, date '2999-12-31')""")
        == []
    )


@pytest.mark.parametrize(
    ("tier", "purpose", "cohort", "day", "standard", "place"),
    [
        ("provincial_specialised", "new", None, "2026-03-31", "national_specialised_2022", "141121"),
        ("provincial_specialised", "new", None, "2026-04-01", "national_specialised_2026", "141121"),
        (
            "provincial_specialised",
            "review",
            "2023-06-30",
            "2026-06-29",
            "national_specialised_2022",
            "141121",
        ),
        (
            "provincial_specialised",
            "review",
            "2024-06-30",
            "2027-06-29",
            "national_specialised_2026",
            "141121",
        ),
        ("little_giant", "new", None, "2026-08-01", "national_giant_2026", "141121"),
        ("little_giant", "review", "2023-07-14", "2026-07-13", "national_giant_2022", "141121"),
        ("little_giant", "review", "2025-10-01", "2028-09-30", "national_giant_2026", "141121"),
        ("innovative_sme", "new", None, "2026-11-20", "national_innovative_2022", "141121"),
        ("innovative_sme", "review", "2025-01-01", "2027-12-31", "national_innovative_2022", "141121"),
        ("city_specialised", "new", None, "2026-11-20", "lvliang_city_2025", "141121"),
        ("city_specialised", "review", "2025-05-01", "2028-04-30", None, "141121"),
        ("city_specialised", "new", None, "2026-11-20", "absent", "140525"),
        ("provincial_little_giant", "review", "2020-12-01", "2023-11-30", None, "141121"),
        ("provincial_specialised", "new", None, "2019-12-31", "absent", "141121"),
    ],
)
def test_which_rule_applies_where_and_when(query, tier, purpose, cohort, day, standard, place):
    """place: a county; of the regions it lies in, the smallest that has a rule."""
    cohort = f"date '{cohort}'" if cohort else "null::date"
    found = query(f"""
        select standard_id from applicability
        where tier = '{tier}' and purpose = '{purpose}' and region in ('*', '{place[:2]}0000', '{place[:4]}00', '{place}')
            and (cohort_from is null or cohort_from <= {cohort}) and (cohort_to is null or cohort_to >= {cohort})
            and (judged_from is null or judged_from <= date '{day}') and (judged_to is null or judged_to >= date '{day}')
        order by region = '*', region = '{place[:2]}0000', region = '{place[:4]}00'
        limit 1""")
    assert found == ([] if standard == "absent" else [(standard,)])


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("bands", "indicator_id = '12' and points > 0"),  # class I and II, high value: the plan defines none
        ("bands", "indicator_id = '15'"),  # whose levels count; who certifies a lab below the city's
        ("conditions", "metric = 'rd_institution_level'"),
        ("bands", "indicator_id = '11' and points > 0"),  # where the contest's three years begin
        ("bands", "indicator_id = '10' and points > 0"),  # whether what follows B's semicolon is a third item
        ("bands", "indicator_id = '09' and points > 0"),  # the plan does not list the 985 chains
        ("bands", "points = 0 and metric not in (select metric from bands where indicator_id = '06')"),
        ("conditions", "metric like '%3y%'"),  # where three years begin
    ],
)
def test_what_the_city_plan_leaves_open_is_marked(query, table, rows):
    found = query(f"select assumption from {table} where standard_id = 'lvliang_city_2025' and {rows}")
    assert found and all(assumption for (assumption,) in found)


def test_a_digital_level_below_the_last_printed_one_is_a_reading(query):
    """63号 附件2 指标5 prints 三级以上, 二级, 一级 and nothing below."""
    assert query(
        "select lower_bound, upper_bound, points, assumption from bands "
        "where standard_id = 'national_specialised_2022' and indicator_id = '05' and points = 0 order by 2"
    ) == [(None, 1, 0, True), (1, 2, 0, False)]


def test_no_bound_has_more_than_five_decimals(query):
    """A fact is cut off after the sixth without leaving its side of a bound: see assess.given."""
    bounds = query(
        "select lower_bound from bands union select upper_bound from bands union select per_unit from bands "
        "union select value from conditions"
    )
    assert [bound for (bound,) in bounds if bound is not None and bound != round(bound, 5)] == []


def test_shared_ends_are_marked_where_the_city_plan_has_no_border_rule(query):
    """附件2 prints 70%～80% and 80%以上: whose 80% is, is a reading; the first band of a ladder and its last end are not."""
    shared = query("""
        select a.metric, a.lower_bound, a.upper_bound, a.border_assumption
        from bands as a inner join bands as b
            on a.standard_id = b.standard_id and a.indicator_id = b.indicator_id and a.metric = b.metric and b.points > 0
            and (a.lower_inclusive and a.lower_bound = b.upper_bound or a.upper_inclusive and a.upper_bound = b.lower_bound)
        where a.standard_id = 'lvliang_city_2025' and a.points > 0 and a.metric not like '%level'""")
    assert len(shared) > 20 and all(border for *_, border in shared)
