"""Where the table begins, what its headings mean, which lines are rows."""

import pytest

HEAD = "企业名称,证书编号,发证日期"
ONE = "甲有限公司,GR202114000001,2021-12-07"
TWO = "乙有限公司,GR202114000002,2021-12-07"
FILE = "high_tech_enterprise/2026-01-05/名单.csv"


def names(bureau):
    return [row["name"] for row in bureau.rows("high_tech_enterprise")]


def held(bureau):
    report = bureau.read("high_tech_enterprise")
    assert [d.status for d in report.deliveries] == ["held"]
    return report.problems


@pytest.mark.parametrize(
    ("lines", "first"),
    [
        ([HEAD, ONE, TWO], 2),
        (["山西省2021年高新技术企业名单,,", ",,", HEAD, ONE, TWO], 4),
        (["序号,企业名称,证书编号,发证日期", f"1,{ONE}", f"2,{TWO}"], 2),
        ([f",{HEAD}", f",{ONE}", f",{TWO}"], 2),
        (["序号,企业\u3000名称,证 书 编 号,发证日期", f"1,{ONE}", f"2,{TWO}"], 2),
        (["企业名称,证书,", ",编号,发证日期", ONE, TWO], 3),
    ],
    ids=["plain", "title lines", "serial numbers", "blank first column", "spaces in headings", "two lines"],
)
def test_the_table_is_found_wherever_it_is(bureau, lines, first):
    bureau.put(FILE, "\n".join(lines))
    report = bureau.read("high_tech_enterprise")
    assert report.problems == []
    assert names(bureau) == ["甲有限公司", "乙有限公司"]
    assert [row["row"] for row in bureau.rows("high_tech_enterprise")] == [first, first + 1]
    assert [row["evidence"] for row in bureau.rows("high_tech_enterprise")] == [
        f"{FILE}#表1!{n}" for n in (first, first + 1)
    ]


def test_notes_subtotals_sections_and_repeated_headings_are_told_and_not_read(bureau):
    lines = [
        "附件1,,",
        HEAD,
        "一、吕梁市,,",
        ONE,
        "小计,1,",
        HEAD,
        TWO,
        ",,",
        "合计,2,",
        "注：排名不分先后,,",
        "填表人：张,,",
    ]
    bureau.put(FILE, "\n".join(lines))
    report = bureau.read("high_tech_enterprise")
    assert (report.rows_read, report.rows_accepted, report.rows_quarantined) == (2, 2, 0)
    told = {
        (note["row"], note["note"]) for note in bureau.table("note", "high_tech_enterprise") if note["row"]
    }
    assert told == {
        (1, "标题行"),
        (3, "表内标题"),
        (5, "附注或合计"),
        (6, "重复的表头"),
        (9, "附注或合计"),
        (10, "附注或合计"),
        (11, "附注或合计"),
    }


@pytest.mark.parametrize(
    "name",
    ["合计科技有限公司", "注重食品有限公司", "共青城某某有限公司", "第一部落有限公司", "总计算机有限公司"],
)
def test_a_company_whose_name_opens_like_a_note_is_a_row(bureau, name):
    bureau.put(FILE, f"{HEAD}\n{name},GR202114000001,2021-12-07\n")
    bureau.read("high_tech_enterprise")
    assert names(bureau) == [name]


def test_an_unknown_heading_holds_the_delivery_and_names_the_nearest(bureau):
    bureau.put(FILE, f"企业名称,证书编码,发证日期\n{ONE}\n")
    problems = held(bureau)
    text = "\n".join(map(str, problems))
    assert all(
        part in text
        for part in (
            FILE,
            "表“表1”",
            "第1行",
            "表头“证书编码”",
            "证书编码：是不是 证书编号（certificate_no 的 headings）？",
            "dagster_project/sources/high_tech_enterprise.yaml",
        )
    )
    assert any("缺少必需的表头" in str(p) and "是不是“证书编码”" in str(p) for p in problems)
    assert bureau.rows("high_tech_enterprise") == []


def test_headings_nobody_knows_are_listed_until_they_are_mended(bureau):
    bureau.put(FILE, f"企业名称,证书编码,发证日期,评审专家签字\n{ONE}\n")
    held(bureau)
    listed = bureau.table("unmapped_heading", "high_tech_enterprise")
    told = [(one["file"], one["sheet"], one["row"], one["heading"], one["near"]) for one in listed]
    assert told == [(FILE, "表1", 1, "证书编码", "证书编号"), (FILE, "表1", 1, "评审专家签字", "")]
    assert all(one["found"] == "不认识的表头" and "ignore" in one["remedy"] for one in listed)
    bureau.put(FILE, f"{HEAD}\n{ONE}\n")
    bureau.read("high_tech_enterprise")
    assert bureau.table("unmapped_heading", "high_tech_enterprise") == []


