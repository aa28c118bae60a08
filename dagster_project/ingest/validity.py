"""A term of validity as announcements print it, parted into its first and its last day.

2023年1月1日至2025年12月31日 gives both, 自2023年11月8日起三年 the first, 至2026年11月7日 the last. A day that is not
written is not computed: of 有效期三年, 2023年11月至2026年11月 and 长期 it is told that there is none.
"""

from __future__ import annotations

import re

from dagster_project.identity.text import half_width

UNSAID = "\0"
"""Begins a part that gives no day; why, UNSAID again, and the text follow."""
_TIME = re.compile(r"(?<=\d)(?:T|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?")
_DIGIT = "[〇○零一二三四五六七八九十廿卅]"
_DAY = (
    r"(?:\d{4}(?:年\d{1,2}月|[-/.]\d{1,2}[-/.])\d{1,2}[日号]?|(?<!\d)\d{8}(?!\d)"
    rf"|{_DIGIT}{{4}}年{_DIGIT}{{1,3}}月{_DIGIT}{{1,3}}[日号])"
)
_BOTH = re.compile(rf"(?:自|从|由)?({_DAY})起?(?:至|到|~|-)+({_DAY})[止底]?")
_FIRST = re.compile(rf"(?:自|从|由)({_DAY})起?(?:.*)|({_DAY})起(?:.*)")
_LAST = re.compile(rf"(?:截?[至止]|到)({_DAY})止?|({_DAY})(?:止|前|到期|届满)")
_LABEL = re.compile(r"^(?:称号|证书|资格)?有效期限?(?:为|是|:)?")
_MONTH = re.compile(r"\d{4}(?:年\d{1,2}月|[-/.]\d{1,2}(?!\d))")
_YEAR = re.compile(r"\d{4}年?")


def term_part(text: str, part: str) -> str:
    """The `from` or the `to` of a term as it is written; where it gives none, UNSAID, why (Chinese), UNSAID, the text.

    >>> term_part("自2023年11月8日起至2026年11月7日止", "to")
    '2026年11月7日'
    """
    bare = _LABEL.sub("", half_width(_TIME.sub("", text)))
    if match := _BOTH.fullmatch(bare):
        return match[1 if part == "from" else 2]
    if match := (_FIRST if part == "from" else _LAST).fullmatch(bare):
        rest = match[1] or match[2]
        if len(re.findall(_DAY, bare)) == 1:
            return rest
    return f"{UNSAID}{_why(bare)}没有写明{'起始' if part == 'from' else '截止'}日，不推算{UNSAID}{text}"


def _why(bare: str) -> str:
    if re.search(_DAY, bare):
        return ""
    if _MONTH.search(bare):
        return "只写到月，"
    if _YEAR.search(bare):
        return "只写到年，"
    return ""
