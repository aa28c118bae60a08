"""Make the delimited files and workbooks of the matrix, by hand: python tests/files/make_sheets.py

Needs LibreOffice. Half of the files are saved by it; the others by the library that is named.
"""

import csv
import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import xlsxwriter
from make_common import FIVE, HEAD, THREE, office, office_by_hand, place, scratch

ROWS = [HEAD, *FIVE]
NUMBERS = {5, 6}


def text_of(rows, delimiter=",", quoting=csv.QUOTE_MINIMAL, end="\r\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)
    return out.getvalue()


def put(name, content, encoding="utf-8"):
    place(name).write_bytes(content if isinstance(content, bytes) else content.encode(encoding))


def workbook(path, sheets, **options):
    """Write sheets with xlsxwriter: numbers as numbers, days as days, percentages as percentages."""
    with xlsxwriter.Workbook(str(path), options) as book:
        day, share = book.add_format({"num_format": "yyyy/m/d"}), book.add_format({"num_format": "0.0%"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, text in enumerate(row):
                    write(sheet, r, c, text, day, share)
    return Path(path)


def write(sheet, r, c, text, day, share):
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        sheet.write_datetime(r, c, dt.datetime.fromisoformat(text), day)
    elif re.fullmatch(r"[\d.]+%", text):
        sheet.write_number(r, c, round(float(text[:-1]) / 100, 6), share)
    elif (re.fullmatch(r"-?\d+(\.\d+)?", text) and not text.startswith("0")) or text == "0.35":
        sheet.write_number(r, c, float(text))
    elif text:
        sheet.write_string(r, c, text)


def delimited(work: Path) -> None:
    plain = workbook(work / "plain.xlsx", {"名单": ROWS})
    three = workbook(work / "three.xlsx", {"名单": [HEAD, *THREE]})
    put("csv/utf8.csv", text_of(ROWS))
    pd.DataFrame(FIVE, columns=HEAD).to_csv(
        place("csv/utf8_bom_pandas.csv"), index=False, encoding="utf-8-sig"
    )
    for name, sign, code in (
        ("utf8", 44, 76),
        ("utf16_tab", 9, 65535),
        ("gb18030", 44, 85),
        ("semicolon", 59, 76),
    ):
        office(plain, f"csv/{name}_office.csv", f"csv:Text - txt - csv (StarCalc):{sign},34,{code},1")
    office(three, "csv/gbk_office.csv", "csv:Text - txt - csv (StarCalc):44,34,67,1")
    office(three, "csv/gbk_tab_office.txt", "txt:Text - txt - csv (StarCalc):9,34,67,1")
    office(plain, "csv/all_quoted_office.csv", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true")
    traditional = [
        [cell.translate(str.maketrans("机县样团", "機縣樣團")) for cell in row] for row in [HEAD, *THREE]
    ]
    heading = [
        "序號",
        "企業名稱",
        "統一社會信用代碼",
        "證書編號",
        "發證日期",
        "營業收入（萬元）",
        "市場佔有率",
        "縣（市、區）",
    ]
    book = workbook(work / "big5.xlsx", {"名单": [heading, *traditional[1:]]})
    office(book, "csv/big5_office.csv", "csv:Text - txt - csv (StarCalc):44,34,68,1")
    put("csv/utf16be_no_bom.csv", text_of(ROWS), "utf-16-be")
    put("csv/cr_line_ends.csv", text_of(ROWS, end="\r"))
    put("csv/nul_bytes.csv", text_of(ROWS).replace("示例县", "示例\0县").encode() + b"\0\0\0\r\n")
    put(
        "csv/bom_in_the_middle.csv",
        (text_of([HEAD, *FIVE[:2]]).encode("utf-8-sig") + text_of([HEAD, *FIVE[2:]]).encode("utf-8-sig")),
    )
    put(
        "csv/bom_before_a_row.csv",
        (text_of([HEAD, *FIVE[:2]]).encode("utf-8-sig") + text_of(FIVE[2:]).encode("utf-8-sig")),
    )
    whole = text_of(ROWS).encode()
    put("csv/cut_in_a_row.csv", whole[: whole.index("示例丁".encode()) + 4])
    put("csv/cut_in_a_quote.csv", whole[: whole.index('示例""丙'.encode()) + 11])
    put("csv/ragged.csv", text_of([HEAD, FIVE[0][:4], [*FIVE[1], "", ""], [*FIVE[2], "多出"], FIVE[3]]))
    put(
        "csv/line_breaks_in_cells.csv",
        text_of([HEAD, *[[c.replace("公司", "\n公司") for c in r] for r in FIVE]]),
    )
    put("csv/titles_notes_subtotals.csv", text_of(
        [["附件1"], ["示例名单（2022年）"], [], HEAD, ["一、示例县"], *FIVE[:2], ["小计", "2"], ["二、样板市"], *FIVE[2:], [],
         ["合计", "5家"], ["注：排名不分先后"], ["填表人：示例", "", "审核人：示例"]]))  # fmt: skip
    put("csv/blank_first_column.csv", text_of([["", *row] for row in ROWS]))
    put(
        "csv/heading_again_on_every_page.csv", text_of([HEAD, *FIVE[:2], HEAD, *FIVE[2:4], [], HEAD, FIVE[4]])
    )
    put("csv/damaged_by_a_spreadsheet.csv", text_of(
        [HEAD, ["1", "示例甲机械有限公司", "9.11412E+17", "2.02E+12", "44537", "1.2E+03", "0.352", "示例县"],
         ["2", "示例乙（集团）有限公司", "", "2.02E+12", "44537.0", "80", "0.6%", "示例县"]]))  # fmt: skip
    put("csv/values_as_people_write_them.csv", text_of([HEAD[:7],
        ["1", "示例一有限公司", "91141199 MAXX 0001 5U", "GR１", "2019.07.09", "1,200.5 万元", "３％"],
        ["2", "示例二有限公司", "９１１４１１９９ＭＡＸＸ０００２３Ｎ", "GR2", "2019/7/9", "0.12亿元", "3"],
        ["3", "示例三有限公司", "'91141199MAXX00031H", "GR3", "20190709", "3500元", "0.03"],
        ["4", "示例四有限公司", "", "GR4", "二〇一九年七月九日", "￥1，200", "5‰"],
        ["5", "示例五有限公司", "", "GR5", "43655", "约100", "-"],
        ["6", "示例六有限公司", "", "GR6", "2019年7月", "100万美元", "无"]]))  # fmt: skip
    put("csv/no_such_list.csv", text_of([["股票代码", "股票简称"], ["000001", "示例"], ["000002", "样板"]]))
    put("csv/near_miss_heading.csv", text_of([["企业全称", *HEAD[2:]], *[row[1:] for row in FIVE]]))
    put("csv/only_headings.csv", text_of([HEAD]))
    put("csv/empty.csv", b"")


def tricky(work: Path) -> dict[str, Path]:
    """Workbooks with a trouble each, to be kept as they are and saved again by LibreOffice."""
    made = {}
    for name, sheets in {
        "plain": {"名单": ROWS},
        "titles_notes_subtotals": {"名单": [["附件1"], ["示例名单（2022年）"], [], HEAD, ["一、示例县"], *FIVE[:2], ["小计", "2家"],
                                         *FIVE[2:], [], ["合计", "5家"], ["注：排名不分先后"]]},
        "several_tables_in_a_sheet": {"名单": [["第一批"], HEAD, *FIVE[:2], [], [], ["第二批"],
                                             [HEAD[1], HEAD[3], HEAD[4]], *[[r[1], r[3], r[4]] for r in FIVE[2:]]]},
        "tables_side_by_side": {"名单": [[*HEAD[:4], "", *HEAD[:4]], [*FIVE[0][:4], "", *FIVE[2][:4]], [*FIVE[1][:4], "", *FIVE[3][:4]]]},
        "several_sheets": {"填表说明": [["请按下列要求填写"], ["一、不得改动表头"]], "示例县": [HEAD, *FIVE[:2]],
                           "样板市": [["样板市名单"], HEAD, *FIVE[2:]], "空表": []},
        "offset_table": {"名单": [[], [], *[["", "", *row] for row in ROWS]]},
        "other_table_beside": {"名单": ROWS, "股票": [["股票代码", "简称"], ["000001", "示例"], ["000002", "样板"]]},
    }.items():  # fmt: skip
        made[name] = workbook(work / f"{name}.xlsx", sheets)
    for make in (two_line_headings, hidden, formulas, merged_county, form, errors):
        made[make.__name__] = make(work / f"{make.__name__}.xlsx")
    return made


def two_line_headings(path):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名单")
        sheet.merge_range("A1:F1", "示例名单")
        for cell, text in (
            ("A2:A3", "序号"),
            ("B2:B3", "企业\n名称"),
            ("E2:E3", "发证\n日期"),
            ("F2:F3", "营业收入\n（万元）"),
        ):
            sheet.merge_range(cell, text)
        sheet.merge_range("C2:D2", "证书与代码")
        sheet.write("C3", "信用代码")
        sheet.write("D3", "证书编号")
        for r, row in enumerate(FIVE, 3):
            for c, text in enumerate(row[:6]):
                sheet.write_string(r, c, text)
        sheet.merge_range("A9:F9", "本表共5家")
    return path


def hidden(path):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名单")
        for r, row in enumerate(ROWS):
            sheet.write_row(r, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_column("D:D", None, None, {"hidden": True})
        other = book.add_worksheet("隐藏的表")
        for r, row in enumerate([HEAD, ["6", "示例庚有限公司", "", "GR6", "", "", "", ""]]):
            other.write_row(r, 0, row)
        other.hide()
    return path


def formulas(path):
    """Stored values as a spreadsheet leaves them, save one formula without any."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名单")
        for r, row in enumerate(ROWS):
            sheet.write_row(r, 0, row)
        sheet.write_formula("F2", "=1000+200.5", None, 1200.5)
        sheet.write_formula("H3", '=CONCATENATE("示例","县")', None, "示例县")
        sheet.write_formula("B4", '="示例""丙""酒店, 有限公司"', None, FIVE[2][1])
    return path


def merged_county(path):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名单")
        for r, row in enumerate([[HEAD[7], *HEAD[1:7]], *[["", *row[1:7]] for row in FIVE]]):
            sheet.write_row(r, 0, row)
        sheet.merge_range("A2:A3", "示例县")
        sheet.merge_range("A4:A6", "样板市")
    return path


def form(path):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("申请书")
        sheet.merge_range("A1:D1", "示例称号申请书")
        sheet.write_row("A3", ["企业名称", "示例甲机械有限公司", "统一社会信用代码", "91141199MAXX00015U"])
        sheet.write_row("A4", ["证书编号", "GR202114000001", "发证日期", "2021-12-07"])
        sheet.write_row("A5", ["营业收入（万元）", "1200.5", "市场占有率", "35.2%"])
        sheet.write("A6", "县（市、区）")
        sheet.merge_range("B6:D6", "示例县")
        sheet.write_row("A7", ["法定代表人", "示例"])
    return path


def errors(path):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名单")
        for r, row in enumerate([HEAD, *FIVE[:3]]):
            sheet.write_row(r, 0, row)
        sheet.write_formula("F2", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D3", "=NA()", None, "#N/A")
    return path


def workbooks(work: Path) -> None:
    made = tricky(work)
    for name, path in made.items():
        if name != "formulas":
            place(f"xlsx/{name}.xlsx").write_bytes(path.read_bytes())
        office(path, f"xlsx/{name}_office.xlsx", "xlsx:Calc MS Excel 2007 XML")
        if name != "formulas":
            office(path, f"xls/{name}_office.xls", "xls:MS Excel 97")
    office_by_hand(made["formulas"], "xls/formulas_office.xls", "MS Excel 97")
    office_by_hand(made["plain"], "refused/password_office.xls", "MS Excel 97", "secret")
    place("xlsx/formulas_stored.xlsx").write_bytes(made["formulas"].read_bytes())
    without_stored_values("xlsx/formulas_without_values.xlsx")
    pd.DataFrame(FIVE, columns=HEAD).to_excel(place("xlsx/plain_pandas.xlsx"), index=False, sheet_name="名单")
    workbook(place("xlsx/strings_in_place.xlsx"), {"名单": ROWS}, constant_memory=True)
    workbook(place("xlsx/days_since_1904.xlsx"), {"名单": ROWS}, date_1904=True)
    office(made["plain"], "xlsx/macro_office.xlsm", "xlsm:Calc MS Excel 2007 VBA XML")
    repacked(
        made["plain"], "xlsx/wrong_dimension.xlsx", b'<dimension ref="A1:H6"/>', b'<dimension ref="A1"/>'
    )
    full = workbook(work / "full.xlsx", {"名单": ROWS[:4]})
    repacked(full, "xlsx/no_cell_addresses.xlsx", rb' r="[A-H]?\d+"', b"")
    office(made["plain"], "xls/web_page_office.xls", "html:HTML (StarCalc)")
    put("xls/tab_separated.xls", text_of([HEAD, *THREE], "\t"), "gbk")
    put("xls/xml_2003.xls", XML_2003)
    place("xls/really_xlsx.xls").write_bytes(made["plain"].read_bytes())
    office(made["plain"], "refused/plain_office.ods", "ods")


def without_stored_values(name):
    book = openpyxl.Workbook()
    book.active.title = "名单"
    for row in [HEAD, *FIVE[:2]]:
        book.active.append(row)
    book.active["F2"] = "=1000+200.5"
    book.active["B3"] = '="示例"&"乙"'
    book.save(place(name))


def repacked(source, name, old, new):
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(place(name), "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            data = before.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                data = re.sub(old, new, data)
            after.writestr(entry.filename, data)


XML_2003 = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Worksheet ss:Name="名单"><Table><Row><Cell><Data ss:Type="String">企业名称</Data></Cell></Row>
 <Row><Cell><Data ss:Type="String">示例甲机械有限公司</Data></Cell></Row></Table></Worksheet>
</Workbook>"""


if __name__ == "__main__":
    folder = scratch()
    delimited(folder)
    workbooks(folder)
