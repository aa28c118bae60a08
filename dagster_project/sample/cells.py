"""How a value looks in a file: dates, amounts and flags in the styles that people really use."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from .calendar import File

_FLAGS = (("否", "是"), ("无", "有"), ("0", "1"))


def day_text(day: date, style: str) -> str:
    """A date as text: iso, dot, slash, chinese, compact."""
    match style:
        case "dot":
            return f"{day.year}.{day.month:02d}.{day.day:02d}"
        case "slash":
            return f"{day.year}/{day.month}/{day.day}"
        case "chinese":
            return f"{day.year}年{day.month}月{day.day}日"
        case "compact":
            return f"{day:%Y%m%d}"
    return day.isoformat()


def cell(value: Any, kind: str, unit: str, file: File) -> object:
    """The cell of a value: text, or a number or date where the file's style leaves it one."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return value if file.dates == "serial" else day_text(value, file.dates)
    if isinstance(value, list):
        return file.joiner.join(value)
    if kind == "flag" and value in (0, 1):
        return _FLAGS[file.variant % 3][int(value)]
    if isinstance(value, (int, float, Decimal)):
        return _amount(value, kind, unit, file)
    return value


def _amount(value: int | float | Decimal, kind: str, unit: str, file: File) -> object:
    if file.amounts == "yuan" and unit == "万元":
        return int(Decimal(str(value)) * 10_000)
    if file.amounts == "unit" and unit == "万元":
        return f"{value:,.2f}万元"
    if file.amounts == "unit" and kind == "percent":
        return f"{value}%"
    if file.amounts == "unit" and unit == "人":
        return f"{value}人"
    if file.amounts in ("text", "unit"):
        return str(value)
    return float(value) if isinstance(value, Decimal) else value


def title(heading: str, unit: str, file: File) -> str:
    """A heading with its unit where the file's style prints one: 营业收入（元）."""
    if unit == "万元" and file.amounts in ("yuan", "text"):
        return f"{heading}（{'元' if file.amounts == 'yuan' else '万元'}）"
    return heading
