"""The standards in words: every row of the seeds is there, and what rests on a reading is marked."""

from __future__ import annotations

import pytest

from dagster_project import assess
from dagster_project.publish.standard_conditions import conditions
from dagster_project.publish.standard_faults import faults
from dagster_project.publish.standard_words import Notes
from dagster_project.publish.standards import listed, outcome, shown
from dagster_project.publish.terminal import plain

STANDARDS = [s for (s,) in assess.engine().sql("select standard_id from standards order by rowid").fetchall()]


def test_the_list_names_every_standard():
    lines = listed().splitlines()
    assert [line.split()[0] for line in lines[2:]] == STANDARDS
    assert (
        "工信部企业〔2022〕63号" in lines[4]
        and "2022-12-31" not in lines[4]
        and "专精特新中小企业" in lines[4]
    )


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_row_is_told_with_its_citation(standard):
    text = shown(standard)
    connection = assess.engine()
    for table, column in (("conditions", "clause_text"), ("indicators", "title"), ("bands", "citation")):
        if table == "bands":
            column = "case when kind = 'number' then text else citation end"
            table = "bands inner join metrics using (metric)"
        rows = connection.execute(f"select distinct {column} from {table} where standard_id = ?", [standard])
        missing = [row for (row,) in rows.fetchall() if row not in text]
        assert [m for m in missing if m.rpartition(" ")[2] not in text] == []
    for (value,) in connection.execute(
        "select value from conditions where standard_id = ? and value is not null", [standard]
    ).fetchall():
        assert f" {plain(value)}" in text or f"（{plain(value)}）" in text
    assumed = connection.execute(
        "select bool_or(assumption) from (select assumption from conditions where standard_id = $s "
        "union all select assumption from bands where standard_id = $s)",
        {"s": standard},
    ).fetchone()[0]
    assert not assumed or "〔推定〕" in text


def test_the_city_standard_reads_as_the_document_does():
    text = shown("lvliang_city_2025")
    for words in (
        "及格：60 分，满分 100 分",
        "路径 1/2：评定条件（一）（各条都要满足；任一路径满足即可）",
        "②近三年新增股权融资实缴额不低于 2000 万元〔推定〕　出处：吕梁方案 附件2 一（一）2",
        "不低于 70%、低于 80%　3 分〔恰在界限时推定〕　原文：70%～80%（3分）",
        "高于 50%、不高于 60%　3 分",
        "⑥研发机构级别不低于省级（3）",
        "每满 1 年得 1 分",
        "6. 质量管理水平（各项相加，满分 5 分）",
        "低于 60%　0 分〔推定〕　推定：低于60%（0分）",
    ):
        assert words in text, words


def test_a_clause_of_one_flag_says_which_way_it_is_read():
    with assess.engine() as connection:
        where = "standard_id = 'lvliang_city_2025' and metric = 'serious_dishonesty'"
        clause = connection.execute(f"select clause_text from conditions where {where}").fetchone()[0]
        read = {}
        for operator in ("is_false", "is_true"):
            connection.execute(f"update conditions set operator = '{operator}' where {where}")
            lines = conditions(connection, "lvliang_city_2025", Notes())
            read[operator] = lines[next(n for n, line in enumerate(lines) if clause in line) + 1]
    assert "列入严重失信主体名单：须为否　出处：" in read["is_false"]
    assert "列入严重失信主体名单：须为是　出处：" in read["is_true"]


def test_no_words_are_called_the_documents_that_are_not():
    text = shown("national_specialised_2022")  # known from copies only
    assert "原文：" not in text and "条文大意：80%以上（5分）" in text
    lines = shown("lvliang_city_2025").splitlines()
    assert not [line for line in lines if "〔推定〕　原文" in line]


def test_a_provinces_own_rule_is_said_to_prevail():
    lines = [line for line in shown("national_specialised_2022").splitlines() if "地方规定优先" in line]
    assert len(lines) == 1 and "山西省（地方规定优先）" in lines[0] and "晋14号" in lines[0]


def test_an_unknown_standard_is_told_with_the_known_ones():
    with pytest.raises(ValueError, match=r"no_such.*lvliang_city_2025"):
        shown("no_such")


def test_the_outcome_tells_counts_and_columns():
    from dagster_project.assess.results import Done

    assert outcome(Done(3, {"unknown": 1, "met": 2}, ["note"], ["仍照它判定"])) == (
        "共 3 家：满足 2，缺数据 1\n不在量的目录中的列，没有用：note\n仍照它判定"
    )


@pytest.mark.parametrize("standard", STANDARDS)
def test_no_standard_here_has_a_fault(standard):
    with assess.engine() as connection:
        assert faults(connection, standard) == []


BANDS = "standard_id = 'lvliang_city_2025' and metric = 'main_revenue_share'"


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        (f"update bands set metric = 'main_revenu_share' where {BANDS}", "没有 main_revenu_share，这一行不起作用；是不是 main_revenue_share"),
        (f"delete from bands where {BANDS} and lower_bound = 70", "指标 01（main_revenue_share）：70 与 80 之间没有档"),
        (f"delete from bands where {BANDS} and lower_bound is null", "60 以下没有档"),
        (f"delete from bands where {BANDS} and lower_bound = 80", "80 以上没有档"),
        (f"update bands set lower_inclusive = false where {BANDS} and lower_bound = 80", "恰为 80 的没有档"),
        (f"update bands set upper_inclusive = true where {BANDS} and upper_bound = 80", "80 处有两档重叠"),
        ("update indicators set region = null where standard_id = 'lvliang_city_2025' and indicator_id = '01'", "indicators.csv 的 01：region 没有写"),
        ("update indicators set combine = 'max' where standard_id = 'lvliang_city_2025' and indicator_id = '01'", "combine 只能是 best、sum"),
        ("delete from conditions where standard_id = 'lvliang_city_2025' and metric = 'score_total'", "及格分 60 只是写着，不判定"),
    ],
)  # fmt: skip
def test_a_slip_in_a_standards_rows_is_told_when_it_is_read(slip, told):
    with assess.engine() as connection:
        connection.execute(slip)
        lines = faults(connection, "lvliang_city_2025")
    assert len(lines) == 1 and told in lines[0], lines
