"""Lists in workbooks as people keep them: cells of all types, merged ones, more sheets than one."""

import datetime as dt

import openpyxl


def test_damage_that_spreadsheets_do(bureau):
    book = openpyxl.Workbook()
    book.active.append(["企业名称", "统一社会信用代码", "成立日期", "注册号"])
    book.active.append(["甲公司", 914103000768204278, 43655, 340100000165590])
    book.active.append(["乙公司", "914103000768204278", 43655.0, None])
    book.active.append(["丙公司", None, dt.datetime(2019, 7, 9), 340100000165590])
    book.active.append(["丁公司", None, "2019.7.9", "340100000165591"])
    book.save(bureau.path("company_registry/2026-02-01/a.xlsx"))
    report = bureau.read("company_registry")
    assert (report.rows_accepted, report.rows_quarantined) == (3, 1)
    assert "科学计数法" in bureau.table("quarantine", "company_registry")[0]["reason"]
    assert {row["established_on"] for row in bureau.rows("company_registry")} == {dt.date(2019, 7, 9)}
    assert bureau.rows("company_registry")[1]["registration_no"] == "340100000165590"


def test_merged_cells_of_the_body_and_a_second_sheet(bureau):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [["县（市、区）", "企业名称", "证书编号"], ["孝义市", "甲公司", "GR202114000001"], [None, "乙公司", "GR202114000002"],
                ["共2家", None, None]]:  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("A4:C4")
    book.create_sheet("第二批").append(["企业名称", "证书编号"])
    book["第二批"].append(["丙公司", "GR202114000003"])
    book.create_sheet("填报说明").append(["证书编号", "照证书填"])
    book.save(bureau.path("high_tech_enterprise/2026-02-01/a.xlsx"))
    assert bureau.read("high_tech_enterprise").problems == []
    assert [(r["name"], r["county"]) for r in bureau.rows("high_tech_enterprise")] == [
        ("甲公司", "孝义市"),
        ("乙公司", "孝义市"),
        ("丙公司", None),
    ]
    told = [
        (n["sheet"], n["row"], n["found"] or n["note"]) for n in bureau.table("note", "high_tech_enterprise")
    ]
    assert told == [("Sheet", 4, "共2家"), ("填报说明", 0, "按表名是说明页，未读")]


def test_a_worksheet_of_unknown_headings_beside_a_good_one_is_not_lost(bureau):
    book = openpyxl.Workbook()
    book.active.append(["企业名称", "证书编号"])
    book.active.append(["甲公司", "GR202114000001"])
    book.create_sheet("新增").append(["商号", "号码"])
    book["新增"].append(["乙公司", "GR202114000002"])
    book.save(bureau.path("high_tech_enterprise/2026-02-01/a.xlsx"))
    (problem,) = bureau.read("high_tech_enterprise").problems
    assert problem.sheet == "新增" and "找不到表头" in problem.found and "商号" in problem.heading


def problem_of(bureau, *rows):
    """The one problem of a delivery of these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(bureau.path("equity_investment/2026-06-01/a.xlsx"))
    (problem,) = bureau.read("equity_investment").problems
    return problem


def test_a_list_that_calls_everything_otherwise_is_told_what_each_may_be(bureau):
    headings = ["主体全称", "所属区域", "注资方", "打款时间", "微信"]
    problem = problem_of(bureau, headings, ["甲有限公司", "孝义市", "某基金", "2026-05-06", "a1"])
    assert "注资方：是不是 投资方（investor 的 headings）？" in problem.remedy
    assert "打款时间：是不是" in problem.remedy
    assert "dagster_project/sources/equity_investment.yaml" in problem.remedy


def test_who_is_invested_in_is_not_proposed_as_who_invests(bureau):
    problem = problem_of(bureau, ["被投资人", "打款时间", "微信"], ["甲有限公司", "2026-05-06", "a1"])
    assert "被投资人：是不是 被投资企业（name 的 headings）？" in problem.remedy


def test_a_row_of_which_too_little_is_known_is_told_so(bureau):
    problem = problem_of(bureau, ["企业名称", "甲", "乙", "丙", "丁"], ["甲有限公司", "x", "y", "z", "w"])
    assert problem.found == "找不到表头，5 个里只认得“企业名称”"
    assert problem.expected == "认得的表头多于不认得的一半"
    assert problem.remedy.startswith(
        "只是表头换了说法的，把新说法加到 dagster_project/sources/equity_investment.yaml"
    )


def test_what_is_told_of_a_sheet_is_in_the_lake(bureau):
    book = openpyxl.Workbook()
    for row in (["企业名称", "年度", "统一社会信用代码"], ["甲有限公司", "2025", "91141199MAXX00015U"]):
        book.active.append(row)
    book.create_sheet("填表说明").append(["请如实填写"])
    book.save(bureau.path("company_report/2026-01-05/表.xlsx"))
    bureau.read("company_report")
    told = [(n["sheet"], n["row"], n["note"]) for n in bureau.table("note", "company_report")]
    assert told == [("填表说明", 0, "按表名是说明页，未读")]
