"""Tables, titles and lines that could be lost, or read as what they are not: held with words, or told. All names are made up."""

import docx
import openpyxl
import pytest

HEAD = ["序号", "企业名称", "证书编号", "发证日期"]
STRANGE = ["序号", "单位全称", "高企证书", "颁发日"]
ONE = ["1", "甲机械有限公司", "GR202514000001", "2025-12-01"]
TWO = ["2", "乙机械有限公司", "GR202514000002", "2025-12-01"]
SOURCE = "high_tech_enterprise"


def sheets(bureau, tables, source=SOURCE, name="名单"):
    """A workbook of {sheet: rows} delivered to a source."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(bureau.path(f"{source}/2026-01-05/{name}.xlsx"))
    return bureau.read(source)


def document(bureau, tables, source=SOURCE):
    """A Word document of [(line above, rows)] delivered to a source."""
    text = docx.Document()
    for above, rows in tables:
        text.add_paragraph(above)
        table = text.add_table(len(rows), len(rows[0]))
        for number, row in enumerate(rows):
            for position, cell in enumerate(row):
                table.cell(number, position).text = cell
    text.save(bureau.path(f"{source}/2026-01-05/名单.docx"))
    return bureau.read(source)


def held(report):
    assert [d.status for d in report.deliveries] == ["held"], report
    return "；".join(map(str, report.problems))


@pytest.mark.parametrize("heading", ["公示编号", "证书编码"])
def test_a_first_table_with_a_strange_heading_is_no_title_of_the_second(bureau, heading):
    first = [[*HEAD, heading], [*ONE, "A1"]]
    told = held(sheets(bureau, {"Sheet1": [["附件1"], *first, [], ["附件2"], HEAD, TWO]}))
    assert heading in told and "第2行" in told


@pytest.mark.parametrize("order", [1, -1])
def test_a_sheet_under_strange_headings_holds_wherever_it_stands(bureau, order):
    tables = [("第一批", [STRANGE, ONE]), ("第二批", [HEAD, TWO])][::order]
    assert "单位全称" in held(sheets(bureau, dict(tables)))


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("more", [[], ["x"]], ids=["as wide", "wider"])
def test_a_table_of_a_document_under_strange_headings_holds(bureau, order, more):
    tables = [("附件1", [STRANGE + more, ONE + more]), ("附件2", [HEAD, TWO])][::order]
    assert "单位全称" in held(document(bureau, tables))


def test_a_table_of_a_document_that_is_no_list_is_passed_over(bureau):
    report = document(
        bureau, [("联系方式", [["处室", "电话"], ["高新处", "0358-1234567"]]), ("附件", [HEAD, TWO])]
    )
    assert (report.problems, report.rows_accepted) == ([], 1)
    assert any("未读" in note for note in report.notes)


def test_a_second_table_in_a_sheet_is_not_read_under_the_headings_of_the_first(bureau):
    told = held(sheets(bureau, {"Sheet1": [HEAD, ONE, ["附件2 取消资格企业"], STRANGE, TWO]}))
    assert "单位全称" in told and "第4行" in told


@pytest.mark.parametrize(
    "above",
    [
        [["取消资格名单"], ["企业", "原证书编号", "取消原因"], [*ONE[1:3], "主动放弃"], ["备案名单"]],
        [["企业全称", "证书号码", "颁发日期"], ONE[1:], ONE[1:]],
        [["第一部分"], ["企业全称", "经办", "时间"], ["甲农庄", "张某", "2025年12月"]],
        [ONE, TWO],
        [ONE[1:3]],
    ],
    ids=["of another event", "of strange headings", "of one near heading", "of none", "one row of none"],
)
def test_rows_above_a_known_heading_are_no_titles(bureau, above):
    assert "另一张表" in held(sheets(bureau, {"Sheet1": [*above, HEAD, TWO]}))


@pytest.mark.parametrize(
    "above",
    [
        [["附件1", "公开"], ["填报单位：某县工信局", "", "填报日期：2026年1月5日"]],
        [["填报单位", "某县工信局"], ["联系人", "张某", "电话", "0358-1234567"]],
        [["企业基本情况", "企业基本情况", "认定情况"]],
    ],
    ids=["labels", "labels beside values", "groups"],
)
def test_titles_and_labels_above_a_heading_do_not_hold(bureau, above):
    report = sheets(bureau, {"Sheet1": [*above, HEAD, TWO]})
    assert (report.problems, report.rows_accepted) == ([], 1)


def test_a_second_sheet_of_one_row_without_headings_is_not_lost(bureau):
    held(sheets(bureau, {"Sheet1": [HEAD, ONE], "Sheet2": [TWO]}))


def test_rows_of_a_document_s_next_table_without_headings_and_of_another_width_are_not_lost(bureau):
    held(document(bureau, [("附件", [HEAD, ONE]), ("", [TWO[1:3]])]))


CANCEL = ["序号", "企业名称", "证书编号", "取消原因"]
RENAME = ["序号", "原企业名称", "更名后企业名称", "证书编号"]
RENAMED = ["1", "甲机械有限公司", "丙机械有限公司", "GR202514000001"]


@pytest.mark.parametrize(
    ("tables", "events"),
    [
        ({"Sheet1": [CANCEL, [*ONE[:3], "主动放弃"]]}, ["revoked"]),
        ({"Sheet1": [["取消高新技术企业资格名单"], HEAD, ONE]}, ["revoked"]),
        ({"认定": [HEAD, ONE], "取消资格": [HEAD, TWO]}, ["recognised", "revoked"]),
        ({"Sheet1": [HEAD, ONE, ["附件2 取消资格企业"], HEAD, TWO]}, ["recognised", "revoked"]),
        ({"Sheet1": [HEAD, ["一、认定"], ONE, ["二、取消"], TWO]}, ["recognised", "revoked"]),
        ({"Sheet1": [["更名名单"], RENAME, RENAMED]}, ["renamed"]),
        (
            {"Sheet1": [["序号", "企业名称", "证书编号", "迁出地", "迁入地"], [*ONE[:3], "甲市", "乙市"]]},
            ["moved"],
        ),
    ],
    ids=["heading", "title", "sheet", "second table", "section", "rename", "move"],
)
def test_a_list_of_cancellations_renames_or_moves_is_not_read_as_recognitions(bureau, tables, events):
    report = sheets(bureau, tables)
    assert report.problems == []
    assert [row["event"] for row in bureau.rows(SOURCE)] == events
    assert report.notes, "what a title decided is told"


def test_a_title_that_says_two_events_holds(bureau):
    assert "几种" in held(sheets(bureau, {"Sheet1": [["更名、取消资格名单"], HEAD, ONE]}))


def test_a_list_of_withdrawn_numbers_is_held(bureau):
    rows = [["企业名称", "入库登记编号", "年度"], ["甲机械有限公司", "2025140110A0000001", "2025"]]
    assert "撤销" in held(document(bureau, [("附件2 撤销入库登记编号企业名单", rows)], "tech_sme"))
