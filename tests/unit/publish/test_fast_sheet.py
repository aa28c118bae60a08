"""Rows put into a workbook are the rows that XlsxWriter writes."""

from __future__ import annotations

import zipfile
from datetime import date

import openpyxl
import xlsxwriter

from dagster_project.publish.fast_sheet import FastBook, FastSheet, letter

TEXTS = (
    "虚山甲", "A & B <丙> \"引号\"", " 前有空格", "后有换行\n", "两行\n中间", "\t制表", "_x0041_", "_x000", "_x000D_", "<r>半截",
    "\x07响铃", "\ufffe", "\u3000全角空格", "\u00a0不换行空格", "零宽\u200b空格", "𠮷野", "\r回车\r中", "x\u2028行", "'=1+1", "<!--rows-->", "",
    "a" * 32_767, "𠮷" * 16_390,
)  # fmt: skip
NUMBERS = (1.5, -3, 1 / 3, 0, 1e-7, 123_456_789_012.345678, 10**17)


def written(path, at_once: bool) -> zipfile.ZipFile:
    """A book by XlsxWriter's own methods, a cell at a time, or with the first sheet's rows put in at once."""
    book = FastBook(path) if at_once else xlsxwriter.Workbook(path, {"constant_memory": True})
    plain, bold = book.add_format({"num_format": "0.0"}), book.add_format({"bold": True})
    sheet = book.add_worksheet("表", FastSheet if at_once else None)
    book.add_worksheet("后表").write_string(0, 0, "不动", bold)
    sheet.set_row(0, 32)
    sheet.write_string(0, 0, "表头", bold)
    lines = [[text, None, date(2026, 11, 20), *NUMBERS, *["再说"] * 20, text] for text in TEXTS]
    looks = [bold if column % 2 else plain for column in range(len(lines[0]))]
    runs = ["甲", bold, "乙 "]

    def xml(at: int, values: list) -> bytes:
        cells = [*map(sheet.cell, values, looks), sheet.rich_cell(runs, plain)]
        placed = "".join(f'<c r="{letter(column)}{at + 1}{cell}' for column, cell in enumerate(cells))
        return f'<row r="{at + 1}" ht="{15 * at + 15}" customHeight="1">{placed}</row>'.encode()

    if at_once:
        blocks = ((1, xml(at, values)) for at, values in enumerate(lines, 1))
        assert sheet.write_rows(1, len(looks) + 1, blocks) == len(lines)
    else:
        writes = {type(None): sheet.write_blank, str: sheet.write_string, date: sheet.write_datetime}
        for at, values in enumerate(lines, 1):
            sheet.set_row(at, 15 * at + 15)
            for column, value in enumerate(values):
                write = writes.get(type(value), sheet.write_number)
                if value != "":
                    write(at, column, value, looks[column])
                else:
                    sheet._write_string(at, column, value, looks[column])  # write_string makes it blank
            sheet.write_rich_string(at, len(values), *runs, plain)
    sheet.write_string(len(lines) + 1, 0, "末行", bold)
    book.close()
    return zipfile.ZipFile(path)


def test_the_same_parts_as_the_library_writes(tmp_path):
    ours, theirs = written(tmp_path / "rows.xlsx", True), written(tmp_path / "cells.xlsx", False)
    assert ours.namelist() == theirs.namelist()
    for name in theirs.namelist():
        if name != "docProps/core.xml":  # the time of writing
            assert ours.read(name) == theirs.read(name), name


def test_a_text_that_looks_like_the_files_own_marks_stays_a_text(tmp_path):
    book = FastBook(tmp_path / "book.xlsx")
    sheet, look = book.add_worksheet("表", FastSheet), book.add_format()
    text = "<r><t>不是格式</t></r>"
    sheet.write_rows(0, 1, [(1, f'<row r="1"><c r="A1{sheet.cell(text, look)}</row>'.encode())])
    book.close()
    assert openpyxl.load_workbook(tmp_path / "book.xlsx")["表"]["A1"].value == text


def test_a_sheet_without_rows_is_whole(tmp_path):
    book = FastBook(tmp_path / "book.xlsx")
    sheet = book.add_worksheet("表", FastSheet)
    sheet.write_string(0, 0, "表头")
    assert sheet.write_rows(1, 3, []) == 0
    sheet.write_string(1, 0, "没有记录")
    book.close()
    found = openpyxl.load_workbook(tmp_path / "book.xlsx")["表"]
    assert [[cell.value for cell in row] for row in found.iter_rows()] == [["表头"], ["没有记录"]]
