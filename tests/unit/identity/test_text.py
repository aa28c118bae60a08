"""Folding: what counts as the same text."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.identity.text import chinese_number, clean, fold, fold_array, half_width


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("山西（集团）有限公司", "山西(集团)有限公司"),
        ("ＡＢＣ　科技", "abc科技"),
        ("吕梁\u200b市\ufeff科技", "吕梁市科技"),
        ("阿卜杜拉·某", "阿卜杜拉・某"),
        ("甲—乙", "甲-乙"),
        ("企业\n名称", "企业名称"),
    ],
)
def test_width_spaces_and_marks_do_not_count(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("吕粱科技", "吕梁科技"), ("甲有限公司", "甲股份公司"), ("一厂", "二厂")]
)
def test_characters_count(one, other):
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.sampled_from([" ", "\u3000", "\n", "\u200b", "\ufeff", "\u00a0"]), st.integers(0, 20))
def test_spaces_and_zero_width_marks_anywhere_do_not_count(text, mark, at):
    # a mark between a letter and its accent would keep the two apart, which is another text
    text = fold(text)
    if text.isascii():
        assert fold(text[:at] + mark + text[at:]) == text


@given(st.lists(st.one_of(st.none(), st.text())))
def test_an_array_folds_as_its_texts_do(texts):
    folded = fold_array(pa.array(texts, pa.string()))
    assert folded.to_pylist() == [None if t is None else fold(t) for t in texts]


def test_clean_keeps_what_was_published():
    assert clean(" 山西（集团）\u200b有限 公司\u0007 ") == "山西（集团）有限 公司"


def test_half_width_keeps_the_letter_case():
    assert half_width(" ＧＲ２０２２ — ０１ ") == "GR2022-01"


@given(st.integers(1, 99))
def test_chinese_numerals_up_to_99(number):
    signs = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    written = ("" if not tens else "十" if tens == 1 else signs[tens] + "十") + (signs[ones] if ones else "")
    assert chinese_number(written) == number


@pytest.mark.parametrize("text", ["", "百", "二百", "十十", "一二十", "abc", "2019"])
def test_other_texts_are_no_chinese_numbers(text):
    assert chinese_number(text) is None
