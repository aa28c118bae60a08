"""Files in, tables of text out: every format with the troubles that it brings."""

import datetime as dt
import io
import zipfile

import docx
import pytest
import xlsxwriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle
from unit.ingest.reading import stripped, tables

from dagster_project.ingest.readers import UnreadableError, read_sheets

TABLE = [["企业名称", "证书编号"], ["甲（山西）公司", "GR202114000001"], ["乙公司𠮷", "GR202114000002"]]
CSV = "\r\n".join(",".join(row) for row in TABLE) + "\r\n"
NAME = "high_tech_enterprise/2026-01-05/"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_csv_in_every_encoding(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes(CSV.encode(encoding))
    assert [cells for _, cells in tables(path)["表1"]] == TABLE


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_a_chinese_list_in_utf16_is_read_with_and_without_its_mark(bureau, encoding, delimiter):
    lines = [["企业名称", "统一社会信用代码", "列入日期", "列入经营异常名录原因"]]
    lines += [
        [f"离石区第一示例{n}有限公司", "", "二〇二五年一月一日", "通过登记的住所或者经营场所无法联系"]
        for n in "一二三丁"
    ]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    bureau.put("abnormal_operation/2026-01-05/a.csv", text.encode(encoding))
    report = bureau.read("abnormal_operation")
    assert report.problems == [] and report.rows_accepted == 4
    assert bureau.rows("abnormal_operation")[0]["name"] == "离石区第一示例一有限公司"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters(tmp_path, delimiter):
    path = tmp_path / "a.txt"
    path.write_text("\n".join(delimiter.join(row) for row in [["名单"], *TABLE]), encoding="utf-8")
    assert [cells for _, cells in tables(path)["表1"]][1:] == TABLE


def test_csv_records_are_numbered_as_a_spreadsheet_shows_them(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('a,b\n\n"一\n二",2\n3,4\n', encoding="utf-8")
    assert tables(path)["表1"] == [(1, ["a", "b"]), (3, ["一\n二", "2"]), (4, ["3", "4"])]


def test_a_few_broken_bytes_are_shown_and_not_taken_for_another_encoding(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(("企业名称\n" + "山西某某有限公司\n" * 50).encode() + b"\xe5\xb1\n")
    rows = tables(path)["表1"]
    assert rows[1][1] == ["山西某某有限公司"] and "\ufffd" in rows[-1][1][0]


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.csv", b"", "空的"),
        ("a.xlsx", b"", "空的"),
        ("a.csv", bytes(range(128, 256)) * 40, "编码认不出"),
        ("a.csv", b'a,b\n"' + b"x,y\n" * 300, "引号没有配对"),
        ("a.xlsx", b"PK\x03\x04broken", "损坏"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "文件损坏或加密，无法打开"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "文件损坏或加密，无法打开"),
        ("b.xlsx", bytes(range(256)) * 9, "文件损坏或加密，无法打开"),
        ("d.xlsx", bytes(range(128, 256)) * 40, "文件损坏或加密，无法打开"),
        ("c.xlsx", b"PK\x03\x04" + bytes(range(256)), "文件损坏或加密，无法打开"),
        ("a.docx", b"\x00\x01garbage" * 50, "文件损坏或加密，无法打开"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Word 97-2003"),
        ("a.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "WPS"),
        ("a.rar", b"Rar!\x1a\x07", "RAR"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "图片"),
        ("a.pdf", b"%PDF-1.4 broken", "PDF 打不开"),
        ("a.html", "<html><body>没有表</body></html>".encode(), "没有表格"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "不是国家知识产权局"),
        ("a.xml", b"<?xml version='1.0'?><a>", "损坏"),
    ],
)
def test_what_cannot_be_read_says_what_it_is_and_what_to_do(tmp_path, name, data, found):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableError, match=found) as error:
        tables(path)
    assert error.value.remedy


def test_xlsx_cells_merged_dated_percent_and_hidden(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("名单")
        percent, day = book.add_format({"num_format": "0.00%"}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range("B2:D2", "某市名单")
        sheet.merge_range("B5:B6", "吕梁市")
        sheet.write_row("B4", ["市", "占比", "日期", "代码", "数", "是否"])
        sheet.write("C5", 0.035, percent)
        sheet.write_datetime("D5", dt.datetime(2026, 3, 31), day)
        sheet.write("E5", "001")
        sheet.write_row("F5", [1200.5, True])
        sheet.write_row("C6", [0.035, 46112, 370681228007713, 914103000768204278])
        sheet.set_row(5, None, None, {"hidden": True})
    (sheet,) = list(read_sheets(path))
    rows = {n: stripped(cells) for n, cells in sheet.rows}
    assert rows[2] == ["", "某市名单", "某市名单", "某市名单"] and 2 in sheet.wide
    assert rows[4] == ["", "市", "占比", "日期", "代码", "数", "是否"]
    assert rows[5] == ["", "吕梁市", "3.5%", "2026-03-31", "001", "1200.5", "是"]
    assert rows[6][:5] == ["", "吕梁市", "0.035", "46112", "370681228007713"]
    assert "E+17" in rows[6][5]  # beyond fifteen digits a spreadsheet has lost them: never shown as if whole
    assert any("隐藏行" in note for note in sheet.notes)


def test_docx_tables_with_merged_cells(tmp_path):
    document = docx.Document()
    document.add_paragraph("附件")
    table = document.add_table(rows=4, cols=3)
    for r, row in enumerate(
        [["市", "企业名称", "编号"], ["吕梁", "甲公司", "1"], ["", "乙\n公司", "2"], ["合计", "", "2"]]
    ):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 1))
    path = tmp_path / "a.docx"
    document.save(path)
    assert tables(path)["表1"] == [
        (1, ["市", "企业名称", "编号"]),
        (2, ["吕梁", "甲公司", "1"]),
        (3, ["吕梁", "乙\n公司", "2"]),
        (4, ["合计", "合计", "2"]),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_html_tables_with_spans(tmp_path, encoding):
    path = tmp_path / "a.xls"  # an "xls" that is a web page
    path.write_bytes(
        f"""<html><head><meta charset="{encoding}"></head><table><tr><td>外<table>
        <tr><th colspan=2>名单</th></tr><tr><td rowspan="2">吕梁</td><td>甲<br>公司</td></tr><tr><td>乙&nbsp;公司</td></tr>
        </table></td></tr></table></html>""".encode(encoding)
    )
    assert tables(path) == {
        "表1": [(1, ["名单", "名单"]), (2, ["吕梁", "甲\n公司"]), (3, ["吕梁", "乙 公司"])]
    }


def test_pdf_tables_over_pages(tmp_path, bureau):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    rows = [["序号", "企业名称", "证书编号"]]
    rows += [[str(i), f"山西某某第{i}号有限公司", f"GR2021140{i:05d}"] for i in range(1, 91)]
    style = TableStyle(
        [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), "STSong-Light", 10)]
    )
    path = bureau.path(NAME + "a.pdf")
    SimpleDocTemplate(str(path), pagesize=A4).build([Table(rows, style=style, colWidths=[40, 200, 150])])
    report = bureau.read("high_tech_enterprise")
    assert report.problems == []
    assert [r["certificate_no"] for r in bureau.rows("high_tech_enterprise")] == [row[2] for row in rows[1:]]
    sheets = {r["sheet"] for r in bureau.rows("high_tech_enterprise")}
    assert sheets == {"第1页", "第2页", "第3页"}


def test_a_pdf_without_text_is_not_guessed_at(tmp_path):
    path = tmp_path / "a.pdf"
    SimpleDocTemplate(str(path)).build(
        [Table([[""]], style=TableStyle([("GRID", (0, 0), (-1, -1), 1, "black")]))]
    )
    with pytest.raises(UnreadableError, match="没有文字层"):
        tables(path)


XML = """<?xml version="1.0" encoding="UTF-8"?>
<business:PatentDocumentAndRelated xmlns:business="http://www.sipo.gov.cn/XMLSchema/business"
  xmlns:base="http://www.sipo.gov.cn/XMLSchema/base" country="CN" docNumber="199000001" kind="B">
 <business:BibliographicData>
  <business:PublicationReference><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>199000001
  </base:DocNumber><base:Kind>{kind}</base:Kind><base:Date>20190709</base:Date></base:DocumentID></business:PublicationReference>
  <business:ApplicationReference applType="10"><base:DocumentID><base:DocNumber>201510163325.6</base:DocNumber>
  <base:Date>20150408</base:Date></base:DocumentID></business:ApplicationReference>
  <business:InventionTitle>一种示例装置</business:InventionTitle>
  <business:ApplicantDetails><business:Applicant><base:AddressBook><base:Name>申请公司</base:Name></base:AddressBook>
  </business:Applicant></business:ApplicantDetails>
  <business:AssigneeDetails><business:Assignee><base:AddressBook><base:Name>甲公司</base:Name></base:AddressBook></business:Assignee>
  <business:Assignee><base:AddressBook><base:Name>乙公司</base:Name></base:AddressBook></business:Assignee></business:AssigneeDetails>
 </business:BibliographicData>
</business:PatentDocumentAndRelated>"""


def test_cnipa_xml_has_its_owners_at_grant_in_order(bureau):
    bureau.put("patent_grant/2026-01-05/b.xml", XML.format(kind="B"))
    bureau.put("patent_grant/2026-01-05/a.xml", XML.format(kind="A"))
    report = bureau.read("patent_grant")
    assert (report.rows_accepted, report.rows_quarantined) == (1, 1)
    (row,) = bureau.rows("patent_grant")
    assert (row["publication_no"], row["owners"], row["application_no"]) == (
        "CN199000001B",
        "甲公司; 乙公司",
        "201510163325.6",
    )
    assert row["granted_on"] == dt.date(2019, 7, 9) and row["evidence"].endswith("b.xml#表1!1")
    assert "尚未授权" in bureau.table("quarantine", "patent_grant")[0]["reason"]


def test_xml_entities_are_not_resolved(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    path = tmp_path / "a.xml"
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>\n<business:'
    path.write_text(
        XML.format(kind="B").replace("<business:", entity, 1).replace("一种示例装置", "&e;"), encoding="utf-8"
    )
    with pytest.raises(UnreadableError, match="实体"):
        tables(path)


def test_zip_members_with_names_of_a_chinese_windows(bureau):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("AAAA.csv", CSV)
        archive.writestr("../逃.csv", CSV.replace("00001", "00003").replace("00002", "00004"))
        archive.writestr("__MACOSX/._a.csv", b"x")
        archive.writestr("读我.md", "无关")
    data = packed.getvalue().replace(b"AAAA.csv", "名单.csv".encode("gbk"))
    bureau.put(NAME + "a.zip", data)
    assert bureau.read("high_tech_enterprise").problems == []
    files = sorted({row["file"] for row in bureau.rows("high_tech_enterprise")})
    assert files == [NAME + "a.zip!../逃.csv", NAME + "a.zip!名单.csv"]
    assert all(
        row["evidence"].startswith(row["file"] + "#表1!") for row in bureau.rows("high_tech_enterprise")
    )
    assert not (bureau.raw.parent / "逃.csv").exists()


def test_a_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.csv", "w") as member:
        for _ in range(300):
            member.write(b"\0" * (1 << 20))
    with pytest.raises(UnreadableError, match="超出上限"):
        tables(path)


def packed(*members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in members:
            archive.writestr(name, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "Word 97-2003"),
        ("a.xlsx", packed("mimetype", "content.xml", "META-INF/manifest.xml"), "OpenDocument"),
        ("a.zip", packed("OFD.xml", "Doc_0/Document.xml"), "OFD"),
        ("a.xlsx", packed("xl/workbook.bin"), "二进制工作簿"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n" + bytes(100), "图片"),
        ("a.csv", b'[{"name": "a"}]', "JSON"),
        ("a.txt", "序号  企业名称  证书编号\n1  甲公司  GR1\n2  乙公司  GR2\n".encode(), "用空格对齐"),
    ],
)
def test_a_file_under_another_suffix_says_what_it_is(tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableError, match=told):
        [list(sheet.rows) for sheet in read_sheets(tmp_path / name)]
