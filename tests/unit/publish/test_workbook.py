"""A workbook's sheets: their order and layout, what is text and what a number, what may be filled in."""

from __future__ import annotations

from datetime import datetime

import openpyxl
import pytest
from unit.publish.books import CITY, EMPTY, LISHI, XIAOYI, ZONE, cells, column

from dagster_project.publish import by_column, sheet_rows
from dagster_project.publish.exports import write_exports
from dagster_project.publish.sheets import CITY_TABLES, COUNTY_TABLES
from dagster_project.publish.styles import A4_HOLDS
from dagster_project.publish.tables import Entry
from dagster_project.publish.workbook import CUT

SHEETS = [
    "封面",
    "培育对象",
    "缺什么问什么",
    "复核预警",
    "变化",
    "名称待核",
    "目标进度",
    "佐证",
    "反馈处理",
    "无服务专员",
]


def test_every_county_and_every_zone_of_the_region_has_a_workbook(exports):
    assert sorted(p.name for p in exports.glob("*.xlsx")) == sorted(
        [XIAOYI, ZONE, LISHI, EMPTY, "Z141130_交口经开区_示例数据.xlsx", CITY]
    )


def test_sheets_stand_in_their_order_with_frozen_filtered_headings_and_print_titles(exports):
    book = openpyxl.load_workbook(exports / XIAOYI)
    assert book.sheetnames == SHEETS
    sheet = book["培育对象"]
    assert sheet.freeze_panes == "B3"
    assert sheet.auto_filter.ref.startswith("A2:")
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.conditional_formatting


def test_only_the_next_title_is_listed_best_first(exports):
    book = openpyxl.load_workbook(exports / XIAOYI)
    assert [c.value for c in column(book["培育对象"], "状态")] == ["可申报", "不予纳入"]


def test_formulas_are_escaped_and_stay_text(exports):
    sheet = openpyxl.load_workbook(exports / LISHI)["培育对象"]
    [name, _] = column(sheet, "企业名称")
    assert name.value == '\'=HYPERLINK("http://x")科技有限公司'
    assert name.data_type == "s"
    assert column(sheet, "弱项与可得分")[0].value == "'-5%的差距"
    for path in exports.glob("*.xlsx"):
        assert not [v for v in cells(path).values() if isinstance(v, str) and v[0] in "=+-@\t\r"], path.name


def test_codes_are_text_and_numbers_and_dates_are_not(exports):
    book = openpyxl.load_workbook(exports / XIAOYI)
    code = column(book["培育对象"], "统一社会信用代码")[0]
    assert (code.value, code.data_type, code.number_format) == ("91990000MA00000018", "s", "@")
    assert column(book["培育对象"], "得分上限")[0].value == 71.5
    margin = column(book["复核预警"], "余量")[0]
    assert (margin.value, margin.number_format) == (-0.125, "0.0%")
    due = column(book["复核预警"], "到期日期")[0]
    assert (due.value, due.number_format) == (datetime(2027, 1, 9), "yyyy-mm-dd")


def test_what_is_not_sure_is_not_shown_as_sure_and_stays_a_number(pool_with, tmp_path):
    write_exports(pool_with("update match_review set probability = 0.999972"), tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / XIAOYI)["名称待核"]
    [chance] = column(sheet, "可能性")
    assert (chance.value, chance.number_format) == (0.999972, "0.0%")
    [shown] = [
        rule for place in sheet.conditional_formatting if chance.coordinate in place for rule in place.rules
    ]
    assert shown.formula == [f"AND({chance.coordinate}>=0.9995,{chance.coordinate}<1)"]
    assert shown.dxf.numFmt.formatCode == '"＞99.9%"'


def test_unknown_is_an_empty_cell_not_a_zero(exports):
    sheet = openpyxl.load_workbook(exports / XIAOYI)["缺什么问什么"]
    assert [c.value for c in column(sheet, "涉及分值")] == [None, 3]
    facts = openpyxl.load_workbook(exports / XIAOYI)["佐证"]
    assert [c.value for c in column(facts, "数值")] == ["是", "不少于 2", "120.5", "否"]


