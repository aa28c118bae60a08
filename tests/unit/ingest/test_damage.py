"""Archives, workbooks and kept readings that are damaged or odd: told in words, or read anew."""

import io
import zipfile

import openpyxl
import pytest

from dagster_project.ingest.readers import UnreadableError, base, read_sheets

LIST = "企业名称,证书编号,发证日期\n甲公司,GR202514000001,2025-12-01\n"
ROOT = "high_tech_enterprise/2026-01-05/"


def archive(members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in members:
            file.writestr(name, content)
    return packed.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_hold_the_archive(bureau):
    bureau.put(ROOT + "a.zip", archive([("a.csv", LIST), ("a.csv", LIST)]))
    assert "两个文件都叫 a.csv" in str(bureau.read("high_tech_enterprise").problems[0])


def test_a_member_that_is_no_list_is_told_and_a_list_in_disguise_holds(bureau):
    bureau.put(ROOT + "a.zip", archive([("a.csv", LIST), ("b.dat", b"\x00\x01\x02" * 40)]))
    report = bureau.read("high_tech_enterprise")
    assert report.rows_accepted == 1 and any("b.dat" in note and "未读" in note for note in report.notes)
    bureau.put(ROOT + "a.zip", archive([("a.csv", LIST), ("b.bak", LIST)]))
    assert "b.bak 像是名单" in str(bureau.read("high_tech_enterprise").problems[0])


def test_half_a_sheet_in_a_workbook_is_told(bureau):
    book, saved = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["企业名称"])
    book.save(saved)
    with zipfile.ZipFile(saved) as file:
        members = [(name, file.read(name)) for name in file.namelist()]
    broken = [(name, data[: len(data) // 2] if "sheet1" in name else data) for name, data in members]
    bureau.put(ROOT + "a.xlsx", archive(broken))
    assert "损坏" in str(bureau.read("high_tech_enterprise").problems[0])


def test_a_kept_reading_that_was_damaged_is_read_anew(bureau):
    bureau.put(ROOT + "a.csv", LIST)
    bureau.read("high_tech_enterprise")
    (kept,) = (bureau.lake / ".cache").glob("*/*/rows.parquet")
    data = bytearray(kept.read_bytes())
    data[4:40] = b"\xff" * 36
    kept.write_bytes(data)
    (kept.parents[1] / "stamp").unlink(missing_ok=True)
    assert bureau.read("high_tech_enterprise").rows_accepted == 1
    assert bureau.rows("high_tech_enterprise")[0]["name"] == "甲公司"


def test_stray_quotes_that_would_swallow_rows_hold_the_file(bureau):
    rows = "甲公司,GR202514000001,2025-12-01\n乙公司,GR202514000002,2025-12-01\n"
    text = '企业名称,证书编号,发证日期\n"' + rows + '"丙公司,GR202514000003,2025-12-01\n'
    bureau.put(ROOT + "a.csv", text)
    assert "第 2 行的引号没有配对" in str(bureau.read("high_tech_enterprise").problems[0])


def test_an_address_over_two_lines_in_quotes_is_one_cell(bureau):
    bureau.put(ROOT + "a.csv", '企业名称,证书编号,发证日期\n"甲\n公司",GR202514000001,2025-12-01\n')
    assert bureau.read("high_tech_enterprise").rows_accepted == 1


def test_a_bare_fraction_for_a_share_is_not_taken_for_less_than_a_percent(bureau):
    head = "企业名称,会计年度,研发人员占比,高新技术产品收入占比\n"
    bureau.put("company_report/2026-01-05/a.csv", head + "甲公司,2025,0.35,60\n乙公司,2025,0.35%,0.6%\n")
    assert bureau.read("company_report").rows_accepted == 1
    assert "分不清" in bureau.table("quarantine", "company_report")[0]["reason"]


def test_one_cell_at_the_far_corner_of_a_sheet_is_told_and_asks_for_no_memory(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["企业名称", "证书编号"])
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(UnreadableError, match=r"第 1048576 行第 16384 列"):
        list(read_sheets(tmp_path / "far.xlsx"))


def test_merged_ranges_that_fill_more_than_any_list_are_refused(monkeypatch):
    monkeypatch.setattr(base, "MOST_FILLED", 10)
    rows = iter([(0, ["甲"]), (1, []), (2, [])])
    with pytest.raises(UnreadableError, match="合并单元格"):
        list(base.fill_spans(rows, [base.Span(0, 0, 2, 3)], set()))
