"""What stands under a list, where a file breaks off, cells that are shifted or doubled. All names are made up."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from dagster_project.ingest import read_contract
from dagster_project.ingest.validity import UNSAID, term_part

HEAD = ["企业名称", "统一社会信用代码", "证书编号", "发证日期", "营业收入", "县（市、区）"]
ONE = ["甲机械有限公司", "91141199MAXX00015U", "GR1", "2021-12-07", "1200.5", "示例县"]
TWO = ["乙机械有限公司", "91141199MAXX00023N", "GR2", "2021-12-07", "80", "样板市"]


@pytest.fixture
def roster(bureau):
    """Deliver rows as a csv (text) or workbook (rows, ranges to merge); what came of it."""
    contract = read_contract(Path(__file__).parents[2] / "files" / "roster.yaml")
    bureau.contracts["roster"] = contract

    def deliver(content, merged=()):
        if isinstance(content, str):
            bureau.put("roster/2026-01-05/a.csv", content)
        else:
            book = openpyxl.Workbook()
            for row in content:
                book.active.append(row)
            for cells in merged:
                book.active.merge_cells(cells)
            book.save(bureau.path("roster/2026-01-05/a.xlsx"))
        return bureau.read("roster")

    return deliver


def lines(*rows, end="\n"):
    return "\n".join(",".join(row) for row in rows) + end


CLOSING = ["联系人：张三 13800000000", "（盖章）", "盖章", "制表人：李四", "单位负责人（签字）：", "填报单位（盖章）：某县局", "某市工业和信息化局", "某市工业和信息化局（盖章）", "2026年1月5日", "二〇二六年一月五日", "以下空白", "电话：0000-1234567", "抄送：某局", "（此页无正文）"]  # fmt: skip


@pytest.mark.parametrize("text", CLOSING)
@pytest.mark.parametrize("position", [0, 4])
def test_what_stands_under_a_list_is_no_company(bureau, roster, text, position):
    report = roster([HEAD, ONE, TWO, [], [""] * position + [text]])
    assert (report.rows_accepted, report.rows_quarantined) == (2, 0)
    assert [n["found"] for n in bureau.table("note", "roster")] == [text]


def test_labels_beside_each_other_under_a_list_are_no_company(bureau, roster):
    assert roster([HEAD, ONE, ["单位负责人：", "张三", "填表人：李四", "", "2026年1月"]]).rows_accepted == 1


@pytest.mark.parametrize("name", ["乙机械有限公司", "小城面馆", "某县某镇张三养殖场"])
def test_a_name_alone_is_still_a_row(roster, name):
    assert roster([HEAD, ONE, [name]]).rows_accepted == 2


def test_a_last_cell_that_begins_another_one_is_cut(bureau, roster):
    more = [*TWO[:5], "示例"]
    report = roster(lines(HEAD, ONE, more, end=""))
    assert (report.rows_accepted, report.rows_quarantined) == (1, 1)
    assert "中断" in bureau.table("quarantine", "roster")[0]["reason"]


def test_a_file_without_a_last_line_break_is_told_and_read(roster):
    report = roster(lines(HEAD, ONE, TWO, end=""))
    assert report.rows_accepted == 2 and "没有换行" in report.notes[0]


def test_a_row_that_lost_a_cell_in_its_middle_is_not_read_shifted(bureau, roster):
    """Two texts have changed places with nothing that a type could see: the county stands in the place of another text."""
    head = ["企业名称", "备注", "县（市、区）"]
    rows = [["甲有限公司", "新增", "示例县"], ["乙有限公司", "原有", "样板市"], ["丙有限公司", "示例县"]]
    report = roster(lines(head, *rows))
    assert (report.rows_accepted, report.rows_quarantined) == (2, 1)
    assert "错了位" in bureau.table("quarantine", "roster")[0]["reason"]


def test_a_row_without_its_empty_last_cells_is_read_and_told(roster):
    report = roster(lines(HEAD, ONE, TWO[:4]))
    assert report.rows_accepted == 2 and "单元格比表头少（第 3 行起）" in report.notes[0]


def test_a_heading_merged_over_two_columns_is_one(bureau, roster):
    rows = [[r[0], "", *r[1:]] for r in (HEAD, ONE, TWO)]
    roster(rows, merged=["A1:B1", "A2:B2"])
    assert [row["name"] for row in bureau.rows("roster")] == [ONE[0], TWO[0]]


def test_two_texts_under_a_merged_heading_are_not_chosen_between(bureau, roster):
    rows = [[HEAD[0], "", *HEAD[1:]], [ONE[0], "丙有限公司", *ONE[1:]], [TWO[0], "", *TWO[1:]]]
    roster(rows, merged=["A1:B1"])
    assert [row["name"] for row in bureau.rows("roster")] == [TWO[0]]
    assert "两格内容不同" in bureau.table("quarantine", "roster")[0]["reason"]


def test_of_two_headings_of_one_column_the_other_is_told(bureau, roster):
    roster([["单位名称", *HEAD], ["丙有限公司", *ONE]])
    assert bureau.rows("roster")[0]["name"] == ONE[0]
    assert [n["found"] for n in bureau.table("note", "roster")] == ["丙有限公司"]


@pytest.mark.parametrize("heading", ["企业名称\n统一社会信用代码", "企业名称/统一社会信用代码"])
def test_one_column_with_two_headings_is_said_so(roster, heading):
    report = roster([[heading, *HEAD[2:]], ["甲有限公司\n91141199MAXX00015U", *ONE[2:]]])
    assert "一列里有两项（企业名称、统一社会信用代码）" in str(report.problems[0])


@pytest.mark.parametrize(
    ("above", "heading", "unit"),
    [([], "营业收入（元）", "元"), ([["单位：元"]], "营业收入", "元"), ([], "营业收入(亿元)", "亿元")],
)
def test_a_unit_brought_to_the_contracts_is_told_with_what_gives_the_original(
    bureau, roster, above, heading, unit
):
    roster([*above, [*HEAD[:4], heading], ONE[:5]])
    (told,) = [n for n in bureau.table("note", "roster") if n["column"] == "revenue"]
    factor = {"元": "10000", "亿元": "0.0001"}[unit]
    assert told["found"] == unit and f"原数 = 本列 × {factor}，" in told["note"]


def report_of(bureau, *margins):
    rows = [["企业名称", "统一社会信用代码", "年度", "净利润率"]]
    rows += [[ONE[0], "91141199MAXX00015U", str(2020 + n), text] for n, text in enumerate(margins)]
    bureau.put("company_report/2026-01-05/a.csv", lines(*rows))
    bureau.read("company_report")
    return [float(row["net_margin"]) for row in bureau.rows("company_report")]


def test_a_small_margin_is_a_percentage_where_its_column_is(bureau):
    assert report_of(bureau, "0.5", "8.2", "12", "-3") == [0.5, 8.2, 12, -3]


def test_a_column_of_fractions_is_no_column_of_margins_under_one_percent(bureau):
    assert report_of(bureau, "0.08", "0.12", "8%") == [8]
    assert {q["reason"] for q in bureau.table("quarantine", "company_report")} == {
        "净利润率：分不清是百分数还是小数"
    }


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-11-08 00:00:00至2026-11-07 00:00:00", "2023-11-08", "2026-11-07"),
        ("有效期为2023年1月1日至2025年12月31日", "2023年1月1日", "2025年12月31日"),
        ("二〇二三年十一月八日至二〇二六年十一月七日", "二〇二三年十一月八日", "二〇二六年十一月七日"),
        ("20231108-20261107", "20231108", "20261107"),
        ("2023年11月8日起三年", "2023年11月8日", ""),
        ("至2026年11月7日", "", "2026年11月7日"),
        ("2023年11月至2026年11月", "", ""),
        ("2023-2025年", "", ""),
        ("2026-11-07", "", ""),
        ("有效期三年", "", ""),
        ("长期", "", ""),
    ],
)
def test_a_term_gives_the_days_that_it_says(text, first, last):
    for part, day in (("from", first), ("to", last)):
        read = term_part(text, part)
        assert read == day if day else read.startswith(UNSAID) and read.endswith(UNSAID + text)


@pytest.mark.parametrize("inside", ["xl/workbook.xml", "word/document.xml", "名单.csv"])
def test_a_locked_archive_of_any_kind_is_said_so(bureau, roster, inside):
    path = bureau.path("roster/2026-01-05/a.zip")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(inside, "x" * 50)
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    path.write_bytes(data)
    assert "加了密码" in str(bureau.read("roster").problems[0])
