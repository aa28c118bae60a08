"""What may stand in a cell: text that no spreadsheet runs as a formula, dates, plain numbers."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

LONGEST = 32_000  # Excel takes 32,767 characters a cell
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"-\d+(\.\d+)?%?")  # what somebody answered, say: it runs as nothing
_QUOTED = re.compile(r'[,"\r\n]')
_POINT_END = re.compile("(〕|（问：(?:[^（）]|（[^（）]*）)*）)；")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def safe_text(value: object) -> str:
    """Text for a cell: no control characters, an apostrophe before anything a spreadsheet could run.

    Only for text columns: a negative number belongs in a number column and stays a number. A text longer
    than a cell holds is cut, and says so.
    """
    return "" if value is None else _safe(str(value))


@lru_cache(maxsize=20_000)  # names, titles and clauses come again in sheet after sheet
def _safe(text: str) -> str:
    if _NUMBER.fullmatch(text):
        return text
    if text.startswith(_FORMULA):  # before cleaning: a leading tab or return counts too
        text = "'" + text
    if not text.isprintable():
        text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        if text.startswith(_FORMULA):
            text = "'" + text
    return text if len(text) <= LONGEST else text[:LONGEST] + "……（过长，全文见 CSV）"


def apart(text: str) -> str:
    """A text of points as a cell shows it, a line for each: one ends with its citation or with whom to ask. Any other “；”
    stands within a clause, whose title or facts have several parts.
    """
    return _POINT_END.sub(r"\1\n", text)


def number(value: Any) -> float | int | None:
    """A number for a cell: whole numbers as int, decimals as float, None for unknown."""
    if value is None:
        return None
    if isinstance(value, bool | int):
        return int(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return float(value)


def chinese_date(day: date) -> str:
    """2026-11-20 as 2026年11月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def csv_text(value: object, kind: str) -> str:
    """One CSV cell: ISO dates, plain numbers, shares as percentages, escaped text ('' for unknown)."""
    if value is None:
        return ""
    if kind == "share" and not isinstance(value, str):
        share = Decimal(str(value))
        percent = round(share * 100, 2)
        if percent == 100 and share < 1:  # what is not sure is not told as sure
            percent = Decimal("99.99")
        return f"{percent.normalize() + 0:f}%"
    if kind in ("number", "integer", "year", "score") and not isinstance(value, str):
        shown = number(value)
        return str(shown) if isinstance(shown, int) else format(Decimal(str(value)).normalize(), "f")
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return safe_text(value)


def csv_cell(value: object, kind: str = "text") -> str:
    """csv_text as it stands in a CSV: in quotes where it has to be."""
    text = csv_text(value, kind)
    if _QUOTED.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text
