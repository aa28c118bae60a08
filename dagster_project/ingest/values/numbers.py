"""Numbers, amounts with units, percentages and whole numbers."""

from __future__ import annotations

import re
from decimal import Decimal

from dagster_project.identity.codes import DESTROYED
from dagster_project.identity.text import chinese_number, clean, half_width
from dagster_project.ingest.contract import Column
from dagster_project.ingest.values.base import Bad, Mended, is_nothing

SCALE = {
    "元": 1,
    "圆": 1,
    "百元": 10**2,
    "千元": 10**3,
    "万": 10**4,
    "万元": 10**4,
    "十万元": 10**5,
    "百万元": 10**6,
    "千万元": 10**7,
    "亿": 10**8,
    "亿元": 10**8,
}
BEHIND_NUMBERS = "元|圆|千元|万|万元|百万元|千万元|亿|亿元"
_COUNTERS = "人|家|项|件|名|位|年|级|分|个|月|户|次|岁|年度"
_NUMBER = re.compile(
    r"^(?P<sign>[-+]?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)(?P<exponent>E[-+]?\d+)?"
    r"(?P<unit>" + BEHIND_NUMBERS + "|%|‰|" + _COUNTERS + r")?(?:整|人民币)?$"
)

_TWO = re.compile(r"[\d.%，,]\s+[-+]?[\d.]")
# Counters that say the same; a column with a unit takes its own ones only
_ALIKE = ({"人", "名", "位", "个"}, {"项", "件", "个"}, {"家", "户", "个"}, {"年", "年度"})


def _check_counter(written: str, column: Column) -> None:
    own = next((alike for alike in _ALIKE if column.unit in alike), {column.unit})
    if written in _COUNTERS.split("|") and column.unit and written not in own:
        raise Bad(_expected(column), f"单位“{written}”与本列不符")


def _number(text: str, column: Column) -> tuple[Decimal, str]:
    """The number and the unit written with it. Raises Bad, also for two numbers in one cell, which are never joined."""
    if _TWO.search(text):
        raise Bad(_expected(column), "一个单元格里有两个数", "请只填一个数，中间不要空格或换行")
    bare = (
        half_width(text)
        .replace("(元)", "元")
        .replace("(人民币)", "")
        .removeprefix("人民币")
        .lstrip("¥￥")
        .upper()
    )
    bare = re.sub(r"^\((\d[\d,.]*)\)$", r"-\1", bare)
    strip = column.options.get("strip") or ()
    for word in sorted(strip, key=len, reverse=True):  # 位 would leave 完成单 of 完成单位
        bare = bare.replace(word, "")
    if strip and (numeral := chinese_number(bare)) is not None:
        return Decimal(numeral), ""
    match = _NUMBER.match(bare)
    if not match:
        raise Bad(_expected(column), "不是数字")
    value = Decimal(match["digits"].replace(",", "") + (match["exponent"] or ""))
    if match["exponent"] and int(value.as_tuple().exponent) > 0:
        raise Bad(_expected(column), DESTROYED, "请把该列设为数值格式后重新提交")
    return (-value if match["sign"] == "-" else value), match["unit"] or ""


def _expected(column: Column) -> str:
    kind = {"integer": "整数", "percent": "百分数"}.get(column.type, "数字")
    return f"{kind}（{column.unit}）" if column.unit else kind


def parse_number(text: str, column: Column, unit: str = "") -> Decimal | Mended | None:
    """A number in the contract's unit; an amount's own unit wins over the heading's (`unit`), that over the
    contract's. An amount that its own unit has changed is noted, with what was written.
    """
    if (value := _word(text, column)) is not None:
        return value
    if is_nothing(text):
        return None
    value, written = _number(text, column)
    if column.unit not in SCALE:
        _check_counter(written, column)
    if column.unit in SCALE:
        if written and written not in SCALE:
            raise Bad(_expected(column), f"单位“{written}”不是金额单位")
        own = written or (unit if unit in SCALE else column.unit)
        value = _in_range(value * SCALE[own] / SCALE[column.unit], column)
        if written and SCALE[written] != SCALE[column.unit]:
            return Mended(value, f"由“{written}”换算为{column.unit}")
        return value
    elif written in SCALE and written not in ("万", "亿"):
        raise Bad(_expected(column), f"单位“{written}”与本列不符")
    elif written in SCALE:
        value *= SCALE[written]
    elif written in ("%", "‰"):
        raise Bad(_expected(column), "写成了百分数")
    return _in_range(value, column)


def parse_percent(text: str, column: Column, unit: str = "") -> Decimal | None:
    """A share in percent: 3% and 3 are 3. Where the contract says `bare: fraction`, a bare 0.03 is 3 and more
    than 1 is refused; else a bare number that small could be a fraction is refused (`ambiguous_below`).
    """
    if is_nothing(text):
        return None
    value, written = _number(text, column)
    if written == "‰":
        value /= 10
    elif written not in ("", "%"):
        raise Bad(_expected(column), f"单位“{written}”与本列不符")
    is_bare = not written and unit not in ("%", "％")
    if is_bare and column.options.get("bare") == "fraction":
        value *= 100
        if abs(value) > 100:
            raise Bad(_expected(column), "本列约定写成小数，不应大于 1", "请写成小数，如 0.35，或带上百分号")
        return _in_range(value, column)
    below = column.options.get("ambiguous_below")
    if below is not None and is_bare and 0 < abs(value) <= below:
        raise Bad(_expected(column), "分不清是百分数还是小数", f"请带上百分号：{value * 100}% 或 {value}%")
    return _in_range(value, column)


def parse_integer(text: str, column: Column, unit: str = "") -> int | None:
    if (value := _word(text, column)) is not None:
        return int(value)
    if is_nothing(text):
        return None
    value, written = _number(text, column)
    if written in SCALE or written in ("%", "‰"):
        raise Bad(_expected(column), f"单位“{written}”与本列不符")
    _check_counter(written, column)
    if value != value.to_integral_value():
        raise Bad(_expected(column), "带小数")
    return int(_in_range(value, column))


def _word(text: str, column: Column) -> Decimal | None:
    words = column.options.get("words")
    return Decimal(str(words[clean(text)])) if words and clean(text) in words else None


def _in_range(value: Decimal, column: Column) -> Decimal:
    if column.min is not None and value < Decimal(str(column.min)):
        raise Bad(f"{_expected(column)}，不小于 {column.min:g}", f"小于 {column.min:g}", is_out_of_range=True)
    if column.max is not None and value > Decimal(str(column.max)):
        raise Bad(f"{_expected(column)}，不大于 {column.max:g}", f"大于 {column.max:g}", is_out_of_range=True)
    if abs(value) >= 10**12:
        raise Bad(_expected(column), "数字过大")
    return value.quantize(Decimal("0.000001"))
