"""Any table that is written is read back as it was, or refused."""

import html

import docx
import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle
from unit.ingest.reading import tables

from dagster_project.ingest.readers import UnreadableError

PRINTABLE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)
GRIDS = st.integers(2, 4).flatmap(
    lambda w: st.lists(st.lists(PRINTABLE, min_size=w, max_size=w), min_size=1, max_size=6)
)
FAST = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(grid=GRIDS)
@FAST
def test_any_table_written_to_xlsx_and_docx_is_read_back(tmp_path, grid):
    book = openpyxl.Workbook()
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(grid[0]))
    for row in grid:
        cells = table.add_row().cells
        for c, text in enumerate(row):
            cell = book.active.cell(len(table.rows), c + 1, text)
            cell.data_type = "s"  # a text that begins with = is no formula
            cells[c].text = text
    book.save(tmp_path / "a.xlsx")
    document.save(tmp_path / "a.docx")
    for name, sheet in (("a.xlsx", "Sheet"), ("a.docx", "表1")):
        assert [list(cells) for _, cells in tables(tmp_path / name)[sheet]] == grid


@given(grid=GRIDS, encoding=st.sampled_from(["utf-8-sig", "utf-16", "gb18030"]))
@FAST
def test_any_table_written_to_csv_is_read_back(tmp_path, grid, encoding):
    import csv

    path = tmp_path / "a.csv"
    grid = [["企业名称", "说明", *["补充"] * (len(grid[0]) - 2)], *grid]
    with open(path, "w", encoding=encoding, newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(grid)
    assert [cells for _, cells in tables(path)["表1"]] == grid


# What a PDF's font of Chinese can show, and no blank: a cell is compared up to white space
DRAWN = st.text("示例机械碳素公司（）ABCxyz0123456789-.%", min_size=1, max_size=8)
DRAWN_GRIDS = st.integers(2, 4).flatmap(
    lambda w: st.lists(st.lists(DRAWN, min_size=w, max_size=w), min_size=2, max_size=6)
)


@given(grid=GRIDS)
@FAST
def test_any_table_written_to_html_is_read_back_up_to_white_space(tmp_path, grid):
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in grid
    )
    path = tmp_path / "a.html"
    path.write_text(f'<html><meta charset="utf-8"><table>{rows}</table></html>', encoding="utf-8")
    assert [cells for _, cells in tables(path)["表1"]] == [
        [" ".join(cell.split()) for cell in r] for r in grid
    ]


@given(grid=DRAWN_GRIDS, is_ruled=st.booleans())
@settings(FAST, max_examples=30)
def test_any_table_drawn_in_a_pdf_is_read_back_or_refused(tmp_path, grid, is_ruled):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    lines = [("GRID", (0, 0), (-1, -1), 0.5, "black")] if is_ruled else []
    style = TableStyle([*lines, ("FONT", (0, 0), (-1, -1), "STSong-Light", 10)])
    path = tmp_path / "a.pdf"
    SimpleDocTemplate(str(path), pagesize=A4).build(
        [Table(grid, style=style, colWidths=[110] * len(grid[0]))]
    )
    try:
        (read,) = tables(path).values()
    except UnreadableError:
        assert not is_ruled and len(grid[0]) < 3, "two columns without lines could be anything"
    else:
        assert [cells for _, cells in read] == grid
