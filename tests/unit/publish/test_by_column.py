"""Ordinary texts are put together at once; what comes of it is what comes of each text by itself."""

from __future__ import annotations

from functools import partial
from io import BytesIO

import pyarrow as pa
import pytest
from xlsxwriter import Workbook

from dagster_project.publish import by_column, sheet_rows
from dagster_project.publish.cells import LONGEST, csv_cell, safe_text
from dagster_project.publish.fast_sheet import FastSheet
from dagster_project.publish.ordinary import is_ordinary

LOOK, SHEET = Workbook(BytesIO()).add_format(), FastSheet()
# every sign alone, first, last and between: more than any list of suspects
SIGNS = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
TEXTS = [
    *(text for sign in SIGNS for text in (sign, f"{sign}企", f"企{sign}", f"企{sign}1")),
    *("", None, "a_x0041_b", "a_b_c.csv#表!12", "企_", "企业😀", "a  b", " a", "a ", "长" * 6000, "a" * (LONGEST + 9)),
]  # fmt: skip


@pytest.fixture(scope="module")
def column() -> pa.DictionaryArray:
    return pa.array(TEXTS, pa.string()).dictionary_encode(null_encoding="encode")


def cell(value: str | None) -> str:
    return SHEET.cell(safe_text(value) or None, LOOK) + "</row>"


@pytest.mark.parametrize("turn", [csv_cell, cell], ids=["csv", "sheet"])
def test_a_text_looks_as_if_it_had_been_looked_at_by_itself(column, turn):
    assert by_column.surrounded(column, turn).equals(by_column.texts(column, turn))


@pytest.mark.parametrize("width", [1, 10.5])
def test_a_row_is_as_high_as_if_its_texts_had_been_measured_by_themselves(column, width):
    by_itself = by_column.mapped(column, partial(sheet_rows._lines, width=width), pa.int8())
    assert sheet_rows._heights(column, width, "long").equals(by_itself)


def test_points_are_measured_as_they_stand_one_below_the_other():
    points = pa.array(
        ["甲〔1〕；乙；乙二〔2〕；丙（问：企业、市局（专家））；丁", "甲（其中：一；二）；乙", None],
        pa.string(),
    ).dictionary_encode(null_encoding="encode")
    assert sheet_rows._heights(points, 40, "points").to_pylist() == [4, 1, 1]
    assert sheet_rows._heights(points, 40, "long").to_pylist() == [2, 1, 1]


def test_what_lists_are_full_of_is_ordinary():
    texts = [
        "汾阳市杏花酒业有限公司",
        "company_report/2026-03-31/年报_1.csv#填报!12",
        "不少于 3.5（2025年）",
        "company_id",
    ]
    assert is_ordinary(pa.array(texts)).to_pylist() == [True] * 4
