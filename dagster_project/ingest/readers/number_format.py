"""What a spreadsheet's number format makes of a stored number: percentages, units written into the format, leading
zeros, months without a day. What people see counts, unrounded; what can't be told stands as an error.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from dagster_project.ingest.readers.base import UNSURE_FORMAT, cell_text, number_text

# Formats that Excel numbers and does not write down (ECMA-376 part 1, 18.8.30; 27 to 57 as in Chinese ones)
BUILT_IN = {
    9: "0%", 10: "0.00%", 17: "mmm-yy",
    27: "yyyy年m月", 36: "yyyy年m月", 50: "yyyy年m月", 52: "yyyy年m月", 57: "yyyy年m月",
}  # fmt: skip
_PART = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\\\!](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]?|(?P<digits>General|G/通用格式|[0#?][0#?,.]*)'
    r"|(?P<exponent>E[+-])|(?P<other>.)",
    re.I | re.S,
)
_SIGNS = " -+()（）¥￥"


@dataclass(frozen=True)
class NumberFormat:
    """One format. before and after: the text shown beside a number; scale: the power of ten it is multiplied with;
    zeros: the digits it is filled up to. day: whether a date is shown with its day, month: with its month. unsure: it
    can't be told (thousands left out, a point set between the digits, conditions).
    """

    before: str = ""
    after: str = ""
    scale: int = 0
    zeros: int = 0
    day: bool = True
    month: bool = True
    unsure: bool = False

    def text(self, value: object) -> str:
        """A stored value as text. A month or a year alone, which a spreadsheet keeps as its first day, stays one."""
        if isinstance(value, dt.date):
            if self.day or value.day != 1 or (isinstance(value, dt.datetime) and value.time() != dt.time()):
                return cell_text(value)
            return f"{value.year}年" + (f"{value.month}月" if self.month or value.month != 1 else "")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return cell_text(value)
        if self.unsure:
            return UNSURE_FORMAT
        text = number_text(round(value * 10**self.scale, 10)) if self.scale else cell_text(value)
        if self.zeros and text.isdigit():
            text = text.zfill(self.zeros)
        return f"{self.before}{text}{self.after}" if text else ""


@cache
def number_format(code: str) -> NumberFormat | None:
    """What a format makes of a value, None where that is the stored one.

    >>> number_format('0.0"%"').text(35.5), number_format('0.0%').text(0.355), number_format('0.00"亿元"').text(1.2)
    ('35.5%', '35.5%', '1.2亿元')
    >>> number_format('000000').text(123), number_format('#,##0.00;[Red]-#,##0.00')
    ('000123', None)
    """
    sections = [section for section in _sections(code) if section]
    if not sections:
        return None
    found = {_read(section) for section in sections[:2]}
    # a format for negative numbers alone that says the same, but for zeros
    if len({(f.before, f.after, f.scale) for f in found}) > 1 or (
        _is_conditional(code) and found != {_PLAIN}
    ):
        return NumberFormat(unsure=True)
    first = _read(sections[0])
    return None if first == _PLAIN else first


def _sections(code: str) -> list[list[re.Match]]:
    """The format's parts, cut at its semicolons; sections that show no number and no day are left out."""
    sections: list[list[re.Match]] = [[]]
    for match in _PART.finditer(code):
        if match["other"] == ";":
            sections.append([])
        else:
            sections[-1].append(match)
    return [s for s in sections if any(m["digits"] or (m["other"] or " ").lower() in "ymdh" for m in s)]


def _is_conditional(code: str) -> bool:
    return bool(re.search(r"\[[<>=]", code))


def _read(parts: list[re.Match]) -> NumberFormat:
    if not any(m["digits"] for m in parts):
        others = {(m["other"] or "").lower() for m in parts}
        day = bool(others & {"d", "h", "s"}) or "y" not in others
        return NumberFormat(day=day, month="m" in others)
    digits = [m["digits"] for m in parts if m["digits"]]
    before, after, seen = "", "", 0
    # text between the digits: a telephone's dashes, fractions and powers of ten show the stored value; others can't be told
    for match in parts:
        seen += bool(match["digits"])
        literal = match["quoted"] or match["escaped"] or _currency(match["bracket"]) or ""
        if (other := match["other"] or "") not in ("", "%", "/"):
            literal += other
        if seen == len(digits):
            after += literal
        elif seen and literal.strip(_SIGNS):
            return NumberFormat(unsure=True)
        else:
            before += literal
    before, after = before.strip(_SIGNS), after.strip(_SIGNS)
    whole = digits[-1].split(".")[0]
    zeros = len(whole) if len(digits) == 1 and set(digits[0]) == {"0"} and len(whole) > 1 else 0
    percents = sum(m["other"] == "%" for m in parts)
    if digits[-1].endswith(",") or percents > 1:
        return NumberFormat(unsure=True)
    return NumberFormat(before, after + "%" * percents, 2 * percents, zeros)


def _currency(bracket: str | None) -> str:
    """The sign of [$€-407]; nothing of a colour or a condition."""
    return bracket[1:].split("-")[0] if bracket and bracket.startswith("$") else ""


_PLAIN = NumberFormat()
