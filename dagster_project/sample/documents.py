"""Tables inside documents, for a few rows each: PDF, Word, web page."""

from __future__ import annotations

import io
import zipfile
from html import escape

from .writers import CREATED, Table

PAGE_ROWS = 28


class Document(Table):
    """Rows are collected and the document is written at the end."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.rows: list[list[str]] = []

    def write(self, cells: list[object]) -> tuple[str, int]:
        self.rows.append([str(self.count), *(str(value) for value in cells)])
        return self.place(self.count)

    def place(self, number: int) -> tuple[str, int]:
        return "表1", number + 1

    @property
    def title(self) -> str:
        return f"{self.path.stem}（示例数据）"


class Pdf(Document):
    """A ruled table over several pages, its headings repeated on each, set in the reader's own Song type."""

    def place(self, number: int) -> tuple[str, int]:
        return f"第{(number - 1) // PAGE_ROWS + 1}页", (number - 1) % PAGE_ROWS + 2

    def close(self) -> None:
        from reportlab.lib import colors
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, TableStyle
        from reportlab.platypus import Table as Grid

        font, size = "STSong-Light", 8
        pdfmetrics.registerFont(UnicodeCIDFont(font))
        head = ["序号", *self.titles]
        widths = [
            max(pdfmetrics.stringWidth(row[at], font, size) for row in [head, *self.rows]) + 12
            for at in range(len(head))
        ]
        style = TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), font, size),
                ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
                ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
            ]
        )
        story: list = [
            Paragraph(self.title, ParagraphStyle("t", fontName=font, fontSize=13, leading=18)),
            Spacer(1, 8),
        ]
        for start in range(0, len(self.rows), PAGE_ROWS):
            story += [
                Grid(
                    [head, *self.rows[start : start + PAGE_ROWS]],
                    colWidths=widths,
                    style=style,
                    rowHeights=16,
                ),
                PageBreak(),
            ]
        page = (max(595, sum(widths) + 90), 16 * (PAGE_ROWS + 1) + 220)
        SimpleDocTemplate(
            str(self.path), pagesize=page, invariant=1, title=self.title, author="示例数据"
        ).build(story[:-1])


class Docx(Document):
    """A Word document: a heading, a sentence, a table."""

    def close(self) -> None:
        import docx

        document = docx.Document()
        for name in ("created", "modified"):
            setattr(document.core_properties, name, CREATED)
        document.add_heading(self.title, 1)
        document.add_paragraph("现将有关名单公布如下（企业均为虚构）。")
        table = document.add_table(rows=0, cols=len(self.titles) + 1)
        table.style = "Table Grid"
        for values in [["序号", *self.titles], *self.rows]:
            for target, text in zip(table.add_row().cells, values, strict=True):
                target.text = text
        document.add_paragraph("特此公告。")
        buffer = io.BytesIO()
        document.save(buffer)
        with zipfile.ZipFile(buffer) as read, zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED) as write:
            for item in read.infolist():  # the library stamps the clock on every part
                write.writestr(
                    zipfile.ZipInfo(item.filename, (2026, 1, 1, 0, 0, 0)),
                    read.read(item),
                    zipfile.ZIP_DEFLATED,
                )


class Html(Document):
    """A web page with a heading, a navigation bar of its own and one table of data."""

    def close(self) -> None:
        def line(values: list[str], tag: str) -> str:
            return "<tr>" + "".join(f"<{tag}>{escape(value)}</{tag}>" for value in values) + "</tr>"

        body = "\n".join([line(["序号", *self.titles], "th"), *(line(row, "td") for row in self.rows)])
        self.path.write_text(
            '<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8">'
            f"<title>{self.title}</title></head>\n<body><p>首页 &gt; 通知公告</p><h1>{self.title}</h1>\n"
            f'<table border="1">\n{body}\n</table>\n<p>企业均为虚构。</p></body></html>\n',
            encoding="utf-8",
        )
