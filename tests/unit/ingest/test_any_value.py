"""Of any text: no parser crashes, nothing is read out of nothing, and what was read is read the same when it is written."""

import datetime as dt
import unicodedata
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from unit.ingest.one_cell import read

from dagster_project.ingest.contract import LAKE_TYPES
from dagster_project.ingest.values import Bad, Mended


@given(st.dates(dt.date(1955, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_back_in_each_form(day):
    serial = (day - dt.date(1899, 12, 30)).days
    forms = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        str(serial),
        f"{day.year}.{day.month}.{day.day}",
    ]
    assert {read("date", form) for form in forms} == {day}


@given(
    st.decimals(-(10**11), 10**11, places=4), st.sampled_from([("元", 10**4), ("万元", 1), ("亿元", None)])
)
def test_amounts_survive_a_change_of_unit(value, unit):
    name, divisor = unit
    expected = value * 10**4 if divisor is None else value / divisor
    if abs(expected) < 10**12:
        found = read("number", f"{value:f}{name}", "万元")
        assert (found.value if isinstance(found, Mended) else found) == expected.quantize(Decimal("0.000001"))


@given(st.sampled_from(sorted(LAKE_TYPES)), st.text(max_size=40))
def test_no_text_crashes_a_parser(kind, text):
    try:
        value = read(kind, text, choices={}, pattern="^X$")
    except Bad as error:
        assert error.reason and error.expected and error.remedy
    else:
        assert value is None or text.strip()


# Near to what the parsers read, so that chance finds their edges
SIGNS = st.text(
    "0123456789.,，-+%‰/年月日〇一二十EeTZ:()（） 万亿元千百约无长期#'\"\u3000\u200b１２", max_size=14
)


@given(st.sampled_from(["date", "number", "percent", "integer", "uscc", "patent_application"]), SIGNS)
@settings(max_examples=600)
def test_what_is_read_is_read_the_same_when_written_back(kind, text):
    try:
        value = read(kind, text, "万元" if kind == "number" else "")
    except Bad as error:
        assert error.reason and error.expected and error.remedy
        return
    value = value.value if isinstance(value, Mended) else value
    if value is None:
        assert kind == "patent_application" or not any(sign.isdigit() for sign in text)
        return
    assert any(sign.isdigit() or sign in "〇一二十" for sign in text), "a value out of no digit"
    written = f"{value:f}" if isinstance(value, Decimal) else str(value)
    again = read(kind, written, "万元" if kind == "number" else "")
    assert (again.value if isinstance(again, Mended) else again) == value


def has_digit(text: str) -> bool:
    """Whether a digit stands in a text, a Chinese one too, or a sign that is written with digits once folded (㋀ is 1月)."""
    return any(
        sign.isdigit() or sign in "〇○零一二三四五六七八九十廿卅"
        for sign in unicodedata.normalize("NFKC", text)
    )


@given(st.text(st.characters(categories=["L", "P", "S"]), min_size=1, max_size=10))
@settings(max_examples=300)
def test_text_without_a_digit_is_no_number_and_no_day(text):
    assume(not has_digit(text))
    for kind in ("number", "percent", "integer", "date"):
        try:
            value = read(kind, text)
        except Bad:
            continue
        # 长期 is no day, and told
        assert (value.value if isinstance(value, Mended) else value) is None
