"""The blank forms and what is filled into them; application forms of labels and values."""

import datetime as dt
from decimal import Decimal

import docx
import openpyxl
import pytest

from dagster_project.ingest import load_contracts, scan
from dagster_project.ingest.template import form_columns, heading, init_raw, shown_choices, write_template

SOURCES = list(load_contracts())


def filled(bureau, source, *records):
    """The form of a source with records filled in, put where it is delivered."""
    contract = bureau.contracts[source]
    path = bureau.path(f"{source}/2026-02-01/填报.xlsx")
    write_template(contract, path)
    book = openpyxl.load_workbook(path)
    columns = [column.name for column in form_columns(contract)]
    for row, record in enumerate(records, 4):
        for name, value in record.items():
            book["填报"].cell(row, columns.index(name) + 1, value)
    book.save(path)


@pytest.mark.parametrize("source", [s for s in SOURCES if s != "company_registry"])
def test_a_blank_form_reads_as_no_row(bureau, source):
    filled(bureau, source)
    report = bureau.read(source)
    assert report.problems == [] and report.rows_read == 0


def test_a_filled_report_reads_back_as_it_is(bureau):
    record = {
        "name": "甲（山西）有限公司", "uscc": "914103000768204278", "fiscal_year": 2025, "reported_on": dt.date(2026, 1, 31),
        "revenue": 1234.5678, "staff": 45, "debt_ratio": 0.5, "rd_staff_share": 12.5, "digital_level": "三级", "own_brand": "是",
        "on_cloud": "否", "ip_class2": 0,
    }  # fmt: skip
    filled(bureau, "company_report", record)
    report = bureau.read("company_report")
    assert report.problems == [] and report.rows_quarantined == 0
    (row,) = bureau.rows("company_report")
    expected = record | {"revenue": Decimal("1234.5678"), "debt_ratio": Decimal("0.5"), "rd_staff_share": Decimal("12.5"),
                         "digital_level": 3, "own_brand": 1, "on_cloud": 0}  # fmt: skip
    assert {name: row[name] for name in expected} == expected
    assert row["strategic_industry"] is None and row["evidence"].endswith("#填报!4")


def test_what_is_filled_in_beforehand_reads_back_as_it_was(bureau):
    known = {
        "name": "甲（山西）有限公司", "uscc": "914103000768204278", "fiscal_year": 2025, "reported_on": dt.date(2026, 1, 31),
        "revenue": Decimal("1234.567800"), "staff": Decimal("45.000000"), "debt_ratio": Decimal("0.500000"), "net_margin": Decimal("-0.25"),
        "rd_staff_share": Decimal("1.000000"), "market_share": Decimal("0.050000"), "digital_level": Decimal(0), "own_brand": Decimal(1),
        "on_cloud": Decimal(0), "ip_class2": Decimal(0), "rd_domestic_share": Decimal(100), "assets": None,
    }  # fmt: skip
    contract = bureau.contracts["company_report"]
    write_template(contract, bureau.path("company_report/2026-02-01/填报.xlsx"), [known])
    report = bureau.read("company_report")
    assert report.problems == [] and report.rows_quarantined == 0
    (row,) = bureau.rows("company_report")
    assert {n: row[n] for n in contract.columns} == dict.fromkeys(contract.columns) | known


def test_every_figure_of_a_report_reads_back(bureau):
    contract = bureau.contracts["company_report"]
    values = {"name": "甲公司", "flag": "是", "date": dt.date(2026, 1, 1), "code": "A1", "text": "孝义市"}
    record = {
        c.name: values.get(c.type, 2 if c.name != "fiscal_year" else 2025) for c in form_columns(contract)
    }
    filled(bureau, "company_report", record)
    assert bureau.read("company_report").rows_accepted == 1
    (row,) = bureau.rows("company_report")
    assert [name for name in contract.columns if row[name] is None] == []


@pytest.mark.parametrize("source", SOURCES)
def test_every_choice_of_a_form_is_understood(bureau, source):
    from dagster_project.ingest.values import read_value

    for column in form_columns(bureau.contracts[source]):
        for value, shown in zip(column.choices, shown_choices(column), strict=True):
            assert read_value(shown, column) == value
            assert not shown.isascii()
        assert bureau.contracts[source].read_heading(heading(column))[0].column == column.name


def test_a_drop_down_offers_the_standards_own_word_not_a_spelling_of_it(tmp_path):
    from dagster_project.ingest.values import read_value

    contract = load_contracts()["company_registry"]
    write_template(contract, tmp_path / "form.xlsx")
    options = openpyxl.load_workbook(tmp_path / "form.xlsx")["选项"]
    at = [column.name for column in form_columns(contract)].index("size_industry") + 1
    offered = [row[at - 1].value for row in options.iter_rows() if row[at - 1].value]
    assert offered == list(contract.columns["size_industry"].choices)
    assert "工业" in offered and "采矿业" not in offered
    rules = openpyxl.load_workbook(tmp_path / "form.xlsx")["填报"].data_validations.dataValidation
    letter = openpyxl.utils.get_column_letter(at)
    [rule] = [rule for rule in rules if str(rule.sqref).startswith(f"{letter}4:")]
    assert rule.errorStyle == "warning", "制造业 may be typed: it is read as 工业"
    assert read_value("制造业", contract.columns["size_industry"]) == "工业"


def test_the_form_checks_what_is_typed_in(tmp_path):
    path = tmp_path / "form.xlsx"
    write_template(load_contracts()["company_report"], path)
    book = openpyxl.load_workbook(path)
    rules = book["填报"].data_validations.dataValidation
    kinds = {rule.type for rule in rules}
    assert {"list", "decimal", "whole", "date"} <= kinds
    assert book["选项"].sheet_state == "hidden"
    assert "填表说明" in book.sheetnames


def test_an_empty_raw_is_passed_over_in_silence(tmp_path):
    contracts = load_contracts()
    init_raw(tmp_path / "raw", contracts)
    found = scan(tmp_path / "raw", contracts, dt.date(2026, 1, 1))
    assert (found.deliveries, found.passed_over, found.is_sample) == ((), (), False)
    note = (tmp_path / "raw" / "company_registry" / "说明.txt").read_text(encoding="utf-8")
    assert "企业名称" in note and "至少一个" in note and "必需：是" in note
    (tmp_path / "raw" / "SAMPLE").write_text("x", encoding="utf-8")
    with pytest.raises(ValueError, match="示例"):
        init_raw(tmp_path / "raw", contracts)


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


def test_what_is_told_of_a_sheet_is_in_the_lake(bureau):
    book = openpyxl.Workbook()
    for row in (["企业名称", "年度", "统一社会信用代码"], [FIRST[0], "2025", FIRST[1]]):
        book.active.append(row)
    book.create_sheet("填表说明").append(["请如实填写"])
    book.save(bureau.path("company_report/2026-01-05/表.xlsx"))
    bureau.read("company_report")
    told = [(n["sheet"], n["row"], n["note"]) for n in bureau.table("note", "company_report")]
    assert told == [("填表说明", 0, "按表名是说明页，未读")]


def test_a_heading_over_two_lines_is_no_form_above_a_list(bureau):
    bureau.put(
        "company_report/2026-01-05/a.csv",
        "企业名称,代码与年度,,营业收入\n,统一社会信用代码,年度,\n甲有限公司,91141199MAXX00015U,2025,1200\n",
    )
    report = bureau.read("company_report")
    assert report.problems == [] and report.rows_accepted == 1