@pytest.mark.parametrize(
    "row",
    ["甲有限公司,,罚款,", "虚山五金店,,罚款,", "虚山数字,,罚款,", "Xushan Steel Ltd,,罚款,", "虚山五金店,2026年,罚款,", "虚山五金店,,罚款,2000",
     "（甲）钢铁有限公司,2026年,罚款,人民币60万元", ",2026-06-01,罚款,", ",二〇二六年六月一日,罚款,", ",6月1日,罚款,",
     ",,罚款,60万元", ",,罚款,50", ",,罚款,伍仟元整", ",年月日,,万元\n,2026-05-01,罚款,60"],
)  # fmt: skip
def test_a_row_is_no_second_line_of_headings_for_a_kind_that_is_one(bureau, row):
    """罚款 is a kind of penalty, and in other lists the heading of its amount."""
    bureau.put("penalty/2026-01-05/a.csv", f"企业名称,处罚日期,处罚方式,罚款金额\n{row}\n")
    (problem,) = bureau.read("penalty").problems
    assert problem.heading == "处罚方式"


@pytest.mark.parametrize(
    "line",
    ["—,—,种类,元", "全称,8位数字,种类,元", "必填,选填,种类,元", "（全称）,（年月日）,种类,（元）", "盖章,如20260301,种类,元",
     "甲,乙,种类,元", "1,2,种类,元", "计量单位,,种类,元", "（如：某某有限公司）,2026年,种类,元", ",,种类,", "企业名称,,种类,"],
)  # fmt: skip
def test_a_second_line_of_headings_may_say_more_of_known_ones(bureau, line):
    head = f"企业名称,处罚日期,处罚,罚款金额\n{line}\n"
    bureau.put("penalty/2026-01-05/a.csv", f"{head}甲有限公司,2026-06-01,罚款,50000\n")
    assert bureau.read("penalty").problems == []
    (row,) = bureau.rows("penalty")
    assert (row["kind"], row["amount"], row["row"]) == ("罚款", 50000, 3)


@pytest.mark.parametrize(
    "line",
    [",基金/公司,元,", "填写全称,如：某银行,（元）,", ",,元,年月日", "1,2,元,3", ",,（人民币：元）,", ",,人民币（元）,",
     ",,以元计,", ",,必填（元）,", ",是/否,元,日期"],
)  # fmt: skip
def test_a_line_of_units_is_read_beside_what_else_it_says(bureau, line):
    head = f"企业名称,投资方,实缴金额,实缴日期\n{line}\n"
    bureau.put("equity_investment/2026-01-05/a.csv", f"{head}虚山五金店,甲资本,3000000,2026-01-01\n")
    assert bureau.read("equity_investment").problems == []
    (row,) = bureau.rows("equity_investment")
    assert (row["paid_in"], row["row"]) == (300, 3)


@pytest.mark.parametrize(
    "line",
    [
        "某单位名,,元,",
        "虚山五金店,甲资本,元,2026-01-01",
        "某单位名,,100元,\n,,元,",
        ",,（元，保留2位小数）,",
        ",,2位小数 元,",
        ",,￥,",
        ",,RMB,",
        ",,（港币）,",
        ",,（万，两位小数）,",
    ],
)
def test_a_unit_where_an_amount_should_be_is_asked_about(bureau, line):
    """It may be a line of units that isn't understood: yuan read as 万元 would be ten thousand times too much."""
    head = f"企业名称,投资方,实缴金额,实缴日期\n{line}\n"
    bureau.put("equity_investment/2026-01-05/a.csv", f"{head}虚山五金店,甲资本,3000000,2026-01-01\n")
    (problem,) = bureau.read("equity_investment").problems
    assert "看不明白" in problem.found and problem.row == 1 + len(line.splitlines())


def test_a_unit_like_the_columns_own_is_no_question(bureau):
    rows = "虚山五金店,甲资本,万元,2026-01-01\n虚山五金店,乙资本,300,2026-01-01\n"
    bureau.put("equity_investment/2026-01-05/a.csv", f"企业名称,投资方,实缴金额,实缴日期\n{rows}")
    report = bureau.read("equity_investment")
    assert (report.rows_accepted, report.rows_quarantined) == (1, 1)
    assert [row["paid_in"] for row in bureau.rows("equity_investment")] == [300]


@pytest.mark.parametrize(
    "amount", ["两万元", "若干元", "半元", "数万元", "未实缴（美元折算见附件）", "￥500", "60万（人民币）"]
)
def test_an_amount_in_words_in_a_first_row_holds_nothing_but_itself(bureau, amount):
    rows = f"甲有限公司,甲资本,{amount},2026-01-01\n乙有限公司,乙资本,300,2026-01-01\n"
    bureau.put("equity_investment/2026-01-05/a.csv", f"企业名称,投资方,实缴金额,实缴日期\n{rows}")
    report = bureau.read("equity_investment")
    assert report.problems == [] and report.rows_accepted + report.rows_quarantined == 2
    assert bureau.rows("equity_investment")[-1]["paid_in"] == 300


def test_a_missing_required_heading_holds_the_delivery(bureau):
    bureau.put(FILE, "企业名称,发证日期\n甲有限公司,2021-12-07\n")
    (problem,) = held(bureau)
    assert problem.heading == "证书编号" and "缺少必需的表头" in problem.found


