"""Patent numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.identity.patents import application_check, read_application, read_publication


@pytest.mark.parametrize("text", ["CN104751825B", "cn 104751825 b", "104751825B", "ＣＮ１０４７５１８２５Ｂ"])
def test_a_publication_number_in_one_form(text):
    assert read_publication(text) == ("CN104751825B", "")


@pytest.mark.parametrize(
    ("text", "note"), [("CN102025678A", "尚未授权"), ("US123B", "不是中国专利"), ("2.02E+12", "不是")]
)
def test_what_is_no_grant_says_why(text, note):
    value, said = read_publication(text)
    assert value == "" and note in said


@pytest.mark.parametrize("text", ["201510163325.6", "ZL201510163325.6", "CN2015101633256", "201510163325"])
def test_an_application_number_in_one_form(text):
    assert read_application(text) == ("201510163325.6", "")


def test_check_digit_x():
    assert read_application("200710308494.x").value == "200710308494.X"


@pytest.mark.parametrize("text", ["2.02E+12", "2.0098E+12", "201510163325.7", "2015", "无号"])
def test_an_unusable_application_number_says_why(text):
    value, note = read_application(text)
    assert value == "" and note


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 11), st.sampled_from("123456789"))
def test_the_check_finds_one_wrong_digit(digits, at, by):
    wrong = digits[:at] + str((int(digits[at]) + int(by)) % 10) + digits[at + 1 :]
    assert application_check(wrong) != application_check(digits) or wrong == digits
