"""Formats, colours and page setup of the workbooks: one look, made once a workbook."""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from dagster_project.publish import words

FONT = "等线"
A4 = 9  # the paper's number in the file format
A4_HOLDS = 205  # characters across a landscape page, at a scale of about 0.7
INK, RULE, HEAD, ENTRY_HEAD, ENTRY = "#1F2933", "#D5DAE1", "#1F4E79", "#8A6D00", "#FFF9DB"
TOTAL = "#E8EEF5"
MARK = "#C00000"  # characters that tell two names apart; underlined too, for print without colour
NUMBERS = {
    "integer": "#,##0",
    "year": "0",
    "number": "#,##0.##",
    "score": "0.##",
    "share": "0.0%",
    "date": "yyyy-mm-dd",
    "code": "@",
}
COLOURS = {  # text: (background, ink)
    "可申报": ("#D8F0DC", "#1B5E20"),
    "待补数": ("#FFF2CC", "#7A5B00"),
    "差一步": ("#DDEBF7", "#1F4E79"),
    "培育中": ("#EEF1F4", "#44505C"),
    "不予纳入": ("#F8D7DA", "#8B1A1A"),
    "红": ("#F4B6B6", "#8B0000"),
    "橙": ("#FAD7AC", "#8A4B00"),
    "黄": ("#FFF2CC", "#7A5B00"),
    "绿": ("#D8F0DC", "#1B5E20"),
}
CENTRED = ("status", "level", "date", "code", "share", "score", "integer", "year")


class Styles:
    """The formats of one workbook, by kind of column. XlsxWriter wants one Format object a look."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple, Format] = {}

    def make(self, **properties: Any) -> Format:
        """A format on top of the house's font and ink; the same properties give the same object."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
            self._made[key] = self._book.add_format(base | properties)
        return self._made[key]

    def cell(self, kind: str, total: bool = False, cut: bool = False) -> Format:
        """The locked format of a column of this kind; that of a row of totals stands out. Of a text that is higher than its
        row can be (`cut`) the beginning is seen.
        """
        extra: dict[str, Any] = {"border": 1, "border_color": RULE}
        if total:
            extra |= {"bold": True, "bg_color": TOTAL}
        if kind in NUMBERS:
            extra["num_format"] = NUMBERS[kind]
        if kind in CENTRED:
            extra["align"] = "center"
        if kind in ("long", "text", "points"):
            extra["text_wrap"] = True
        if cut:
            extra["valign"] = "top"
        return self.make(**extra)

    def entry(self, check: str) -> Format:
        """The unlocked format of a column that a person fills in."""
        extra = {"num_format": "yyyy-mm-dd"} if check == "date" else {}
        return self.make(locked=False, bg_color=ENTRY, border=1, border_color=RULE, text_wrap=True, **extra)

    def heading(self, entry: bool = False) -> Format:
        return self.make(
            bold=True,
            font_color="#FFFFFF",
            bg_color=ENTRY_HEAD if entry else HEAD,
            border=1,
            border_color=RULE,
            text_wrap=True,
            align="center",
        )


def colour(
    sheet: Worksheet, styles: Styles, column: int, first: int, last: int, choices: tuple[str, ...]
) -> None:
    """Colour a column's cells by their word, so that a mended or sorted sheet keeps its colours."""
    for word in choices:
        background, ink = COLOURS[word]
        look = styles.make(bg_color=background, font_color=ink, bold=True)
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
        sheet.conditional_format(first, column, last, column, rule)


def almost_whole(sheet: Worksheet, styles: Styles, column: int, first: int, last: int) -> None:
    """What is not sure is not shown as sure: a share that its format would round up to 100%. The cell keeps its number."""
    top = xl_rowcol_to_cell(first, column)
    look = styles.make(num_format='"＞99.9%"')
    rule = {"type": "formula", "criteria": f"=AND({top}>=0.9995,{top}<1)", "format": look}
    sheet.conditional_format(first, column, last, column, rule)


def bar(sheet: Worksheet, column: int, first: int, last: int, full: float) -> None:
    """A data bar from 0 to `full`, on one scale in every workbook."""
    rule = {
        "type": "data_bar",
        "bar_color": "#9DC3E6",
        "bar_solid": True,
        "min_type": "num",
        "max_type": "num",
        "min_value": 0,
        "max_value": full,
    }
    sheet.conditional_format(first, column, last, column, rule)


def page(sheet: Worksheet, title: str, as_of: str, sample: bool, repeat: int | None = None) -> None:
    """A4 landscape, one page wide, the heading row on every page, what and when in the page's header.

    The printed columns of a table are A4_HOLDS wide at most, else the page would be too small to read.
    """
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    if repeat is not None:
        sheet.repeat_rows(repeat)
    mark = f"　{words.SAMPLE}" if sample else ""
    sheet.set_header(f"&L&9{title.replace('&', '&&')}{mark}&R&9截至{as_of}")
    sheet.set_footer("&C&9第 &P 页，共 &N 页")


def protect(sheet: Worksheet) -> None:
    """Lock what isn't to be filled in, without a password; filters, widths and heights stay free."""
    sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