def test_a_heading_twice_is_no_coin_toss(bureau):
    bureau.put(FILE, f"{HEAD},证书编号\n{ONE},GR202114000009\n")
    (problem,) = held(bureau)
    assert "出现了两次" in problem.found


def test_a_blank_heading_over_cells_is_named_by_its_position(bureau):
    bureau.put("credit_blacklist/2026-01-05/a.csv", ",企业名称\n随记,甲有限公司\n")
    assert bureau.read("credit_blacklist").rows_accepted == 1  # 列1 is in the contract's ignore list
    bureau.put("credit_blacklist/2026-01-06/a.csv", "企业名称,,列入日期\n甲有限公司,随记,2025-01-01\n")
    (problem,) = bureau.read("credit_blacklist").problems
    assert problem.heading == "列2" and "随记" in problem.found and "ignore" in problem.remedy


def test_a_blank_column_without_a_heading_is_nothing(bureau):
    bureau.put("credit_blacklist/2026-01-06/a.csv", "企业名称,,列入日期\n甲有限公司,,2025-01-01\n")
    assert bureau.read("credit_blacklist").problems == []


def test_moved_columns_are_read_by_their_headings(bureau):
    bureau.put("high_tech_enterprise/2026-01-05/a.csv", f"{HEAD}\n{ONE}\n")
    bureau.put(
        "high_tech_enterprise/2026-01-05/b.csv",
        "发证日期,企业名称,证书编号\n2021-12-07,乙有限公司,GR202114000002\n",
    )
    bureau.read("high_tech_enterprise")
    assert [(r["name"], r["certificate_no"]) for r in bureau.rows("high_tech_enterprise")] == [
        ("甲有限公司", "GR202114000001"),
        ("乙有限公司", "GR202114000002"),
    ]


def test_a_second_table_with_other_columns_in_the_same_sheet(bureau):
    second = ["序号,企业名称,发证日期,证书编号", "1,乙有限公司,2021-12-07,GR202114000002"]
    bureau.put(FILE, "\n".join([f"{HEAD},", f"{ONE},", ",,,", *second]))
    assert bureau.read("high_tech_enterprise").problems == []
    assert [(r["name"], r["row"]) for r in bureau.rows("high_tech_enterprise")] == [
        ("甲有限公司", 2),
        ("乙有限公司", 5),
    ]


def test_an_unknown_heading_in_a_second_table_holds_the_delivery_too(bureau):
    bureau.put(
        FILE, "\n".join([HEAD, ONE, "企业名称,证书编号,颁证机关", "乙有限公司,GR202114000002,省科技厅"])
    )
    assert any(p.heading == "颁证机关" and p.row == 3 for p in held(bureau))


def test_units_of_heading_and_table(bureau):
    bureau.put(
        "company_report/2026-02-01/a.csv", "企业名称,会计年度,营业收入（元）\n甲有限公司,2025,15000000\n"
    )
    bureau.put(
        "company_report/2026-02-01/b.csv",
        ",,单位：元\n企业名称,会计年度,营业收入\n乙有限公司,2025,16000000\n",
    )
    bureau.put(
        "company_report/2026-02-01/c.csv", "企业名称,会计年度,营业收入\n,,（元）\n丙有限公司,2025,17000000\n"
    )
    bureau.put("company_report/2026-02-01/d.csv", "企业名称,会计年度,营业收入\n丁有限公司,2025,1800\n")
    report = bureau.read("company_report")
    assert report.problems == [] and report.rows_quarantined == 0
    assert [int(row["revenue"]) for row in bureau.rows("company_report")] == [1500, 1600, 1700, 1800]


def test_province_and_city_columns_stand_before_the_countys_name(bureau):
    head = "企业名称,统一社会信用代码,所属省份,所属城市,所属区县"
    rows = [
        "甲有限公司,914103000768204278,河南省,洛阳市,老城区",
        "乙有限公司,911405005635962824,山西省,晋城市,晋城市城区",
    ]
    bureau.put("company_registry/2026-01-05/a.csv", "\n".join([head, *rows]))
    bureau.read("company_registry")
    assert [row["county"] for row in bureau.rows("company_registry")] == [
        "河南省洛阳市老城区",
        "山西省晋城市城区",
    ]


def test_a_validity_in_one_cell_feeds_both_ends(bureau):
    head = "企业名称,称号,认定日期,有效期"
    rows = [
        "甲有限公司,专精特新中小企业,2023-01-01,2023年1月1日至2025年12月31日",
        "乙有限公司,创新型中小企业,2023-01-01,2023.1.1-2025.12.31",
        "丙有限公司,创新型中小企业,2023-01-01,三年",
    ]
    bureau.put("recognised_title/2026-01-05/a.csv", "\n".join([head, *rows, ""]))
    report = bureau.read("recognised_title")
    assert report.rows_quarantined == 0
    ends = [(str(row["valid_from"]), str(row["valid_to"])) for row in bureau.rows("recognised_title")]
    assert ends == [("2023-01-01", "2025-12-31"), ("2023-01-01", "2025-12-31"), ("None", "None")]
    assert {n["note"] for n in bureau.table("note", "recognised_title")} == {
        "没有写明起始日，不推算",
        "没有写明截止日，不推算",
    }
