"""Days, in every way that people write them. A day that could be read two ways, or is not complete, is
refused.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from dagster_project.identity.text import chinese_number, clean, fold, half_width
from dagster_project.ingest.contract import Column
from dagster_project.ingest.values.base import OPEN_ENDED, Bad, Mended, is_nothing

_HOUR = r"(?:2[0-4]|[01]?\d|二十[一二三四]?|十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
_SIXTIETH = r"(?:[0-5]?\d|[二三四五]?十[一二三四五六七八九]?|[零〇]?[一二三四五六七八九])"
_CLOCK = rf"{_HOUR}(?::{_SIXTIETH}(?::{_SIXTIETH}(?:\.\d+)?)?|[时点](?:半|整|{_SIXTIETH}分?|{_SIXTIETH}分{_SIXTIETH}秒)?)"
_HALF = "(?:[上下中]午|[早晚]上?|凌晨|傍晚)"  # a part of the day
_TIME = rf"(?:{_HALF}\s?(?:{_CLOCK})?|{_CLOCK})"
_ZONE = r"\s?(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)"
_DATE_TIME = re.compile(
    rf"(?:(?<=\d)(?:[T\s]|(?={_HALF}))|(?<=[日号)一二三四五六天])\s?){_TIME}(?:\s?[-–—~至到]\s?{_TIME}|{_ZONE})?$"
)
_YMD = re.compile(r"^(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})[日号]?$")
_XYY = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
_CHINESE = re.compile(
    r"^([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十廿卅]{1,3})[日号]$"
)
_WEEKDAY = re.compile(r"\s?\(?(?:星期|周)([一二三四五六日天])\)?$")
_DATE = "日期，如 2019-07-09"
_EPOCH = dt.date(1899, 12, 30)


def parse_date(text: str, column: Column) -> dt.date | Mended | None:
    """A day. Day first or month first only where one of them is over 12, or the contract's `order` (dmy,
    mdy) says so.
    """
    if is_nothing(text):
        return None
    if fold(text) in OPEN_ENDED:
        return Mended(None, "没有期限，日期留空")
    bare = _DATE_TIME.sub("", re.sub(r"\s+", " ", clean(unicodedata.normalize("NFKC", text))))
    weekday = _WEEKDAY.search(bare)
    if weekday:  # the time may stand before or behind it
        bare = _DATE_TIME.sub("", _WEEKDAY.sub("", bare))
    day = _read_day(half_width(bare), text, column)
    if weekday and min("一二三四五六日天".index(weekday[1]), 6) != day.weekday():
        raise Bad(_DATE, "日期与所写的星期对不上")
    if not dt.date(1900, 1, 1) <= day <= dt.date(2199, 12, 31):
        raise Bad(_DATE, f"年份 {day.year} 不合情理")
    if isinstance(column.min, dt.date) and day < column.min:
        raise Bad(f"{_DATE}，不早于 {column.min}", f"早于 {column.min}", is_out_of_range=True)
    return day


def _read_day(bare: str, text: str, column: Column) -> dt.date:
    if match := _YMD.match(bare):
        return _day(*map(int, match.groups()))
    if re.fullmatch(r"\d{8}", bare):
        return _day(int(bare[:4]), int(bare[4:6]), int(bare[6:]))
    if match := _CHINESE.match(bare):
        year, month, day = (chinese_number(part) for part in match.groups())
        return _day(year or 0, month or 0, day or 0)
    if match := _XYY.match(bare):
        first, second, year = map(int, match.groups())
        return _two_first(first, second, year, column.options.get("order", ""))
    if match := re.fullmatch(r"(\d{5})(?:\.\d+)?", bare):
        # a spreadsheet's serial number: 20000 is 1954, 73050 is 2099
        if 20000 <= int(match[1]) <= 73050:
            return _EPOCH + dt.timedelta(days=int(match[1]))
        raise Bad(_DATE, "数字不在日期序号的范围内")
    if re.fullmatch(r"\d{4}年?(\d{1,2}月?|[-/.]\d{1,2}月?)?", bare):
        raise Bad(_DATE, "只有年或年月，缺少日", "请补全到日")
    if re.fullmatch(r"(\d{1,2}[-/月]|\d{2}[-/.年]\d{1,2}[-/.月])\d{1,2}[日号]?", bare):
        raise Bad(_DATE, "没有写四位的年份", "请补全年月日，如 2019-07-09")
    raise Bad(_DATE, "不是日期")


def _day(year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise Bad(_DATE, "没有这一天") from None


def _two_first(first: int, second: int, year: int, order: str) -> dt.date:
    if order == "dmy" or (first > 12 and not order):
        return _day(year, second, first)
    if order == "mdy" or second > 12 or first == second:
        return _day(year, first, second)
    raise Bad(_DATE, "分不清月和日", "请写成 年-月-日，如 2019-07-09")
