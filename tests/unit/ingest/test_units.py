"""The unit of amounts, as lines beside a table say it."""

import pytest

from dagster_project.ingest.units import amount_unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("填报单位：元泰新材料", ""), ("单位：元泰新材料有限公司", ""), ("制表单位：元", ""), ("单位名称", ""), ("单位：人", ""),
        ("申报单位：元 金额单位：万元", "万元"), ("单位：人、元", "元"), ("单位（元）", "元"), ("以元为单位", "元"), ("单位：百元", "百元"),
        ("单位:RMB元", "元"), ("注：金额单位为元", "元"), ("金额单位:人民币 元", "元"), ("货币单位：元，人数单位：人", "元"),
        ("（单位：人民币万元）", "万元"), ("各有关单位：元旦", ""),
    ],
)  # fmt: skip
def test_only_whole_unit_words_are_a_unit(text, unit):
    assert amount_unit([text]) == (unit, "")


@pytest.mark.parametrize("text", ["单位：万美元", "金额单位：见附表", "单位：万元、元", "单位：欧元"])
def test_a_unit_that_cannot_be_told_is_said(text):
    unit, unclear = amount_unit([text])
    assert unit == "" and unclear


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        (["填报单位：元泰新材料有限公司", "企业名称,会计年度,营业收入", "甲公司,2025,12000"], [12000]),
        (["单位：人、元", "企业名称,会计年度,营业收入", "甲公司,2025,120000000"], [12000]),
        (["单位：万元", "企业名称,会计年度,营业收入", "甲公司,2025,100", "单位：元", "企业名称,会计年度,营业收入", "乙公司,2025,1000000"], [100, 100]),
        (["单位：万美元", "企业名称,会计年度,营业收入（万元）", "甲公司,2025,100"], [100]),
        (["企业名称,会计年度,营业收入", "甲公司,2025,100", "注：金额单位为万元"], [100]),
        (["企业名称,会计年度,营业收入", ",,元", "甲公司,2025,120000000"], [12000]),
        (["企业名称,会计年度,从业人员,营业收入", ",,人,人民币元", "甲公司,2025,3,120000000"], [12000]),
    ],
)  # fmt: skip
def test_each_table_is_read_in_its_own_unit(bureau, lines, read):
    bureau.put("company_report/2026-01-05/a.csv", "\n".join(lines) + "\n")
    assert bureau.read("company_report").problems == []
    assert [row["revenue"] for row in bureau.rows("company_report")] == read


@pytest.mark.parametrize(
    "lines",
    [
        ["单位：万美元", "企业名称,会计年度,营业收入", "甲公司,2025,100"],
        ["企业名称,会计年度,营业收入", "甲公司,2025,120000000", "注：金额单位为元"],
        ["企业名称,会计年度,营业收入", "甲公司,2025,100", "单位：元", "乙公司,2025,120000000"],
        ["企业名称,会计年度,营业收入（万元）", ",,元", "甲公司,2025,120000000"],
        ["企业名称,会计年度,营业收入", "甲公司,2025,100", ",,元", "乙公司,2025,120000000"],
    ],
)
def test_a_table_whose_unit_is_unsure_is_held(bureau, lines):
    bureau.put("company_report/2026-01-05/a.csv", "\n".join(lines) + "\n")
    report = bureau.read("company_report")
    assert "金额单位" in str(report.problems[0]) and report.rows_accepted == 0


@pytest.mark.parametrize(
    "page",
    [
        "<div>单位：元</div><div>{}</div>",
        "<p>单位：元</p><p>2025 年度</p>{}",
        "{}",
    ],
)
def test_the_unit_above_a_web_page_s_table_counts(bureau, page):
    rows = "<tr><td>企业名称<td>会计年度<td>营业收入</tr><tr><td>甲公司<td>2025<td>120000000</tr>"
    caption = "<caption>单位：元</caption>" if page == "{}" else ""
    html = f"<html><body>{page.format(f'<table>{caption}{rows}</table>')}</body></html>"
    bureau.put("company_report/2026-01-05/a.html", html)
    assert bureau.read("company_report").problems == []
    assert bureau.rows("company_report")[0]["revenue"] == 12000


@pytest.mark.parametrize("cell", ["12000\n13000", "600 700", "1.5\n2", "12 000"])
def test_two_numbers_in_a_cell_are_never_joined(bureau, cell):
    bureau.put("company_report/2026-01-05/a.csv", f'企业名称,会计年度,营业收入\n甲公司,2025,"{cell}"\n')
    bureau.read("company_report")
    assert "两个数" in bureau.table("quarantine", "company_report")[0]["reason"]


@pytest.mark.parametrize(("cell", "accepted"), [("12人", 1), ("12名", 1), ("12家", 0), ("12岁", 0)])
def test_a_column_takes_its_own_counters_only(bureau, cell, accepted):
    bureau.put("company_report/2026-01-05/a.csv", f"企业名称,会计年度,从业人员\n甲公司,2025,{cell}\n")
    assert bureau.read("company_report").rows_accepted == accepted
