"""A facts table is read as given, or refused with file, row, column, what was expected and what was found."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from dagster_project import assess
from dagster_project.assess.given import read_facts


@pytest.fixture
def read(tmp_path):
    """Write a text as facts.csv and read it: (what was told of it, the table's rows)."""

    def reading(text: str, encoding: str = "utf-8"):
        path = tmp_path / "facts.csv"
        path.write_bytes(text.encode(encoding))
        connection = assess.engine()
        given = read_facts(connection, path)
        return given, connection.sql("select * from given").fetchall()

    return reading


def test_blank_is_unknown_and_other_columns_are_told(read):
    given, rows = read("company_id,rd_expense,note,own_brand,size_industry\nA,50.5,x,1,工业\nB, ,,,\n")
    assert given.passed_over == ["note"] and given.rows == 2
    assert given.kinds == {"rd_expense": "number", "own_brand": "flag", "size_industry": "text"}
    assert rows == [("A", Decimal("50.5"), Decimal(1), "工业"), ("B", None, None, None)]


def test_a_byte_order_mark_quotes_and_spaces_are_no_matter(read):
    _, rows = read('company_id,revenue\r\n"甲,乙"," 1000 "\r\n', "utf-8-sig")
    assert rows == [("甲,乙", Decimal(1000))]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("company_id,revenue\nA,1000\nB,1千万\n", ("第 3 行", "revenue 列", "应为一个数", "实为“1千万”")),
        ("company_id,revenue\nA,\n\nB,12%\n", ("第 4 行", "revenue 列", "实为“12%”")),
        ('company_id,revenue\nA,"1,000"\n', ("第 2 行", "revenue 列", "实为“1,000”")),
        ("company_id,revenue\nA,nan\n", ("第 2 行", "实为“nan”")),
        ("company_id,revenue\nA,1000000000000\n", ("第 2 行", "小于一万亿", "实为“1000000000000”")),
        (
            "company_id,size_industry\nA,工业\nB,制造业\n",
            ("第 3 行", "size_industry 列", "批发业", "工业", "实为“制造业”"),
        ),
        ("company_id,own_brand\nA,1\nB,2\n", ("第 3 行", "own_brand 列", "1（是）或 0（否）", "实为“2”")),
        ("company_id,own_brand\nA,是\n", ("第 2 行", "own_brand 列", "1（是）或 0（否）", "实为“是”")),
        ("company_id,revenue\nA,1\nB\n", ("第 3 行", "应有 2 格", "实为 1 格")),
        ("company_id,revenue\nA,1\n,2\n", ("第 3 行", "company_id 列", "实为空")),
        ("company_id,revenue\nA,1\nB,1\nA,2\n", ("第 4 行", "“A”", "第 2 行")),
        ("company_id,revenue,revenue\nA,1,2\n", ("第 1 行", "重复的列", "revenue")),
        ("name,revenue\nA,1\n", ("第 1 行", "company_id", "name")),
        ("", ("company_id", "空文件")),
    ],
)
def test_what_cannot_be_read_is_told_by_file_row_and_column(read, text, told):
    with pytest.raises(ValueError) as error:
        read(text)
    assert all(part in str(error.value) for part in ("facts.csv", *told)), str(error.value)


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("2.9999999", "2.999999"),  # below 3, and stays below
        ("3.0000001", "3.000001"),  # above 3, and stays above
        ("-0.0000001", "-0.000001"),
        ("-1.2e-7", "-0.000001"),
        ("3.00000000", "3"),
        ("2.9999999999999999999999999999999999999999", "2.999999"),
        ("3.3333333333333335", "3.333333"),
        ("1e3", "1000"),
        ("999999999999.9999999", "999999999999.999999"),
    ],
)
def test_no_figure_is_rounded_across_a_bound(read, written, held):
    assert read(f"company_id,rd_ratio\nA,{written}\n")[1] == [("A", Decimal(held))]


@pytest.mark.parametrize("cell", ["1.2345678x", "1.234567 8", "1.2345678.9", "1e", "1.23456789e"])
def test_many_digits_hide_no_rubbish(read, cell):
    with pytest.raises(ValueError, match="第 2 行 rd_ratio 列：应为一个数"):
        read(f"company_id,rd_ratio\nA,{cell}\n")


def test_another_encoding_is_refused(read):
    with pytest.raises(ValueError, match="UTF-8"):
        read("company_id,企业\nA,甲\n", "gb18030")


def test_no_file(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.csv"):
        read_facts(assess.engine(), tmp_path / "nowhere.csv")


def test_parquet_facts_and_their_errors(tmp_path):
    path = tmp_path / "facts.parquet"
    duckdb.sql(
        f"copy (select 7 as company_id, 12.5 as revenue, 1::tinyint as own_brand) to '{path}' (format parquet)"
    )
    connection = assess.engine()
    assert read_facts(connection, path).rows == 1
    assert connection.sql("select * from given").fetchall() == [("7", Decimal("12.5"), Decimal(1))]
    duckdb.sql(f"copy (select 'A' as company_id, 'x' as revenue) to '{path}' (format parquet)")
    with pytest.raises(ValueError, match="第 2 行 revenue 列"):
        read_facts(connection, path)


def test_a_broken_parquet_is_told_without_a_traceback(tmp_path):
    path = tmp_path / "facts.parquet"
    path.write_bytes(b"not parquet")
    with pytest.raises(ValueError, match=r"facts\.parquet：不是完整的 Parquet"):
        read_facts(assess.engine(), path)
