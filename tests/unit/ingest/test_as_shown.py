"""What people see in a cell is what is read: number formats of spreadsheets, marks in Word documents."""

import datetime as dt

import docx
import pytest
import xlsxwriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from dagster_project.ingest.readers import read_sheets
from dagster_project.ingest.readers.number_format import number_format


@pytest.mark.parametrize(
    ("code", "stored", "text"),
    [
        ('0.0"%"', 35.5, "35.5%"), (r"0.0\%", 0.5, "0.5%"), ("0.00%", 0.035, "3.5%"), ('0.0"%";-0.0"%"', -4, "-4%"),
        ('0.00"亿元"', 1.2, "1.2亿元"), ('#,##0.00"万元"_ ', 1200.5, "1200.5万元"), ("[$€-407]#,##0.00", 5, "€5"),
        ("000000", 123, "000123"), ('"GR"000000', 123, "GR000123"),
        ('yyyy"年"m"月"', dt.date(2019, 7, 1), "2019年7月"), ("mmm-yy", dt.datetime(2019, 7, 1), "2019年7月"),
        ("yyyy", dt.date(2019, 1, 1), "2019年"), ("yyyy-mm", dt.date(2019, 7, 9), "2019-07-09"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_its_format_shows_it(code, stored, text):
    assert number_format(code).text(stored) == text


@pytest.mark.parametrize(
    "code",
    ["General", "0.00", "#,##0.00_);[Red](#,##0.00)", '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
     "yyyy-mm-dd", 'yyyy"年"m"月"d"日";@', "0.00E+00", "# ?/?", "0;0;\"无\"", "@", "000-0000-0000", ""],
)  # fmt: skip
def test_a_plain_format_leaves_the_stored_value(code):
    form = number_format(code)
    assert form is None


@pytest.mark.parametrize("code", ['0!.0,"万元"', "#,##0,", '[>=10000]0"万";0', '0"亿";0"万"', "0.0%%"])
def test_a_format_that_shows_another_number_is_no_value(code):
    assert number_format(code).text(123456) == "#数字格式看不明白!"


def test_a_workbook_s_cells_are_read_as_shown(bureau):
    path = bureau.path("company_report/2026-01-05/a.xlsx")
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for column, heading in enumerate(["企业名称", "会计年度", "营业收入"]):
            sheet.write(0, column, heading)
        for row, (amount, code) in enumerate([(1.2, '0.00"亿元"'), (12, '0!.0,"万元"'), (12, "0.00")], 1):
            sheet.write(row, 0, f"{'甲乙丙'[row - 1]}公司")
            sheet.write(row, 1, 2025)
            sheet.write(row, 2, amount, book.add_format({"num_format": code}))
    bureau.read("company_report")
    assert [row["revenue"] for row in bureau.rows("company_report") if row["revenue"]] == [12000, 12]
    assert any("数字格式" in row["reason"] for row in bureau.table("quarantine", "company_report"))


def test_a_workbook_that_counts_days_from_1904_says_so(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": True}) as book:
        book.add_worksheet().write(0, 0, 43075)
    (sheet,) = read_sheets(tmp_path / "a.xlsx")
    assert any("1904" in note for note in sheet.notes)


def run(paragraph, text, mark="", value=""):
    """A run with a mark of its looks."""
    made = paragraph.add_run(text)
    if mark:
        element = OxmlElement(f"w:{mark}")
        if value:
            element.set(qn("w:val"), value)
        made._r.get_or_add_rPr().append(element)
    return made


def test_marks_of_a_word_document_are_neither_dropped_nor_glued(tmp_path):
    document = docx.Document()
    table = document.add_table(rows=1, cols=7)
    minus, tick, strange, moved, struck, raised, area = (cell.paragraphs[0] for cell in table.rows[0].cells)
    minus.add_run()._r.append(OxmlElement("w:noBreakHyphen"))
    minus.add_run("350")
    for paragraph, font in ((tick, "Wingdings"), (strange, "Webdings")):
        sign = OxmlElement("w:sym")
        sign.set(qn("w:font"), font)
        sign.set(qn("w:char"), "F0FC")
        paragraph.add_run()._r.append(sign)
    for name in ("moveFrom", "moveTo"):
        change = OxmlElement(f"w:{name}")
        change.append(moved.add_run("甲公司")._r)
        moved._p.append(change)
    run(struck, "1530", "strike")
    run(struck, "1", "strike", "0")
    struck.add_run("620")
    for paragraph, base in ((raised, "1200"), (area, "m")):
        paragraph.add_run(base)
        run(paragraph, "2", "vertAlign", "superscript")
    path = tmp_path / "a.docx"
    document.save(path)
    (sheet,) = list(read_sheets(path))
    ((_, cells),) = list(sheet.rows)
    assert cells == ["-350", "✓", "\ufffd", "甲公司", "1620", "1200^2", "m2"]
    assert any("删除线" in note for note in sheet.notes) and any("符号" in note for note in sheet.notes)
