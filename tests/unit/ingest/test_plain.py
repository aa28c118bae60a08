"""What is read as arrays is what would be read cell by cell."""

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.ingest.contract import Column
from dagster_project.ingest.plain import plain_values
from dagster_project.ingest.values import Mended, read_value

COLUMNS = [
    Column("a", "甲", "text"), Column("a", "甲", "name"), Column("a", "甲", "names"), Column("a", "甲", "code"), Column("a", "甲", "uscc"),
    Column("a", "甲", "date"), Column("a", "甲", "integer", min=2017, max=2099), Column("a", "甲", "number", unit="万元"),
    Column("a", "甲", "number", unit="万元", min=-1.5, max=100), Column("a", "甲", "number"),
    Column("a", "甲", "percent", max=100), Column("a", "甲", "percent", options={"ambiguous_below": 1}),
    Column("a", "甲", "percent", options={"bare": "fraction"}), Column("a", "甲", "number", unit="亿元"), Column("a", "甲", "number", unit="元"),
    Column("a", "甲", "certificate", options={"pattern": r"^G[RF]20\d{8}$", "example": "GR2024"}),
    Column("a", "甲", "patent_publication"), Column("a", "甲", "patent_application"),
    Column("a", "甲", "integer", options={"words": {"7": 1}}), Column("a", "甲", "number", options={"strip": ["约"]}),
]  # fmt: skip
WRITTEN = [
    "虚山甲新材料有限公司", "虚山（集团）ABC公司", "暂无暂无暂", "没有", "不适用", "长期有效", "2020E", "91149000MA", "2E123", "12E456",
    "914103000768204278", "914103000768204279", "12345.0", "000012", "0", "1", "100", "100.000001", "2016", "2017", "2099", "2100",
    "999999999999", "9999999999999", "12.1234567", "3%", "3.5%", "100%", "100.1%", "0.5", "1200.50", "1,200.5", "-1", "１２３４５",
    "12万元", "7", "约7", "企业·名称公司", "NULLS", "甲", "企业名称\ufffd公司", "#REF!", "2025-02-30",
    "2024-02-29", "2023-02-29", "1900/02/29", "2000.02.29", "2100-02-29", "1904-02-29", "汾阳市虚山酒坊股份 有限公司", "不 适 用 的 词", "不 适 用",
    "虚山公司、虚构大学", "周山、无", "暂无、虚山公司", "张三、李四", "虚山ABC、虚构大学", "虚山（集团）、（虚）构大学", "虚山公司、", "、虚山公司",
    "4,140.27万元", "1,200", "12,34", "-12.5", "-0.00", "--5", "12.5元", "3万", "5千元", "2亿元", "12十万元", "25897500", "25897.12", "25897.123",
    "-1,234.5%", "1.5%", "0.00", "1.000001", "GR20240001", "GX20240001", "9E240001", "CN104751825B", "CN104751825A", "CN12345B", "cn104751825b",
    "201510163325.6", "201510163325.7", "ZL201510163325.6", "201510163325", "202118999880.9", "201918987710.1", "20151016332X.6",
]  # fmt: skip


def same(column, texts, unit):
    fast = plain_values(column, pa.array(texts, pa.string()), unit)
    assert fast.type == column.lake_type
    for text, value in zip(texts, fast.to_pylist(), strict=True):
        if value is not None:
            read = read_value(text, column, unit)
            assert not isinstance(read, Mended) and read == value, text


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: f"{column.type} {column.min} {column.options}")
@pytest.mark.parametrize("unit", ["", "万元", "元", "%", "亿元", "件"])
def test_both_ways_say_the_same(column, unit):
    same(column, WRITTEN, unit)


@settings(max_examples=60)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12), max_size=30
    )
)
def test_of_any_text_both_ways_say_the_same(texts):
    for column in COLUMNS:
        same(column, texts, "")


def test_most_of_a_list_is_plain():
    for kind, text in (("name", "虚山甲新材料 有限公司"), ("names", "虚山公司、虚构大学"), ("date", "2024-02-29"), ("number", "-1,200.5"),
                       ("patent_publication", "CN104751825B"), ("patent_application", "201510163325.6"), ("code", "SL0000000001"), ("uscc", "914103000768204278"),
                       ("number", "1200.5"), ("percent", "3.5%"), ("integer", "12"), ("text", "虚构县虚山路12号")):  # fmt: skip
        (value,) = plain_values(Column("a", "甲", kind), pa.array([text]), "").to_pylist()
        assert value is not None, kind


def test_amounts_in_the_heading_s_unit_are_plain():
    column = Column("a", "甲", "number", unit="万元")
    assert plain_values(column, pa.array(["25897512.34", "1,234.5万元", "25897512.345"]), "元").to_pylist() == [
        Decimal("2589.751234"), Decimal("1234.5"), None,
    ]  # fmt: skip
