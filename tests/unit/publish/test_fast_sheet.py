"""Cells written at once are the cells that XlsxWriter writes."""

from __future__ import annotations

import zipfile

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dagster_project.publish.fast_sheet import FastSheet

TEXTS = (
    "虚山甲", "A & B <丙> \"引号\"", " 前有空格", "后有换行\n", "两行\n中间", "\t制表", "_x0041_", "_x000", "<r>不是格式</r>", "<r>半截",
    "\x07响铃", "\ufffe", "\u3000全角空格", "\u00a0不换行空格", "零宽\u200b空格", "𠮷野", "\r回车\r中", "x\u2028行", "'=1+1", "a" * 32_767,
)  # fmt: skip


def written(path, sheet_class) -> bytes:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        look = book.add_format({"bold": True})
        sheet = book.add_worksheet("表", sheet_class)
        for row, text in enumerate(TEXTS):
            for column in (0, 27):
                sheet.write_string(row, column, text, look)
            sheet.write_string(row, 30, text)
            sheet.write_blank(row, 31, None, look)
            sheet.write_number(row, 32, 1.5, look)
        sheet.write_rich_string(len(TEXTS), 0, "甲", look, "乙", look)
    return zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")


def test_the_same_bytes_as_the_library_writes(tmp_path):
    fast, slow = (written(tmp_path / f"{c.__name__}.xlsx", c) for c in (FastSheet, Worksheet))
    assert fast == slow


def test_the_library_still_asks_for_each_cell(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(FastSheet, "_write_cell", lambda self, row, col, cell: asked.append((row, col)))
    written(tmp_path / "a.xlsx", FastSheet)
    assert len(asked) == 5 * len(TEXTS) + 1, "or FastSheet would be of no use"
