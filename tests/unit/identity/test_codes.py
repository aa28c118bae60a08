"""Credit codes and registration numbers: checks, mending, keys."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.identity.codes import (
    SIGNS,
    company_key,
    is_registration_no,
    is_uscc,
    organisation_check,
    read_uscc,
    uscc_check,
    valid_usccs,
)

# public codes of the checked digest of GB 32100 examples; no other data of these companies is used
VALID = [
    "914103000768204278",
    "911405005635962824",
    "91140100713607689C",
    "91411323MA3X5GNL18",
    "914403001922038216",
]


@st.composite
def made_codes(draw):
    """Codes with both checks right."""
    body = draw(st.text(st.sampled_from(SIGNS), min_size=8, max_size=8))
    front = draw(st.sampled_from(["91", "92", "93"])) + draw(st.text("0123456789", min_size=6, max_size=6))
    inner = front + body + organisation_check(body)
    return inner + uscc_check(inner)


@pytest.mark.parametrize("code", VALID)
def test_published_codes_hold(code):
    assert is_uscc(code)


@given(made_codes())
def test_made_codes_hold(code):
    assert is_uscc(code)


@given(made_codes(), st.integers(0, 17), st.sampled_from(SIGNS))
def test_one_wrong_character_is_always_found(code, at, sign):
    changed = code[:at] + sign + code[at + 1 :]
    assert is_uscc(changed) == (changed == code)


@given(
    st.lists(st.one_of(made_codes(), st.text(max_size=20), st.text(SIGNS + "OI", min_size=18, max_size=18)))
)
def test_the_array_check_agrees_with_the_single_one(codes):
    assert valid_usccs(pa.array(codes, pa.string())).tolist() == [is_uscc(code) for code in codes]


def test_letter_o_is_mended_only_when_the_check_then_holds_and_says_so():
    assert read_uscc("91140100MAOJR3YW8Q") == ("91140100MA0JR3YW8Q", "字母O、I已改为数字0、1，校验通过")
    assert read_uscc("91140100MAOJR3YW8P").value == ""


@pytest.mark.parametrize(
    "text", [" 9141 0300 0768 2042 78", "９１４１０３０００７６８２０４２７８", "91410300-076820427-8"]
)
def test_spaces_width_and_hyphens_do_not_spoil_a_code(text):
    assert read_uscc(text) == ("914103000768204278", "")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("9.14103E+17", "科学计数法"),
        ("91410300076820427", "实为17位"),
        ("914103000768204279", "校验码不符"),
        ("91410300076820427S", "代码不用的字符：S"),
        ("914103000768204000", "截断"),
        ("370681228007713", "注册号"),
    ],
)
def test_an_unusable_code_says_why(text, note):
    value, said = read_uscc(text)
    assert value == "" and note in said


def test_registration_number():
    assert is_registration_no("340100000165590")
    assert not is_registration_no("340100000165591")
    assert not is_registration_no("34010000016559")


@given(st.text("0123456789", min_size=14, max_size=14))
def test_a_registration_number_has_exactly_one_check_digit(body):
    assert sum(is_registration_no(body + digit) for digit in "0123456789") == 1


@pytest.mark.parametrize(
    ("columns", "key"),
    [
        (("914103000768204278", "340100000165590", "N1"), "914103000768204278"),
        (("", "", "914103000768204278"), "914103000768204278"),
        (("", "", "340100000165590"), "R:340100000165590"),
        (("340100000165590", "", ""), "R:340100000165590"),
        (("", "12345", ""), "R:12345"),
        (("", "", "N000042"), "X:N000042"),
        (("", "", ""), ""),
        ((None, None, None), ""),
    ],
)
def test_company_key(columns, key):
    assert company_key(*columns) == key
