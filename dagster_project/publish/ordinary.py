"""Ordinary texts: Chinese, letters, figures and common signs, with nothing in them that a cell, a spreadsheet or a CSV takes for
something else. Nearly all of a long table is such, and needs no looking at sign by sign.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

SPECIMEN = "企"
_LONGEST = 16_000  # bytes; XlsxWriter looks closer at texts of half of what a cell holds
# Signs of one byte (a column wide) or of three (two columns, in GBK), and _ unless x follows, which is how a workbook spells
# control signs. None of & < > , " or line ends. It begins with no sign that begins a formula, and does not end in a space.
_WORD = "0-9A-Za-z一-龥"
_MARKS = "，。、；：？！（）《》〈〉【】〔〕「」“”‘’…—～％＋－＝≤≥＜＞"
_INNER = rf"[{_WORD}{_MARKS} !#$%'()*+./:;=?@\[\]^{{|}}~\-]|_[0-9A-Za-wyz一-龥]"
_PATTERN = rf"^[{_WORD}（《〈【〔“](?:{_INNER})*$"


def is_ordinary(values: pa.StringArray) -> pa.BooleanArray:
    """Which of the texts are; null is not one."""
    found = pc.match_substring_regex(values, _PATTERN)
    ends = pc.ends_with(values, " ")
    short = pc.less_equal(pc.binary_length(values), _LONGEST)
    return pc.fill_null(pc.and_(pc.and_(found, short), pc.invert(ends)), False)


def wide(values: pa.StringArray) -> pa.Array:
    """How many columns ordinary texts take, a Chinese sign two."""
    return pc.divide(pc.add(pc.utf8_length(values), pc.binary_length(values)), 2)
