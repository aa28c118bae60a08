"""The CSVs beside the workbooks, and what may stand in a cell."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from dagster_project.publish.cells import csv_cell, csv_text, safe_text


@pytest.fixture(scope="module")
def folder(exports):
    return exports / "csv"


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csvs_begin_with_a_bom_and_are_named_and_marked_as_the_sample(folder):
    for path in folder.iterdir():
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), path.name
        assert path.stem.endswith("_示例数据")
        assert {row["数据性质"] for row in read(path)} <= {"示例数据"}


def test_the_pools_csv_holds_all_titles_in_a_total_order(folder):
    rows = read(folder / "培育对象_示例数据.csv")
    assert [row["状态"] for row in rows] == ["可申报", "待补数", "培育中", "培育中", "不予纳入"]
    assert [row["依据推定"] for row in rows] == ["是", "否", "否", "否", "否"]
    assert [row["是否下一称号"] for row in rows] == ["是", "是", "是", "否", "是"]
    first = rows[0]
    assert (first["得分下限"], first["得分上限"], first["数据覆盖"]) == ("64", "71.5", "80%")
    assert (first["县区代码"], first["开发区代码"]) == ("141181", "Z141181")


def test_text_is_escaped_and_negative_numbers_are_not(folder):
    rows = read(folder / "培育对象_示例数据.csv")
    assert '\'=HYPERLINK("http://x")科技有限公司' in {row["企业名称"] for row in rows}
    assert read(folder / "复核预警_示例数据.csv")[0]["余量"] == "-12.5%"


def test_the_dictionary_explains_every_column_of_every_csv(folder):
    explained = {(row["文件"], row["列"]): row for row in read(folder / "数据字典_示例数据.csv")}
    for path in folder.iterdir():
        if path.name.startswith("数据字典"):
            continue
        with open(path, encoding="utf-8-sig", newline="") as file:
            headings = next(csv.reader(file))
        assert len(headings) == len(set(headings)), path.name
        for heading in headings:
            row = explained[(path.name, heading)]
            assert row["含义"], f"{path.name} {heading} has no meaning"


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-5", "-5"),
        ("-5.25%", "-5.25%"),
        ("-5+1", "'-5+1"),
        ("-x", "'-x"),
        ("@sum", "'@sum"),
        ("\tx", "'\tx"),
        ("\r=x", "'\n=x"),
        ("\x00=x", "'=x"),
        ("＝1", "'＝1"),
        ("a=b", "a=b"),
        ("企业\x07", "企业"),
        (None, ""),
        (141102, "141102"),
    ],
)
def test_safe_text(raw, safe):
    assert safe_text(raw) == safe


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    cut = safe_text("长" * 40_000)
    assert len(cut) < 32_767
    assert cut.endswith("全文见 CSV）")


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (Decimal("100.000000"), "score", "100"),
        (Decimal("0.125000"), "share", "12.5%"),
        (Decimal("-0.333328"), "share", "-33.33%"),
        (Decimal("1.000000"), "share", "100%"),
        (0.999972, "share", "99.99%"),
        (0.82, "share", "82%"),
        (0, "share", "0%"),
        (0, "integer", "0"),
        (date(2026, 11, 20), "date", "2026-11-20"),
        (None, "number", ""),
    ],
)
def test_csv_numbers_and_dates(value, kind, text):
    assert csv_text(value, kind) == text


def test_a_cell_of_a_csv_is_quoted_as_the_csv_module_does():
    texts = ["虚山甲", "甲,乙", '甲"乙"', '"', "两行\n中间", "回车\r中", " 前有空格", "'", "a;b\tc", ""]
    file = io.StringIO()
    csv.writer(file).writerow([safe_text(text) for text in texts])
    assert ",".join(map(csv_cell, texts)) + "\r\n" == file.getvalue()
