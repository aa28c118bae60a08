"""An application form, a label beside each value, is a row; what could be another's holds it."""

from decimal import Decimal

import docx
import openpyxl
import pytest

LABELS = [
    ["专精特新中小企业申请书", "", "", ""],
    ["企业名称", "甲（山西）有限公司", "统一社会信用代码", "914103000768204278"],
    ["会计年度", "2025年", "所在县（市、区）", "孝义市"],
    ["营业收入（元）", "12,345,678.00", "研发费用（万元）", "60"],
    ["是否拥有自主品牌", "☑是 □否", "资产负债率", "45%"],
    ["公司简介", "本公司成立于……", "", ""],
]


def check_form(bureau):
    report = bureau.read("company_report")
    assert report.problems == [] and (report.rows_read, report.rows_quarantined) == (1, 0)
    (row,) = bureau.rows("company_report")
    assert (row["name"], row["fiscal_year"], row["county"], row["own_brand"]) == (
        "甲（山西）有限公司",
        2025,
        "孝义市",
        1,
    )
    assert (row["revenue"], row["rd_expense"], row["debt_ratio"]) == (
        Decimal("1234.5678"),
        Decimal(60),
        Decimal(45),
    )
    assert row["row"] == 2
    assert any("公司简介" in note for note in report.notes)


def test_an_application_form_in_xlsx_is_one_row(bureau):
    book = openpyxl.Workbook()
    for row in LABELS:
        book.active.append(row)
    book.active.merge_cells("A1:D1")
    book.active.merge_cells("B6:D6")
    book.save(bureau.path("company_report/2026-02-01/a.xlsx"))
    check_form(bureau)


def test_an_application_form_in_docx_is_one_row(bureau):
    document = docx.Document()
    table = document.add_table(rows=0, cols=4)
    for row in LABELS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(0, 3))
    document.save(bureau.path("company_report/2026-02-01/a.docx"))
    check_form(bureau)


def test_a_form_without_a_required_label_is_held(bureau):
    book = openpyxl.Workbook()
    for row in LABELS:
        book.active.append([cell.replace("会计年度", "年份数") for cell in row])
    book.save(bureau.path("company_report/2026-02-01/a.xlsx"))
    (problem,) = bureau.read("company_report").problems
    assert problem.heading == "会计年度" and "缺少" in problem.found


ASKED = ["企业名称", "统一社会信用代码", "年度", "营业收入（万元）", "职工人数"]
FIRST = ["甲有限公司", "91141199MAXX00015U", "2025", "1200", "30"]
SECOND = ["乙有限公司", "91141199MAXX00023N", "2025", "80", "7"]


def deliver_form(bureau, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(bureau.path("company_report/2026-01-05/申请书.xlsx"))
    return bureau.read("company_report")


def as_form(values):
    return [list(pair) for pair in zip(ASKED, values, strict=True)]


def test_two_forms_under_one_another_are_two_rows(bureau):
    report = deliver_form(bureau, [["申请书"], *as_form(FIRST), [], ["申请书"], *as_form(SECOND)])
    assert report.problems == []
    read = [(r["name"], r["uscc"], r["staff"], r["row"]) for r in bureau.rows("company_report")]
    assert read == [(FIRST[0], FIRST[1], 30, 2), (SECOND[0], SECOND[1], 7, 9)]


def test_a_name_written_again_begins_no_other_form(bureau):
    assert deliver_form(bureau, [*as_form(FIRST), ["企业名称", FIRST[0]]]).rows_accepted == 1


@pytest.mark.parametrize(
    "rows",
    [
        [[a, b, c] for a, b, c in zip(ASKED, FIRST, SECOND, strict=True)],
        [[a, b, "", a, c] for a, b, c in zip(ASKED, FIRST, SECOND, strict=True)],
    ],
    ids=["columns of values", "forms beside each other"],
)
def test_values_that_could_be_anothers_hold_the_form(bureau, rows):
    report = deliver_form(bureau, rows)
    assert [d.status for d in report.deliveries] == ["held"] and SECOND[0] in str(report.problems[0])


def test_a_label_far_down_is_read(bureau):
    deliver_form(bureau, [*as_form(FIRST)[:3], *([f"其他{n}", "x"] for n in range(90)), *as_form(FIRST)[3:]])
    assert [(r["staff"], int(r["revenue"])) for r in bureau.rows("company_report")] == [(30, 1200)]


def test_a_list_under_a_form_holds_it_and_other_lines_are_told(bureau):
    assert "又有名单（第 8 行）" in str(
        deliver_form(bureau, [*as_form(FIRST), [], ["附表"], ASKED, SECOND]).problems[0]
    )
    report = deliver_form(bureau, [*as_form(FIRST), [], ["主导产品", "销量"], ["阀门", "20"]])
    assert report.rows_accepted == 1
    told = [(n["row"], n["found"]) for n in bureau.table("note", "company_report") if n["row"]]
    assert told == [(7, "主导产品 | 销量"), (8, "阀门 | 20")]


def test_years_beside_a_value_are_not_read_and_told(bureau):
    rows = as_form(FIRST)
    rows[3] += ["1100", "1000"]
    deliver_form(bureau, rows)
    assert [int(r["revenue"]) for r in bureau.rows("company_report")] == [1200]
    assert [n["found"] for n in bureau.table("note", "company_report")] == ["1100 | 1000"]


def test_a_heading_over_two_lines_is_no_form_above_a_list(bureau):
    bureau.put(
        "company_report/2026-01-05/a.csv",
        "企业名称,代码与年度,,营业收入\n,统一社会信用代码,年度,\n甲有限公司,91141199MAXX00015U,2025,1200\n",
    )
    report = bureau.read("company_report")
    assert report.problems == [] and report.rows_accepted == 1
