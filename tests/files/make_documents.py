"""Make the documents, pages, PDFs, XMLs and archives of the matrix, by hand: python tests/files/make_documents.py

Needs LibreOffice, Chromium and the Noto CJK fonts.
"""

import copy
import io
import zipfile
from html import escape
from pathlib import Path

import docx
import xlsxwriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from make_common import FIVE, HEAD, THREE, chromium, office, place, scratch
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

BORDER = "table{border-collapse:collapse} td,th{border:1px solid black;padding:2px 6px}"
PLAIN = "table{border-spacing:14px 4px} td,th{text-align:left}"
MANY = [
    [str(n), f"示例第{n}号机械有限公司", "", f"GR2021140{n:05d}", "2021-12-07", str(n * 10), "", "示例县"]
    for n in range(1, 51)
]
LONG = [[*row[:1], row[1].replace("有限公司", "科技装备制造集团股份有限公司"), *row[2:]] for row in THREE]


def html_table(rows, head="th"):
    lines = []
    for number, row in enumerate(rows):
        tag = head if number == 0 else "td"
        lines.append("<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row) + "</tr>")
    return "<table>" + "\n".join(lines) + "</table>"


def page(body, style="", charset="utf-8", wide=False):
    size = "@page{size:A4 landscape;margin:15mm}" if wide else "@page{size:A4;margin:15mm}"
    return (
        f'<html><head><meta charset="{charset}"><title>名单</title><style>{size} body{{font:10px "Noto Serif CJK SC"}} th{{font-weight:normal}} '
        f"{style}</style></head><body>{body}</body></html>"
    )


def put(name, text, encoding="utf-8"):
    place(name).write_bytes(text if isinstance(text, bytes) else text.encode(encoding))


def pages() -> None:
    put("html/plain.html", page(html_table([HEAD, *FIVE])))
    put("html/gbk_meta.html", page(html_table([HEAD, *THREE]), charset="gb2312"), "gbk")
    put("html/gbk_without_meta.htm", f"<html><body>{html_table([HEAD, *THREE])}</body></html>", "gbk")
    put("html/utf16.html", page(html_table([HEAD, *FIVE])), "utf-16")
    spans = (
        html_table([HEAD, *FIVE]).replace("<th>", "<th rowspan=2>", 3).replace("</tr>", "</tr><tr></tr>", 1)
    )
    spans = spans.replace("<td>示例县</td>", "<td rowspan=2>示例县</td>", 1).replace("<td>示例县</td>", "", 1)
    put(
        "html/spans.html",
        page(f'<table><tr><td colspan="8">示例名单</td></tr>{spans.removeprefix("<table>")}'),
    )
    put("html/layout_tables.html", page(f"<table><tr><td>导航<td>{html_table([['首页', '通知']])}</tr><tr><td colspan=2>"
                                        f"{html_table([HEAD, *FIVE])}</td></tr></table>"))  # fmt: skip
    put(
        "html/tags_not_closed.html",
        page(
            "<table>"
            + "".join("<tr><td>" + "<td>".join(map(escape, row)) for row in [HEAD, *FIVE])
            + "</table>"
        ),
    )
    parts = (
        html_table([HEAD, *FIVE])
        .replace("</tr>", "</tr></thead><tbody>", 1)
        .replace("<table>", "<table><thead>")
    )
    parts = parts.replace(
        "示例县", "<p>示例<br>县</p><script>var x = 1;</script><style>td{}</style><!-- 注 -->"
    )
    put(
        "html/markup_in_cells.html",
        page(parts.replace("</table>", "<tr><td colspan=8>注：&nbsp;共5家</td></tr></tbody></table>")),
    )
    put("html/no_table.html", page("<div><div>企业名称</div><div>示例甲机械有限公司</div></div>"))


def document(rows, *more):
    made = docx.Document()
    made.add_paragraph("附件：示例名单")
    for table_rows in (rows, *more):
        table = made.add_table(rows=len(table_rows), cols=len(table_rows[0]))
        for r, row in enumerate(table_rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        made.add_paragraph()
    return made


def documents() -> None:
    def save(made, name):
        made.save(place(f"docx/{name}.docx"))
        office(place(f"docx/{name}.docx"), f"docx/{name}_office.docx", "docx:MS Word 2007 XML")

    save(document([HEAD, *FIVE]), "plain")
    office(place("docx/plain.docx"), "html/writer_office.html", "html:HTML (StarWriter)")
    merged = document([[HEAD[7], *HEAD[1:7]], *[["", *row[1:7]] for row in FIVE], ["合计：5家", *[""] * 6]])
    table = merged.tables[0]
    for first, last, text in ((1, 2, "示例县"), (3, 5, "样板市")):
        table.cell(first, 0).merge(table.cell(last, 0)).text = text
    table.cell(6, 0).merge(table.cell(6, 6)).text = "合计：5家"
    save(merged, "merged")
    save(
        document([HEAD, *FIVE[:2]], FIVE[2:4], [HEAD, FIVE[4]], [["项目", "金额"], ["房租", "3"]]),
        "table_in_parts",
    )
    nested = document([HEAD, *FIVE[:2]])
    inner = nested.tables[0].cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "曾用名", "示例"
    nested.save(place("docx/nested.docx"))
    form = document([["企业名称", "示例甲机械有限公司", "信用代码", "91141199MAXX00015U"], ["证书编号", "GR202114000001", "发证日期", "2021年12月7日"],
                     ["营业收入（万元）", "1200.5", "市场占有率", "35.2%"], ["县（市、区）", "示例县", "", ""]])  # fmt: skip
    form.tables[0].cell(3, 1).merge(form.tables[0].cell(3, 3))
    save(form, "form")
    save(
        document([HEAD, *[[c.replace("有限公司", "\n有限公司") for c in row] for row in FIVE]]),
        "cells_over_lines",
    )
    changes(document([HEAD, *FIVE]))
    boxed(document([HEAD, *FIVE[:2]]))
    office(place("docx/plain.docx"), "refused/plain_office.doc", "doc:MS Word 97")
    office(place("docx/plain.docx"), "refused/plain_office.rtf", "rtf")
    docx.Document().save(place("docx/no_table.docx"))


def changes(made):
    """A row and a word struck out by tracked changes, not yet accepted; a word put in."""
    rows = made.tables[0].rows
    rows[5]._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    run = rows[1].cells[1].paragraphs[0].runs[0]._r
    struck = OxmlElement("w:del")
    old = copy.deepcopy(run)
    old.find(qn("w:t")).tag = qn("w:delText")
    old.find(qn("w:delText")).text = "旧名"
    struck.append(old)
    run.addprevious(struck)
    put_in = OxmlElement("w:ins")
    run.addprevious(put_in)
    put_in.append(run)
    made.save(place("docx/tracked_changes.docx"))


def boxed(made):
    """A text box in a cell, which Word writes twice: for new readers and for old ones."""
    cell = made.tables[0].cell(1, 7)
    run = cell.paragraphs[0].runs[0]._r
    box = f'<w:p xmlns:w="{run.nsmap["w"]}"><w:r><w:t>（盖章）</w:t></w:r></w:p>'
    xml = (
        f'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w="{run.nsmap["w"]}">'
        f"<mc:Choice Requires='wps'><w:drawing><w:txbxContent>{box}</w:txbxContent></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><w:txbxContent>{box}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    from lxml import etree

    run.append(etree.fromstring(xml))
    made.save(place("docx/text_box.docx"))


def pdfs(work: Path) -> None:
    def printed(name, body, style, by=chromium, wide=True):
        source = work / f"{name}.html"
        source.write_text(page(body, style, wide=wide), encoding="utf-8")
        by(source, f"pdf/{name}.pdf") if by is chromium else by(
            source, f"pdf/{name}.pdf", "pdf:writer_web_pdf_Export"
        )

    three = html_table([HEAD, *THREE])
    printed("ruled_chromium", f"<p>示例名单</p>{html_table([HEAD, *FIVE])}<p>注：共5家</p>", BORDER)
    printed("borderless_chromium", f"<p>示例名单</p>{three}", PLAIN)
    printed(
        "borderless_cells_over_lines_chromium",
        LONG_TABLE,
        PLAIN + " td:nth-child(2),th:nth-child(2){width:9em}",
    )
    printed(
        "ruled_cells_over_lines_chromium",
        LONG_TABLE,
        BORDER + " td:nth-child(2){width:9em} td:nth-child(4){width:5em;word-break:break-all}",
    )
    printed("three_lines_chromium", f"<p>示例名单</p>{three}",
            PLAIN.replace("14px 4px", "0") + " table{border-top:2px solid;border-bottom:2px solid} th{border-bottom:1px solid} td,th{padding:3px 10px}")  # fmt: skip
    printed(
        "heading_on_every_page_chromium",
        html_table([HEAD, *MANY]).replace("<tr>", "<thead><tr>", 1).replace("</tr>", "</tr></thead>", 1),
        BORDER,
    )
    printed("borderless_over_pages_chromium", html_table([HEAD, *MANY], "td"), PLAIN)
    printed("borderless_heading_on_every_page_chromium",
            html_table([HEAD, *MANY]).replace("<tr>", "<thead><tr>", 1).replace("</tr>", "</tr></thead>", 1), PLAIN)  # fmt: skip
    printed(
        "two_tables_chromium",
        f"<p>第一批</p>{html_table([HEAD, *THREE[:2]])}<p>第二批</p>{html_table([HEAD, *THREE[2:]])}",
        BORDER,
    )
    printed(
        "prose_chromium", "<p>" + "为贯彻落实培育政策，现将有关事项通知如下，请遵照执行。" * 60 + "</p>", ""
    )
    office(wide_sheet(work / "wide.xlsx"), "pdf/sheet_without_grid_office.pdf", "pdf:calc_pdf_Export")
    office(place("xlsx/plain.xlsx"), "pdf/sheet_with_cut_cells_office.pdf", "pdf:calc_pdf_Export")
    landscape_document = document([HEAD, *FIVE])
    landscape_document.tables[0].style = "Table Grid"
    section = landscape_document.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width
    landscape_document.save(work / "ruled.docx")
    office(work / "ruled.docx", "pdf/ruled_office.pdf", "pdf:writer_pdf_Export")
    for name, key in (
        ("refused/password_office.pdf", "DocumentOpenPassword"),
        ("pdf/no_copying_office.pdf", "PermissionPassword"),
    ):
        lock = "RestrictPermissions" if key == "PermissionPassword" else "EncryptFile"
        options = (
            f'{{"{lock}":{{"type":"boolean","value":"true"}},"{key}":{{"type":"string","value":"secret"}}}}'
        )
        office(work / "ruled.docx", name, f"pdf:writer_pdf_Export:{options}")
    drawn()


def wide_sheet(path):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名单")
        for number, row in enumerate([HEAD, *FIVE]):
            sheet.write_row(number, 0, row)
        for column, width in enumerate([6, 32, 24, 20, 14, 18, 14, 14]):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return path


LONG_TABLE = html_table([HEAD, *LONG])


def drawn() -> None:
    """PDFs by reportlab: no heading on later pages, rows split over pages, merged cells, and a scan."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    grid = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), "STSong-Light", 9)]
    widths = [30, 200, 110, 100, 70, 80, 60, 60]

    def build(name, *flowables):
        SimpleDocTemplate(str(place(name)), pagesize=landscape(A4)).build(list(flowables))

    build("pdf/no_heading_on_later_pages.pdf", Table([HEAD, *MANY], style=grid, colWidths=widths))
    style = ParagraphStyle("cell", fontName="STSong-Light", fontSize=9, wordWrap="CJK")
    tall = [[Paragraph(cell, style) for cell in row] for row in [HEAD, *THREE]]
    tall[2][1] = Paragraph("示例乙（集团）<br/>" + "<br/>" * 18 + "有限公司", style)
    build(
        "pdf/row_split_over_pages.pdf",
        Spacer(1, 220),
        Table(tall, style=grid, colWidths=widths, splitInRow=1),
    )
    merged = [
        [HEAD[7], *HEAD[1:7]],
        ["示例县", *THREE[0][1:7]],
        ["", *THREE[1][1:7]],
        ["样板市", *THREE[2][1:7]],
        ["合计：3家", *[""] * 6],
    ]
    spans = [("SPAN", (0, 1), (0, 2)), ("SPAN", (0, 4), (6, 4))]
    build(
        "pdf/merged_cells.pdf",
        Table(merged, style=[*grid, *spans], colWidths=[60, 200, 110, 100, 70, 80, 60]),
    )
    picture = Canvas(str(place("refused/scan.pdf")), pagesize=A4)
    picture.drawImage(ImageReader(_grey()), 50, 400, 400, 300)
    picture.showPage()
    picture.save()


def _grey():
    """A small grey picture, as a stand-in for a scanned page."""
    return io.BytesIO(b"P5 16 16 255\n" + bytes(range(0, 256)))


PATENT = """<business:PatentDocumentAndRelated xmlns:business="http://www.sipo.gov.cn/XMLSchema/business"
 xmlns:base="http://www.sipo.gov.cn/XMLSchema/base" country="CN" docNumber="{number}" kind="B">
 <business:BibliographicData><business:PublicationReference><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code>
 <base:DocNumber>{number}</base:DocNumber><base:Kind>B</base:Kind><base:Date>20190709</base:Date></base:DocumentID>
 </business:PublicationReference><business:InventionTitle>{title}</business:InventionTitle><business:AssigneeDetails>
 <business:Assignee><base:AddressBook><base:Name>{name}</base:Name></base:AddressBook></business:Assignee>
 </business:AssigneeDetails></business:BibliographicData></business:PatentDocumentAndRelated>"""


def markup() -> None:
    names = ["示例甲机械有限公司", "示例乙（集团）有限公司"]
    records = [
        PATENT.format(number=199000001 + n, title="一种示例装置", name=name) for n, name in enumerate(names)
    ]
    put("xml/cnipa_one.xml", '<?xml version="1.0" encoding="UTF-8"?>\n' + records[0])
    put("xml/cnipa_several.xml", "<?xml version='1.0'?>\n<business:Documents xmlns:business='http://www.sipo.gov.cn/XMLSchema/business'>"
        + "".join(records) + "</business:Documents>")  # fmt: skip
    put("xml/cnipa_gb18030.xml", '<?xml version="1.0" encoding="GB18030"?>\n' + records[0], "gb18030")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    put(
        "xml/entity_bomb.xml",
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "哈">{laughs}]>\n'
        + records[0].replace("一种示例装置", "&l8;"),
    )
    put(
        "xml/outside_entity.xml",
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "roster.yaml">]>\n'
        + records[0].replace(names[0], "&e;"),
    )
    put("xml/cut.xml", records[0][:600])
    put("xml/other.xml", '<?xml version="1.0"?><list><name>示例甲机械有限公司</name></list>')


def archives() -> None:
    def pack(name, members, raw=None):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, data in members.items():
                archive.writestr(member, data)
        data = packed.getvalue()
        for old, new in (raw or {}).items():
            data = data.replace(old, new)
        put(f"zip/{name}", data)

    csv, xlsx = place("csv/gbk_office.csv").read_bytes(), place("xlsx/plain.xlsx").read_bytes()
    pack(
        "several_formats.zip",
        {
            "1.csv": csv,
            "2/2.xlsx": xlsx,
            "3.docx": place("docx/plain.docx").read_bytes(),
            "~$2.xlsx": b"x",
            "Thumbs.db": b"x",
        },
    )
    pack("gbk_names.zip", {"AAAA.csv": csv}, {b"AAAA": "名单".encode("gbk")})
    pack(
        "paths_outside.zip",
        {"../../outside.csv": csv, "/absolute/outside.csv": place("csv/utf8.csv").read_bytes()},
    )
    pack("nested.zip", {"里面.zip": place("zip/several_formats.zip").read_bytes()})
    pack("member_refused.zip", {"1.csv": csv, "2.doc": place("refused/plain_office.doc").read_bytes()})
    pack("bomb.zip", {"a.csv": b"\0" * (300 << 20)})
    pack(
        "lies_about_its_size.zip",
        {"a.csv": b"\0" * (3 << 20)},
        {(3 << 20).to_bytes(4, "little"): (100).to_bytes(4, "little")},
    )
    pack("empty.zip", {})
    pack("locked.zip", {"a.csv": csv})
    data = bytearray(place("zip/locked.zip").read_bytes())
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + offset] |= 1
    put("zip/locked.zip", bytes(data))
    whole = place("zip/gbk_names.zip").read_bytes()
    put("zip/cut.zip", whole[: len(whole) // 2])


def refused() -> None:
    # an encrypted xlsx or docx is an OLE file with this stream
    put(
        "refused/password.xlsx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(1016)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(64),
    )
    with zipfile.ZipFile(place("refused/list.ofd"), "w") as archive:
        archive.writestr("OFD.xml", "<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'/>")
    put("refused/list.rar", b"Rar!\x1a\x07\x01\x00" + bytes(60))
    put("refused/list.7z", b"7z\xbc\xaf\x27\x1c" + bytes(60))
    put("refused/photo.jpg", b"\xff\xd8\xff\xe0" + bytes(60))
    put("refused/list.et", place("xls/plain_office.xls").read_bytes()[:2048])
    put("refused/not_a_workbook.xlsx", bytes(range(256)) * 4)
    put("refused/cut.xlsx", place("xlsx/plain.xlsx").read_bytes()[:4000])
    put(
        "refused/mail_page.xls",
        "MIME-Version: 1.0\nContent-Type: multipart/related\n\n<table><tr><td>企业名称</td></tr></table>",
    )
    (place("refused/bytes_of_a_pdf.csv")).write_bytes(place("pdf/ruled_office.pdf").read_bytes())


if __name__ == "__main__":
    folder = scratch()
    pages()
    documents()
    pdfs(folder)
    markup()
    archives()
    refused()