def test_only_the_specialists_columns_are_unlocked_and_checked(exports):
    sheet = openpyxl.load_workbook(exports / XIAOYI)["培育对象"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    unlocked = [cell.value for cell in sheet[2] if not column(sheet, cell.value)[0].protection.locked]
    assert unlocked == ["走访日期", "走访人", "企业状况", "申报环节", "是否核实", "更正", "备注"]
    rules = {(r.type, r.formula1) for r in sheet.data_validations.dataValidation}
    assert ("list", '"是,否"') in rules
    assert "date" in {kind for kind, _ in rules}


@pytest.mark.parametrize(("name", "tables"), [(XIAOYI, COUNTY_TABLES), (CITY, CITY_TABLES)])
def test_what_is_told_of_a_column_to_fill_in_stands_beside_its_cells(exports, name, tables):
    book = openpyxl.load_workbook(exports / name)
    hints = {
        (t.title, e.heading): e.hint
        for t in tables
        if t.title in book.sheetnames and (t.city_entries or name != CITY)
        for e in t.entries
        if e.hint
    }
    told = {
        (sheet.title, r.promptTitle): r.prompt
        for sheet in book
        for r in sheet.data_validations.dataValidation
        if r.prompt
    }
    assert told == hints
    assert ("名称待核", "备注") in hints


def test_an_answer_is_checked_by_the_kind_of_its_metric(exports):
    sheet = openpyxl.load_workbook(exports / XIAOYI)["缺什么问什么"]
    answers = [cell.coordinate for cell in column(sheet, "填报值")]
    rules = {str(r.sqref): r.type for r in sheet.data_validations.dataValidation}
    assert [c.value for c in column(sheet, "指标")] == ["revenue", "own_brand"]
    assert [rules[at] for at in answers] == ["decimal", "list"]


def test_an_answer_has_the_bounds_it_is_read_with(pool_with, tmp_path):
    asked = {"main_revenue_share": "%", "digital_level": "级", "staff": "人", "net_profit": "万元"}
    rows = [
        f"insert into data_request values ('91990000MA00000018', '虚山甲新材料有限公司', '141181', 'Z141181', 'city_specialised',"
        f" 'lvliang_2025', '{metric}', 2025, '{metric}', '{unit}', 'number', 'data', '', 1, '附件', '企业', 'new')"
        for metric, unit in asked.items()
    ]
    write_exports(pool_with(*rows), tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / XIAOYI)["缺什么问什么"]
    at = dict(zip([c.value for c in column(sheet, "指标")], column(sheet, "填报值"), strict=True))
    found = {
        name: (r.type, r.formula1, r.formula2)
        for name, cell in at.items()
        for r in sheet.data_validations.dataValidation
        if cell.coordinate in r.sqref
    }
    assert found["main_revenue_share"] == ("decimal", "0", "100")
    assert found["digital_level"] == ("list", '"四级,三级,二级,一级,无等级"', None)
    assert found["staff"] == ("whole", "0", "1000000000000")
    assert found["revenue"][:2] == ("decimal", "0") and found["net_profit"][1].startswith("-1")


def test_a_grade_is_told_by_its_name_and_identifiers_are_hidden(pool_with, tmp_path):
    pool = pool_with(
        "insert into company_fact values ('91990000MA00000018', 'rd_institution_level', '研发机构级别', '级', 3, 3, null, '', '', '')",
        "insert into company_fact values ('91990000MA00000026', 'rd_institution_level', '研发机构级别', '级', 2, 4, null, '', '', '')",
    )
    write_exports(pool, tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / XIAOYI)
    facts = zip(*(column(book["佐证"], heading) for heading in ("事实", "数值", "单位")), strict=True)
    told = [(shown.value, unit.value) for title, shown, unit in facts if title.value == "研发机构级别"]
    assert told == [("市级 至 国家级", None), ("省级", None)]
    for name, heading in (("缺什么问什么", "指标"), ("佐证", "指标"), ("名称待核", "来源")):
        letter = column(book[name], heading)[0].column_letter
        assert book[name].column_dimensions[letter].hidden, name
    titles = column(book["缺什么问什么"], "指标名称")
    assert not book["缺什么问什么"].column_dimensions[titles[0].column_letter].hidden
    assert [cell.value for cell in titles] == ["上年度营业收入", "拥有自主品牌"]


def test_printed_columns_come_first_then_those_to_fill_in(exports):
    sheet = openpyxl.load_workbook(exports / XIAOYI)["培育对象"]
    headings = [cell.value for cell in sheet[2]]
    area = sheet.print_area.split("!")[-1]
    last = openpyxl.utils.range_boundaries(area)[2]
    assert headings[last - 1] == "备注"
    assert headings[last:][-6:] == ["依据", "企业编号", "是否下一称号", "期间", "工作簿", "校验"]
    assert sheet.row_dimensions[3].height < 60


@pytest.mark.parametrize("table", [*COUNTY_TABLES, *CITY_TABLES], ids=lambda table: table.title)
def test_what_is_printed_fits_an_a4_page_and_is_readable(table):
    printed = [c.width for c in table.layout(entries=True) if isinstance(c, Entry) or c.printed]
    assert sum(printed) <= A4_HOLDS


def test_every_sheet_prints_on_a4_under_its_heading_and_nothing_hidden_spills(exports):
    book = openpyxl.load_workbook(exports / XIAOYI)
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9, sheet.title
        assert "&N" in sheet.oddFooter.center.text
    sheet = book["缺什么问什么"]
    hidden = [c for c in sheet[3] if sheet.column_dimensions[c.column_letter].hidden]
    assert hidden and all(cell.alignment.horizontal != "center" for cell in hidden)


def test_a_row_is_as_high_as_its_longest_text_up_to_a_bound(pool_with, tmp_path):
    pool = pool_with(
        "update data_request set clause = repeat('条款', 40) where metric = 'revenue'",
        "update data_request set clause = repeat('条款', 4000) where metric = 'own_brand'",
    )
    write_exports(pool, tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / XIAOYI)["缺什么问什么"]
    heights = [sheet.row_dimensions[row].height for row in (3, 4)]
    assert 40 < heights[0] < heights[1] < 409  # what a row may be
    clause = [cell.value for cell in sheet[2]].index("条款")
    assert [sheet[row][clause].alignment.vertical for row in (3, 4)] == ["center", "top"]


def test_an_empty_county_says_so_on_every_sheet(exports):
    book = openpyxl.load_workbook(exports / EMPTY)
    assert book.sheetnames == SHEETS[:-1], "a service list that is empty has no sheet"
    for sheet in book.worksheets[1:]:
        assert sheet["A2"].value
        assert "没有" in sheet["A3"].value, sheet.title
        assert sheet.max_row == 3


def test_the_same_pool_gives_the_same_cells(pool, exports, tmp_path):
    write_exports(pool, tmp_path / "again")
    for path in exports.glob("*.xlsx"):
        assert cells(path) == cells(tmp_path / "again" / path.name)
    for path in (exports / "csv").iterdir():
        assert path.read_bytes() == (tmp_path / "again" / "csv" / path.name).read_bytes()


def test_rows_that_a_sheet_cannot_hold_are_told_of_and_stand_in_the_csv(pool, exports, tmp_path, monkeypatch):
    monkeypatch.setattr(sheet_rows, "MOST", 3)
    monkeypatch.setattr(by_column, "BATCH", 2)
    write_exports(pool, tmp_path / "out")
    book, whole = (openpyxl.load_workbook(folder / XIAOYI) for folder in (tmp_path / "out", exports))
    rows = [[cell.value for cell in row] for row in book["佐证"].iter_rows(min_row=3)]
    assert rows[:3] == [[cell.value for cell in row] for row in whole["佐证"].iter_rows(min_row=3, max_row=5)]
    assert rows[3][0] == CUT and len(rows) == 4 and whole["佐证"].max_row == 6
    assert book["佐证"].auto_filter.ref.endswith("5"), "a filter leaves the notice where it is"
    cover = [str(cell.value) for row in book["封面"].iter_rows() for cell in row if cell.value]
    assert [line for line in cover if line.startswith("佐证：3 行（只是前面的")]
    name = "csv/佐证_示例数据.csv"
    assert (tmp_path / "out" / name).read_bytes() == (exports / name).read_bytes()


def test_where_one_batch_ends_changes_nothing(pool, exports, tmp_path, monkeypatch):
    monkeypatch.setattr(by_column, "BATCH", 1)
    write_exports(pool, tmp_path / "out")
    for name in (XIAOYI, "csv/培育对象_示例数据.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (exports / name).read_bytes(), name
