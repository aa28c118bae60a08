"""Rows written at once are the rows that XlsxWriter writes."""

from __future__ import annotations

import zipfile
from datetime import date

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dagster_project.publish.fast_sheet import FastSheet

TEXTS = (
    "虚山甲", "A & B <丙> \"引号\"", " 前有空格", "后有换行\n", "两行\n中间", "\t制表", "_x0041_", "_x000", "<r>不是格式</r>", "<r>半截",
    "\x07响铃", "\ufffe", "\u3000全角空格", "\u00a0不换行空格", "零宽\u200b空格", "𠮷野", "\r回车\r中", "x\u2028行", "'=1+1", "a" * 32_767, "𠮷" * 16_390,
)  # fmt: skip


DAY = date(2026, 11, 20)


def written(path, by_line: bool) -> bytes:
    """A sheet by XlsxWriter's own methods, a cell at a time, or by write_line."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        plain, bold = book.add_format({"num_format": "0.0"}), book.add_format({"bold": True})
        sheet = book.add_worksheet("表", FastSheet if by_line else Worksheet)
        sheet.set_row(0, 32)
        sheet.write_string(0, 0, "表头", bold)
        for row, text in enumerate(TEXTS, 1):
            values = [text, 1.5, None, DAY, -3, 1 / 3, *["再说"] * 22, text]
            looks = [bold, plain, bold, plain, *[bold] * (len(values) - 4)]
            if row % 7 == 0:
                sheet.write_rich_string(row, 6, "甲", bold, "乙", bold)
            if by_line:
                sheet.write_line(row, 16 + row, values, looks)
                continue
            sheet.set_row(row, 16 + row)
            for column, (value, look) in enumerate(zip(values, looks, strict=True)):
                if value is None:
                    sheet.write_blank(row, column, None, look)
                elif isinstance(value, str):
                    if column != 6 or row % 7:
                        sheet.write_string(row, column, value, look)
                elif isinstance(value, date):
                    sheet.write_datetime(row, column, value, look)
                else:
                    sheet.write_number(row, column, value, look)
        sheet.write_string(len(TEXTS) + 1, 0, "末行", bold)
    return zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")


def test_the_same_bytes_as_the_library_writes(tmp_path):
    assert written(tmp_path / "line.xlsx", True) == written(tmp_path / "cells.xlsx", False)
