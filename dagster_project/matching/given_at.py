"""When a verdict was given, as people and spreadsheets write it: 2026-01-03, 2026/1/3 9:05, 2026年1月3日, 20260103."""

import re
from datetime import datetime

_MOMENT = re.compile(
    r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[\sT]*(\d{1,2})\s*[:时]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2}))?\D*)?(?:\.\d+)?\s*"
)
_SIGNS = re.compile(r"\s*(\d{4})(\d\d)(\d\d)\s*")


def given_at(text: str) -> str:
    """`text` so that an earlier moment sorts first: YYYY-MM-DD, with HH:MM:SS where an hour is told; '' for what is no date."""
    found = _MOMENT.fullmatch(text.replace("：", ":")) or _SIGNS.fullmatch(text)
    if found is None:
        return ""
    told = [int(part) for part in found.groups() if part]
    year, month, day, hour, minute, second = (*told, 0, 0, 0)[:6]
    try:
        moment = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return ""
    return str(moment) if len(told) > 3 else str(moment.date())
