"""The companies' form as it goes out with what is known, and as it is read when it comes back."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pyarrow.parquet as pq
import pytest

from dagster_project.ingest import ingest_source, load_contracts, scan
from dagster_project.publish.exports import write_exports
from dagster_project.publish.report_forms import FOLDER, NOTE, write_form_of

XIAOYI, ZONE, LISHI = ("141181_孝义市", "Z141181_孝义经开区", "141102_离石区")
HEADS = {"name", "uscc", "fiscal_year", "county"}


@pytest.fixture(scope="module")
def forms(pool, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    write_exports(pool, folder)
    return folder / FOLDER


def read_back(path, folder):
    """What the form says when it is delivered as it is: its rows without the unknown, and the reader's report."""
    target = folder / "raw" / "company_report" / "2026-11-18" / path.name
    target.parent.mkdir(parents=True)
    target.write_bytes(path.read_bytes())
    contracts = load_contracts()
    found = scan(folder / "raw", contracts, dt.date(2026, 11, 20))
    report = ingest_source(contracts["company_report"], found.deliveries, folder / "lake")
    rows = pq.read_table(folder / "lake" / "company_report" / "rows.parquet").to_pylist()
    names = contracts["company_report"].columns
    return [{n: v for n, v in row.items() if n in names and v is not None} for row in rows], report


def test_each_place_has_a_form_of_its_own_companies_that_are_asked(forms):
    names = sorted(path.name for path in forms.iterdir())
    assert names == sorted(f"{place}_填报表_示例数据.xlsx" for place in (XIAOYI, ZONE, LISHI))
    for place, companies in ((XIAOYI, ["虚山甲新材料有限公司"]), (ZONE, ["虚山甲新材料有限公司"])):
        sheet = openpyxl.load_workbook(forms / f"{place}_填报表_示例数据.xlsx")["填报"]
        assert [row[0].value for row in sheet.iter_rows(min_row=4) if row[0].value] == companies
        assert sheet["A1"].value.startswith("【示例数据】") and sheet["A2"].value == NOTE


def test_a_form_reads_back_as_what_is_known_and_nothing_else(forms, tmp_path):
    rows, report = read_back(forms / f"{XIAOYI}_填报表_示例数据.xlsx", tmp_path)
    assert report.problems == [] and report.rows_quarantined == 0
    assert rows == [
        {"name": "虚山甲新材料有限公司", "uscc": "91990000MA00000018", "fiscal_year": 2025, "county": "孝义市",
         "rd_expense": 120.5, "on_cloud": 0}
    ]  # fmt: skip


def test_a_name_that_a_spreadsheet_could_run_comes_back_as_it_is(forms, tmp_path):
    path = forms / f"{LISHI}_填报表_示例数据.xlsx"
    assert openpyxl.load_workbook(path)["填报"]["A4"].value.startswith("'=HYPERLINK")
    [row], _ = read_back(path, tmp_path)
    assert row["name"].startswith("=HYPERLINK") and set(row) == HEADS


def test_what_is_missing_is_yellow_until_it_is_filled_in(forms):
    sheet = openpyxl.load_workbook(forms / f"{XIAOYI}_填报表_示例数据.xlsx")["填报"]
    [(where, [rule])] = [(str(r.sqref), r.rules) for r in sheet.conditional_formatting]
    assert where.startswith("A4:") and where.endswith("4") and rule.type == "containsBlanks"
    assert rule.dxf.fill.bgColor.rgb == "FFFFF2A8"


def test_a_year_that_is_asked_has_a_row_with_what_is_known_of_it(pool_with, tmp_path):
    more = """insert into data_request select * replace (2023 as fiscal_year, 'revenue' as metric) from data_request
        where company_id = '91990000MA00000018' and metric = 'revenue'"""
    write_exports(pool_with(more), tmp_path / "out")
    rows, _ = read_back(tmp_path / "out" / FOLDER / f"{XIAOYI}_填报表_示例数据.xlsx", tmp_path)
    assert [(row["fiscal_year"], row.get("staff"), row.get("rd_expense")) for row in rows] == [
        (2025, None, 120.5),
        (2023, 88, None),
    ]


def test_one_company_is_found_by_part_of_its_name(pool, tmp_path):
    assert write_form_of(pool, "虚山乙", tmp_path / "form.xlsx") == "虚山乙新材料有限公司"
    [row], _ = read_back(tmp_path / "form.xlsx", tmp_path)
    assert (row["uscc"], row["fiscal_year"], row["staff"]) == ("91990000MA00000026", 2025, 45)
    with pytest.raises(ValueError, match="对应 2 家企业"):
        write_form_of(pool, "虚山", tmp_path / "other.xlsx")
