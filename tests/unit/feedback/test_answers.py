"""Answers of counties as text: what is read as a figure, what is refused and why, and what is kept beside it."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dagster_project.feedback.answers import unusable, write_answers
from dagster_project.feedback.corrections import FORM, parse_corrections
from dagster_project.feedback.facts import facts, named
from dagster_project.ingest import load_contracts


def answers(tmp_path, questions=(), visits=()):
    """Rows of the two sources through the lake; the rows of lake/answer."""
    contracts = load_contracts()
    for source, rows in (("county_feedback", questions), ("county_visit", visits)):
        folder = tmp_path / source
        folder.mkdir()
        table = [{"evidence": f"{source}!{n}"} | row for n, row in enumerate(rows)]
        pq.write_table(pa.Table.from_pylist(table, schema=contracts[source].schema), folder / "rows.parquet")
    write_answers(tmp_path)
    return pq.read_table(tmp_path / "answer" / "answer.parquet").to_pylist()


@pytest.mark.parametrize(
    ("metric", "shown", "value", "why"),
    [
        ("revenue", "-5", None, "out_of_range"),
        ("revenue", "1200万元", 1200, None),
        ("revenue", "1.2亿元", 12000, None),
        ("revenue", "0", 0, None),
        ("main_revenue_share", "900%", None, "out_of_range"),
        ("main_revenue_share", "100", 100, None),
        ("rd_ratio", "101", None, "out_of_range"),
        ("digital_level", "9", None, "out_of_range"),
        ("digital_level", "三级", 3, None),
        ("rd_institution_level", "省级", 3, None),
        ("rd_institution_level", "5", None, "out_of_range"),
        ("staff", "12.5", None, "wrong_type"),
        ("staff", "不少", None, "wrong_type"),
        ("own_brand", "12", None, "wrong_type"),
        ("own_brand", "无", 0, None),
        ("net_profit", "-30", -30, None),
        ("net_profit", "不详", None, "noted"),
        ("size_industry", "工业", None, "wrong_type"),
        ("no_such_metric", "1", None, "unknown_metric"),
    ],
)
def test_an_answer_is_what_its_fact_can_be(tmp_path, metric, shown, value, why):
    [row] = answers(tmp_path, [{"metric": metric, "period": "2025", "value": shown}])
    assert (row["value"], row["why_not"], row["shown"]) == (value, why, shown)


@pytest.mark.parametrize(
    ("written", "period", "metric", "year", "value"),
    [("资产总额", "2024", "assets", 2024, 3), ("资产总额（2023年）", None, "assets", 2023, 3),
     ("营业收入（亿元）", "2024", "revenue", 2024, 30000), ("assets", "2024", "assets", 2024, 3)],
)  # fmt: skip
def test_a_plain_form_names_its_fact_as_people_do(tmp_path, written, period, metric, year, value):
    [row] = answers(tmp_path, [{"metric": written, "period": period, "value": "3"}])
    assert (row["metric"], row["fiscal_year"], row["value"], row["why_not"]) == (metric, year, value, None)


def test_a_fact_that_nobody_knows_is_told_with_those_near_it(tmp_path):
    [row] = answers(tmp_path, [{"metric": "资产总数", "period": "2024", "value": "3"}])
    assert row["why_not"] == "unknown_metric"
    assert row["note"].startswith("没有叫“资产总数”的指标；相近的：资产总额")


def test_a_grade_that_is_none_is_answered_with_those_there_are(tmp_path):
    told = answers(
        tmp_path, [{"metric": "digital_level", "period": "2025", "value": v} for v in ("五级", "9")]
    )
    assert {row["note"].partition("，")[2] for row in told} == {"应为无等级、一级、二级、三级、四级之一"}


def test_what_is_read_beside_free_text_is_read_and_the_rest_is_kept(tmp_path):
    told = "营业收入=1200万元，另：厂房搬迁；研发费用（2024年）＝1，200；从业人数=51 负债总额=3"
    rows = answers(tmp_path, visits=[{"name": "虚山甲", "corrections": told}])
    assert [(r["part"], r["metric"], r["value"], r["fiscal_year"], r["why_not"]) for r in rows] == [
        (1, "revenue", Decimal(1200), None, None),
        (2, "rd_expense", Decimal(1200), 2024, None),
        (3, "staff", Decimal(51), None, None),
        (4, "liabilities", Decimal(3), None, None),
        (0, None, None, None, "not_understood"),
    ]
    assert rows[-1]["shown"] == "另：厂房搬迁"


@pytest.mark.parametrize(
    ("text", "read", "rest"),
    [
        ("地址写错了", [], "地址写错了"),
        ("a=b=c", [], "a=b=c"),
        ("=5，营业收入=", [], "=5，营业收入="),
        ("营业收入=1,200.5,从业人员=51", [("营业收入", "1,200.5"), ("从业人员", "51")], ""),
        ("", [], ""),
    ],
)
def test_no_word_of_a_correction_is_lost(text, read, rest):
    found, left = parse_corrections(text)
    assert ([(one.title, one.value) for one in found], left) == (read, rest)


def test_who_writes_a_correction_in_words_is_told_the_form_that_is_read():
    assert parse_corrections(FORM.partition("如 ")[2])[1] == "", "the example is read"
    [told] = unusable("county_visit", [{"row": 3, "name": "虚山甲", "corrections": "营业收入应为 5200 万元"}])
    assert told.endswith(f"“营业收入应为 5200 万元”看不明白，请写成 {FORM}")


def test_the_year_is_told_with_the_answer_or_not_at_all(tmp_path):
    rows = answers(
        tmp_path,
        [
            {"metric": "revenue", "period": "2024年度", "value": "1"},
            {"metric": "revenue", "period": "去年", "value": "1"},
            {"metric_title": "资产总额（2023年）", "value": "1"},
            {"metric": "revenue", "value": "1"},
        ],
    )
    assert [(r["fiscal_year"], r["is_year_of_item"], r["why_not"]) for r in rows] == [
        (2024, False, None),
        (None, False, "wrong_type"),
        (2023, True, None),
        (None, False, None),
    ]


def test_an_answer_without_a_figure_keeps_its_words(tmp_path):
    [row] = answers(tmp_path, [{"metric": "revenue", "answer": "企业拒绝提供", "note": "已两次上门"}])
    assert (row["shown"], row["why_not"]) == ("企业拒绝提供；已两次上门", "noted")


def test_a_title_of_another_year_than_the_period_is_not_read_as_either(tmp_path):
    told = [
        {"metric": title, "period": "2025", "value": "1"}
        for title in ("资产总额（2025）", "资产总额（2024年）")
    ]
    assert [(r["metric"], r["why_not"]) for r in answers(tmp_path, told)] == [
        ("assets", None),
        ("assets", "wrong_type"),
    ]


def test_every_fact_that_is_asked_can_be_told_by_code_and_by_title():
    assert {named(fact, None).fact for fact in facts()} == set(facts())
    assert (
        named(None, "研发费用").fact == "rd_expense"
        and named(None, "前一年度营业收入").fact == "revenue_prev"
    )
    assert named(None, "厂房") is None
