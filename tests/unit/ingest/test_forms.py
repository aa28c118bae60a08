"""The blank forms, and what is filled into them."""

import datetime as dt
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dagster_project.feedback.answers import write_answers
from dagster_project.ingest import load_contracts, scan
from dagster_project.ingest.template import form_columns, heading, init_raw, shown_choices, write_template
from dagster_project.publish.by_column import encoded
from dagster_project.publish.report_forms import write_filled

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


def test_a_title_in_the_citys_form_of_answers_is_read_as_its_fact(bureau):
    told = {"name": "甲（山西）有限公司", "metric": "资产总额", "period": "2025", "value": 1200}
    filled(bureau, "county_feedback", told, told | {"metric": "企业规模感"})
    assert bureau.read("county_feedback").problems == []
    guide = openpyxl.load_workbook(bureau.path("county_feedback/2026-02-01/填报.xlsx"))["填表说明"]
    assert any("资产总额" in (row[3].value or "") for row in guide.iter_rows() if row[0].value == "指标")
    write_answers(bureau.lake)
    read, unknown = pq.read_table(bureau.lake / "answer" / "answer.parquet").to_pylist()
    assert (read["metric"], read["value"], read["why_not"]) == ("assets", Decimal(1200), None)
    assert unknown["why_not"] == "unknown_metric" and "企业规模感" in unknown["note"]


def test_what_is_filled_in_beforehand_reads_back_as_it_was(bureau):
    known = {
        "name": "甲（山西）有限公司", "uscc": "914103000768204278", "fiscal_year": 2025, "reported_on": dt.date(2026, 1, 31),
        "revenue": Decimal("1234.567800"), "staff": Decimal("45.000000"), "debt_ratio": Decimal("0.500000"), "net_margin": Decimal("-0.25"),
        "rd_staff_share": Decimal("1.000000"), "market_share": Decimal("0.050000"), "digital_level": Decimal(0), "own_brand": Decimal(1),
        "on_cloud": Decimal(0), "ip_class2": Decimal(0), "rd_domestic_share": Decimal(100), "assets": None,
    }  # fmt: skip
    contract = bureau.contracts["company_report"]
    rows = [encoded(pa.RecordBatch.from_pylist([known]))]
    write_filled(contract, bureau.path("company_report/2026-02-01/填报.xlsx"), rows, "")
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
