"""Which standard judges whom at review, as `pool explain` says it; and what another standard would do."""

from __future__ import annotations

import csv
from dataclasses import replace

import duckdb
import pytest

from dagster_project.assess.under import review_under
from dagster_project.publish.explain import explain
from dagster_project.publish.under import told as told_under
from dagster_project.publish.under import write_csv


@pytest.mark.parametrize(
    ("recognised", "ends_before", "standard", "citation", "window"),
    [
        (
            "2023",
            "2027-01-01",
            "专精特新中小企业认定标准（2022）",
            "晋14号 复核范围〕：2023年认定或复核通过的，2026年仍按63号复核",
            "企业网上申报截止 2026-03-16；",
        ),
        (
            "2024",
            "2028-01-01",
            "专精特新中小企业认定标准（2026）",
            "2号文 附件1〕：2024年及以后认定的按2号文复核",
            "企业网上申报截止 2027-03-16（推定）；",
        ),
        (
            "2025",
            "2029-01-01",
            "专精特新中小企业认定标准（2026）",
            "2号文 附件1〕：2024年及以后认定的按2号文复核",
            "企业网上申报截止 2028-03-16（推定）；",
        ),
    ],
)
def test_explain_says_who_judges_a_cohort_when_and_why(
    released, recognised, ends_before, standard, citation, window
):
    pool = released / "pool.duckdb"
    with duckdb.connect(str(pool), read_only=True) as connection:
        uscc, day, review_on = connection.execute(
            """select uscc, recognised_on, review_on from review_watch where tier = 'provincial_specialised'
            and year(recognised_on) = ? and review_on < ? order by title_id limit 1""",
            [recognised, ends_before],
        ).fetchone()
    told = explain(pool, uscc)
    assert f"{day} 认定（或复核通过），复核按 {review_on} 推算，适用“{standard}”〔{citation}" in told
    assert f"复核受理：{window}" in told


def test_who_is_to_act_exists_or_is_assigned_first(released):
    with duckdb.connect(str(released / "pool.duckdb"), read_only=True) as connection:
        counts = connection.execute(
            """select contains(w.action, '尚无专员，先由'), s.company_id is null and contains(w.action, '服务专员，'), count(*)
            from review_watch w left join company_specialist s using (company_id) group by all order by all"""
        ).fetchall()
    assert [(told, due) for told, due, _ in counts] == [(False, False), (True, True)]


def test_a_duty_is_asked_of_no_year_before_its_title(released):
    with duckdb.connect(str(released / "pool.duckdb"), read_only=True) as connection:
        asked = connection.execute(
            """select year(t.recognised_on) = year(r.as_of), bool_or(q.metric is not null), bool_or(w.unknowns like '%年度结束后再问%')
            from review_watch w join title t using (title_id) cross join stg_run r
            left join data_request q on q.company_id = w.company_id and q.tier = w.tier and q.purpose = 'review'
                and q.metric = 'annual_update_done'
            where w.unknowns like '%平台更新信息%' group by all order by all"""
        ).fetchall()
    assert asked == [(False, True, False), (True, False, True)]


def test_under_the_standard_that_applies_the_titles_fare_as_in_the_watch(released):
    pool = released / "pool.duckdb"
    outcome = review_under(pool, "national_innovative_2022")
    with duckdb.connect(str(pool), read_only=True) as connection:
        levels = dict(
            connection.execute(
                "select level, count(*) from review_watch where review_standard_id = 'national_innovative_2022' group by 1"
            ).fetchall()
        )
    assert len(outcome.titles) == sum(levels.values())
    fails = [title for title in outcome.titles if title.result == "fails"]
    assert fails and {title.level for title in fails} == {"red"} and all(title.clauses for title in fails)
    later = [title for title in outcome.titles if title.result == "fails_unchanged"]
    assert {title.level for title in later} <= {"orange", "red"}
    moved = next(line for line in told_under(outcome).splitlines() if line.split()[:1] == ["红"])
    counts = [int(number) for number in moved.split()[1:]]
    assert counts[-1] == sum(counts[:-1]) == levels["red"] and counts[0] == len(fails)


def test_under_a_standard_whose_titles_have_no_end_it_is_said_that_none_is_reviewed(released):
    outcome = review_under(released / "pool.duckdb", "lvliang_city_2025")
    assert outcome.titles == [] and outcome.endless > 0
    told = told_under(outcome)
    assert f"没有可复核的“市级专精特新中小企业”称号（有效的 {outcome.endless} 项不设有效期，不复核）" in told
    assert "过不了" not in told, "no table of zeros, which reads as if none would fall"
    none_held = told_under(replace(outcome, endless=0))
    assert "（没有有效而有到期日的）" in none_held and "不设有效期" not in none_held


def test_under_an_unknown_standard_the_error_names_those_there_are(released):
    with pytest.raises(ValueError, match="national_specialised_2026"):
        review_under(released / "pool.duckdb", "sme_size_2011")


def test_the_list_has_every_title(released, tmp_path):
    outcome = review_under(released / "pool.duckdb", "national_specialised_2026")
    write_csv(outcome, tmp_path / "list.csv")
    with open(tmp_path / "list.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(outcome.titles) > 0
    assert {row["按此标准"] for row in rows} <= {
        "已知事实过不了",
        "若无变化过不了",
        "有不知道的",
        "只剩须由人判定的",
        "可通过",
    }


def test_of_what_alone_mends_a_score_any_one_is_enough(released):
    with duckdb.connect(str(released / "pool.duckdb"), read_only=True) as connection:
        found = connection.execute("select needs from review_watch where contains(needs, '，或 ')").fetchall()
    ways = [way for (needs,) in found for way in needs.split("；") if "，或 " in way]
    assert ways
    for way in ways:
        score, figures = way.split("差的分单靠一项即可补上：")
        assert score.startswith("“") and "得分" in score
        assert all("（持平为" not in figure or "不够" in figure for figure in figures.split("，或 "))


def test_explain_names_whose_it_is_to_act_on_a_title(released):
    pool = released / "pool.duckdb"
    with duckdb.connect(str(pool), read_only=True) as connection:
        uscc, who = connection.execute(
            """select uscc, specialists from review_watch join company_specialist using (company_id)
            order by title_id limit 1"""
        ).fetchone()
    assert f"\n    服务专员：{who}\n" in explain(pool, uscc)


def test_what_another_route_meets_without_an_amount_is_not_needed_of_the_best_one(released):
    with duckdb.connect(str(released / "pool.duckdb"), read_only=True) as connection:
        found = connection.execute(
            """select title_id, needs, reasons from review_watch
            where review_standard_id = 'national_innovative_2022' and contains(needs, '不看金额')"""
        ).fetchall()
    assert found
    for title, needs, reasons in found:
        assert "另一路径“直通条件”按现有数据也满足" in needs, title
        assert "至少 " not in needs and "至多 " not in needs, f"{title}: its base clauses ask for no amount"
        assert "贴近界线：" not in reasons or "得分" not in reasons.split("贴近界线：")[1], title
