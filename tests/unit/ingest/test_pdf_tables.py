"""PDF tables as they are drawn: sides left open, rules across only, cells merged over a page's end. All names are made up."""

import io

import pytest
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from dagster_project.ingest.readers import read_sheets

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
HEAD = ["序号", "企业名称", "证书编号", "县（市、区）"]
ROWS = [[str(n), f"示例第{n}号科技装备制造集团股份有限公司", f"GR2021{n:05d}", "示例县"] for n in range(1, 5)]


def read(tmp_path, data):
    (tmp_path / "a.pdf").write_bytes(data)
    return [(sheet, [cells for _, cells in sheet.rows]) for sheet in read_sheets(tmp_path / "a.pdf")]


LINE = (0.5, colors.black)
STYLES = {
    "no sides": [("INNERGRID", (0, 0), (-1, -1), *LINE), ("LINEABOVE", (0, 0), (-1, 0), *LINE), ("LINEBELOW", (0, -1), (-1, -1), *LINE)],
    "inner lines only": [("INNERGRID", (0, 0), (-1, -1), *LINE)],
    "rules across only": [("LINEABOVE", (0, 0), (-1, 0), *LINE), ("LINEBELOW", (0, 0), (-1, -1), *LINE)],
    "upright lines only": [("LINEBEFORE", (0, 0), (-1, -1), *LINE), ("LINEAFTER", (-1, 0), (-1, -1), *LINE), ("BOTTOMPADDING", (0, 0), (-1, -1), 12)],
    "no rules, rows far apart": [("BOTTOMPADDING", (0, 0), (-1, -1), 12)],
}  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_a_table_without_sides_is_read_whole_with_names_over_two_lines(tmp_path, style):
    wrapped = ParagraphStyle("x", fontName=FONT, fontSize=9, wordWrap="CJK")
    cells = [[Paragraph(c, wrapped) if len(c) > 12 else c for c in row] for row in (HEAD, *ROWS)]
    out = io.BytesIO()
    table = Table(
        cells, colWidths=[30, 110, 100, 80], style=[("FONT", (0, 0), (-1, -1), FONT, 9), *STYLES[style]]
    )
    SimpleDocTemplate(out).build([table])
    assert read(tmp_path, out.getvalue())[0][1] == [HEAD, *ROWS]


def drawn(pages, widths, merged):
    """Ruled pages of rows, the column `merged` one cell over all of a page's rows under the heading (the first row)."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(500, 300))
    lefts = [40 + sum(widths[:n]) for n in range(len(widths) + 1)]
    for rows in pages:
        canvas.setFont(FONT, 8)
        bottom = 260 - 24 * len(rows)
        begin = 1 if rows[0][1] == "企业名称" else 0
        for n in range(len(rows) + 1):
            for column in range(len(widths)):
                if column != merged or not begin < n < len(rows):
                    canvas.line(lefts[column], 260 - 24 * n, lefts[column + 1], 260 - 24 * n)
        for left in lefts:
            canvas.line(left, 260, left, bottom)
        for n, row in enumerate(rows):
            for column, text in enumerate(row):
                canvas.drawString(lefts[column] + 2, 245 - 24 * n, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("again", [[], [["县", "企业名称", "证书编号"]]], ids=["no heading", "heading again"])
def test_a_cell_merged_over_the_pages_end_holds_for_the_rows_under_it(tmp_path, again):
    first = [["县", "企业名称", "证书编号"], ["示例县", "甲公司", "GR1"], ["", "乙公司", "GR2"]]
    second = [*again, ["", "丙公司", "GR3"], ["", "丁公司", "GR4"]]
    pages = read(tmp_path, drawn([first, second], [60, 200, 100], 0))
    assert [row[0] for row in pages[1][1][len(again) :]] == ["示例县", "示例县"]
    assert "合并单元格的下半" in pages[1][0].notes[0]


def test_two_names_at_a_pages_break_are_not_joined_to_one(tmp_path):
    pages = read(
        tmp_path, drawn([[["县", "企业名称"], ["示例县", "甲公司"]], [["", "乙公司"]]], [60, 200], 0)
    )
    assert [row[1] for _, rows in pages for row in rows] == ["企业名称", "甲公司", "乙公司"]


def test_a_row_broken_under_a_heading_that_comes_again_is_joined(tmp_path):
    head = ["序号", "企业名称", "证书编号"]
    first = [head, ["1", "示例甲科技装备", "GR1"]]
    pages = read(
        tmp_path, drawn([first, [head, ["", "制造有限公司", ""], ["2", "乙公司", "GR2"]]], [40, 200, 100], -1)
    )
    assert [row[1] for _, rows in pages for row in rows if row[1] != "企业名称"] == [
        "示例甲科技装备制造有限公司",
        "乙公司",
    ]


def test_a_blank_merged_cell_whose_text_is_on_the_next_page_is_told_and_not_filled(tmp_path):
    first = [["县", "企业名称", "证书编号"], ["", "甲公司", "GR1"], ["", "乙公司", "GR2"]]
    second = [["示例县", "丙公司", "GR3"], ["", "丁公司", "GR4"]]
    pages = read(tmp_path, drawn([first, second], [60, 200, 100], 0))
    assert [row[0] for row in pages[0][1]] == ["县", "", ""]
    (note,) = pages[0][0].notes
    assert "第 3 行及以上的空合并格（第 1 列）像是跨页到第2页的“示例县”，未填" in note


def test_a_row_of_wrapped_cells_is_no_table_without_lines(tmp_path):
    wrapped = ParagraphStyle("x", fontName=FONT, fontSize=9, wordWrap="CJK")
    row = ["1", *(Paragraph(text, wrapped) for text in ("示例第一号科技装备制造集团", "虚构的主要产品名称"))]
    out = io.BytesIO()
    table = Table([row], colWidths=[40, 70, 60], style=[("FONT", (0, 0), (-1, -1), FONT, 9), ("GRID", (0, 0), (-1, -1), *LINE)])  # fmt: skip
    SimpleDocTemplate(out).build([table])
    assert read(tmp_path, out.getvalue())[0][1] == [["1", "示例第一号科技装备制造集团", "虚构的主要产品名称"]]
