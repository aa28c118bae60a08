"""The workbooks as a reader opens them."""

from __future__ import annotations

from datetime import datetime

import openpyxl
import pytest

from dagster_project.feedback.corrections import FORM
from dagster_project.publish import by_column, sheet_rows
from dagster_project.publish.exports import write_exports
from dagster_project.publish.sheets import CITY_TABLES, COUNTY_TABLES
from dagster_project.publish.styles import A4_HOLDS
from dagster_project.publish.tables import Entry
from dagster_project.publish.workbook import CUT

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl and data bars

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
XIAOYI, ZONE, LISHI, EMPTY = (
    f"{name}_示例数据.xlsx"
    for name in ("141181_孝义市", "Z141181_孝义经开区", "141102_离石区", "141130_交口县")
)


CITY = "141100_吕梁市_汇总_示例数据.xlsx"


@pytest.fixture(scope="module")
def exports(pool, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    write_exports(pool, folder)
    return folder


def cells(path):
    """{(sheet, cell): value} of a whole workbook, empty cells left out."""
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def column(sheet, heading):
    """The cells under a heading (row 2), from the first row of data."""
    for cell in sheet[2]:
        if cell.value == heading:
            return [row[cell.column - 1] for row in sheet.iter_rows(min_row=3)]
    raise AssertionError(f"{sheet.title} has no column {heading}: {[c.value for c in sheet[2]]}")


def test_every_county_and_every_zone_of_the_region_has_a_workbook(exports):
    assert sorted(p.name for p in exports.glob("*.xlsx")) == sorted(
        [XIAOYI, ZONE, LISHI, EMPTY, "Z141130_交口经开区_示例数据.xlsx", "141100_吕梁市_汇总_示例数据.xlsx"]
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


def test_a_county_holds_no_other_countys_company(exports):
    for name, foreign in (
        (XIAOYI, ["虚水丁", "HYPERLINK"]),
        (LISHI, ["虚山甲", "虚山乙"]),
        (ZONE, ["虚山乙", "虚水"]),
    ):
        text = "\n".join(str(value) for value in cells(exports / name).values())
        assert not [word for word in foreign if word in text], name


def test_a_candidate_of_another_county_is_not_named_beside_a_doubtful_name(pool_with, tmp_path):
    pool = pool_with("update match_review set county_code = '141102'")
    write_exports(pool, tmp_path / "out")
    lishi = cells(tmp_path / "out" / LISHI)
    assert not [value for value in lishi.values() if "虚山乙" in str(value)], "not even to be judged there"
    city = openpyxl.load_workbook(tmp_path / "out" / "141100_吕梁市_汇总_示例数据.xlsx")["名称待核"]
    assert column(city, "对应企业名称")[0].value == "虚山乙新材料有限公司"


def test_why_two_names_are_alike_is_told_in_words(pool_with, tmp_path):
    items = (
        '[{"label": "代码一致", "weight": 9.0, "side": "for"}, {"label": "括注不同", "weight": -1.7, "side": "contradiction"},'
        ' {"label": "数字一致", "weight": -0.6, "side": ""}, {"label": "同音", "weight": 2, "side": "for"}]'
    )
    change = f"update match_review set match_evidence = '{items}', rule = 'rivals'"
    write_exports(pool_with(change), tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / XIAOYI)["名称待核"]
    assert column(sheet, "为什么像")[0].value == "另有同样相近的企业；矛盾：括注不同；支持：代码一致、同音"


def test_the_characters_that_tell_two_names_apart_are_marked(exports):
    sheet = openpyxl.load_workbook(exports / XIAOYI, rich_text=True)["名称待核"]
    for heading, sign in (("名单上的名称", "已"), ("对应企业名称", "乙")):
        text = column(sheet, heading)[0].value
        marks = [str(run) for run in text if getattr(getattr(run, "font", None), "b", False)]
        assert marks == [sign] and "".join(map(str, text)).startswith("虚山")


def test_other_candidates_of_another_county_stay_with_the_city(exports):
    city = openpyxl.load_workbook(exports / "141100_吕梁市_汇总_示例数据.xlsx")["名称待核"]
    assert (
        column(city, "其他相近企业")[0].value
        == "虚山甲新材料有限公司（孝义市）、虚水丁机械有限公司（离石区）"
    )
    county = openpyxl.load_workbook(exports / XIAOYI)["名称待核"]
    assert column(county, "其他相近企业")[0].value == "虚山甲新材料有限公司（孝义市）；外县另有 1 家，见市局"


def test_a_rival_in_another_county_is_counted_however_unlikely(pool_with, tmp_path):
    change = """update match_review set rule = 'rivals';
        delete from stg_match_candidate where rank = 2;
        update stg_match_candidate set rank = 2, probability = 0.001 where rank = 3"""
    write_exports(pool_with(change), tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / XIAOYI)["名称待核"]
    assert column(sheet, "其他相近企业")[0].value == "外县另有 1 家，见市局"


def test_the_host_county_sees_the_zones_company_too(exports):
    for name in (XIAOYI, ZONE):
        book = openpyxl.load_workbook(exports / name)
        assert "虚山甲新材料有限公司" in [c.value for c in column(book["培育对象"], "企业名称")]


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
    assert 60 < heights[0] < heights[1] < 250


def test_the_city_workbook_is_for_reading_and_holds_totals_awards_and_quarantine(exports):
    book = openpyxl.load_workbook(exports / "141100_吕梁市_汇总_示例数据.xlsx")
    assert book.sheetnames == [
        "封面", "各县汇总", "反馈冲突", "培育对象", "复核预警", "变化", "名称待核", "目标进度", "方案目标",
        "奖补测算", "无服务专员", "隔离清单",
    ]  # fmt: skip
    totals = {row[0].value: [c.value for c in row[3:]] for row in book["各县汇总"].iter_rows(min_row=3)}
    assert totals["孝义市"] == [2, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1], (
        "the last two: with and without a specialist"
    )
    assert totals["孝义经开区"] == [1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0]
    assert totals["交口县"] == [0] * 12
    assert "走访日期" not in [cell.value for cell in book["培育对象"][2]]
    assert [c.value for c in column(book["隔离清单"], "实为")] == ["'=1+1", None]


def test_the_citys_totals_count_a_zones_company_once(exports):
    book = openpyxl.load_workbook(exports / "141100_吕梁市_汇总_示例数据.xlsx")
    sheet = book["各县汇总"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert (rows[0][0], rows[0][2]) == ("吕梁市合计", "全部县（市、区）")
    counties = [row[3:] for row in rows[1:] if row[2] == "县（市、区）"]
    assert rows[0][3:] == [sum(column) for column in zip(*counties, strict=True)]
    assert sheet["A3"].font.bold and not sheet["A4"].font.bold


def test_awards_add_up_by_award_and_altogether(pool_with, tmp_path):
    more = """insert into award_budget values
        ('lvliang_city', '141102', '离石区', 2026, 'recognition', 'city_specialised', 2, 3, 20, 30, 20, 30, '吕梁方案 二（七）15', false),
        ('ip', '141102', '离石区', 2026, 'ip_purchase', null, 0, null, 0, null, 0, null, '山西省方案', false)"""
    write_exports(pool_with(more), tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / "141100_吕梁市_汇总_示例数据.xlsx")["奖补测算"]
    rows = [[cell.value for cell in row[:7]] for row in sheet.iter_rows(min_row=3)]
    assert rows[:3] == [
        ["吕梁市合计", 2026, "全部奖补", None, None, 30, 40],
        ["吕梁市合计", 2026, "知识产权交易", 0, None, 0, None],
        ["吕梁市合计", 2026, "市级专精特新中小企业", 3, 4, 30, 40],
    ]
    assert len(rows) == 6
    csv = (tmp_path / "out" / "csv" / "奖补测算_示例数据.csv").read_text(encoding="utf-8-sig")
    assert "合计" not in csv, "the plain table adds up by itself"


def test_an_empty_county_says_so_on_every_sheet(exports):
    book = openpyxl.load_workbook(exports / EMPTY)
    assert book.sheetnames == SHEETS[:-1], "a service list that is empty has no sheet"
    for sheet in book.worksheets[1:]:
        assert sheet["A2"].value
        assert "没有" in sheet["A3"].value, sheet.title
        assert sheet.max_row == 3


@pytest.mark.parametrize("name", [XIAOYI, "141100_吕梁市_汇总_示例数据.xlsx"])
def test_how_to_send_a_workbook_back_is_said_once_and_on_its_cover(exports, name):
    said = {place: text for place, text in cells(exports / name).items() if "/收到日期" in str(text)}
    assert {sheet for sheet, _ in said} == {"封面"}
    [text] = said.values()
    assert "county_feedback/收到日期/" in text and FORM in text and "match_decision" not in text


def test_the_cover_puts_held_deliveries_first_and_says_what_to_do(exports):
    sheet = openpyxl.load_workbook(exports / EMPTY)["封面"]
    lines = [cell.value for cell in sheet["A"] if cell.value]
    held = next(i for i, line in enumerate(lines) if "未能读取" in line)
    assert held < next(i for i, line in enumerate(lines) if line == "概况")
    assert "高企11月.xlsx" in lines[held + 1]
    assert "“证书编号”" in lines[held + 1]
    assert "把列名改回“证书编号”" in lines[held + 1]
    problem = next(c for c in sheet["A"] if c.value and "高企11月.xlsx" in c.value)
    assert problem.font.color.rgb == "FFB00020"
    assert not [line for line in lines if "编码无法识别" in line], (
        "a later full list was read: no longer a problem"
    )


def test_the_cover_says_date_sample_and_each_sources_newest_delivery(exports):
    text = "\n".join(str(v) for (sheet, _), v in cells(exports / ZONE).items() if sheet == "封面")
    assert "2026年11月20日" in text
    assert "示例数据" in text
    assert "所在县：孝义市" in text
    sheet = openpyxl.load_workbook(exports / ZONE)["封面"]
    sources = {row[0].value: [c.value for c in row[1:8]] for row in sheet.iter_rows() if row[0].value}
    assert sources["高新技术企业名单"] == [
        "省科技厅", "2026-11-10", "2025-12-01", "最新一批未采用，沿用上一批", 12, 12, 0,
    ]  # fmt: skip
    assert sources["失信名单"][3] == "逾期 71 天"
    assert sources["科技型中小企业名单"][1:4] == ["—", "—", "尚未收到"]


def test_real_data_carries_no_sample_mark(pool_with, tmp_path):
    pool = pool_with("update stg_run set is_sample = false")
    write_exports(pool, tmp_path / "out")
    names = [p.name for p in (tmp_path / "out").rglob("*") if p.is_file()]
    assert not [name for name in names if "示例" in name]
    text = "\n".join(str(v) for v in cells(tmp_path / "out" / "141181_孝义市.xlsx").values())
    assert "示例数据" not in text


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
