"""What a cell's text means: one function a type, text in, a value or a Bad out. Nothing is guessed.

Every parser takes the text and the Column and returns the value (None for an empty cell) or raises Bad with what was
expected and what to do. `Mended` carries a value together with a note to show.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from dagster_project.identity import codes, patents
from dagster_project.identity.text import chinese_number, clean, fold, half_width
from dagster_project.ingest.contract import Column

BLANK = frozenset({"", "-", "--", "---", "/", "\\", "n/a", "#n/a", "null", "none", "nan", "<na>", "nil"})
NOTHING = BLANK | {"无", "暂无", "不详", "未知", "空", "不适用", "没有", "未填", "未填写"}
OPEN_ENDED = frozenset({"长期", "永久", "至今", "无固定期限", "无限期", "长期有效"})
ERRORS = frozenset({"#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#getting_data"})


class Bad(ValueError):
    """A cell that can't be read: expected (Chinese), why, and what to do."""

    def __init__(self, expected: str, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.expected, self.reason = expected, reason
        self.remedy = remedy or f"请按“{expected}”改正后重新提交"


class Mended(NamedTuple):
    """A value that is not quite what was written, and the note that says so."""

    value: Any
    note: str


def parse_text(text: str, column: Column) -> str | None:
    text = clean(text)
    if "\ufffd" in text:
        raise Bad("能认读的文字", "含有乱码", "请用原软件另存为 UTF-8 的 CSV 或 xlsx 后重新提交")
    return None if fold(text) in BLANK else text


_BREAKS = re.compile(r"\s*[\r\n\t]+\s*")
_NOT_A_NAME = re.compile(r"[\W\d_]*")


def parse_name(text: str, column: Column) -> str | None:
    """A name as published; a cell broken over lines is closed up. A number or punctuation alone is no name."""
    text = parse_text(_BREAKS.sub("", text), column)
    if text is None or fold(text) in NOTHING:
        return None
    if _NOT_A_NAME.fullmatch(text):
        raise Bad("企业名称", "不像名称：没有文字", "请核对是否错列")
    return text


_SEPARATORS = re.compile(r"[;；|｜\r\n\t]+|(?<=[\u4e00-\u9fff）)])\s*[,，、]\s*(?=[\u4e00-\u9fff（(])")


def parse_names(text: str, column: Column) -> str | None:
    """Several names of one cell, in order, joined by '; '."""
    names = [clean(part).strip("，,、") for part in _SEPARATORS.split(text)]
    kept = [name for name in names if fold(name) not in NOTHING]
    if any("\ufffd" in name for name in kept):
        raise Bad("能认读的文字", "含有乱码", "请用原软件另存为 UTF-8 的 CSV 或 xlsx 后重新提交")
    return "; ".join(kept) or None


def parse_uscc(text: str, column: Column) -> str | Mended | None:
    if fold(text) in NOTHING:
        return None
    code, note = codes.read_uscc(text)
    if code:
        return Mended(code, note) if note else code
    tidy = codes.tidy(text)
    if codes.is_registration_no(tidy):
        return Mended(tidy, note)
    raise Bad("统一社会信用代码（18位，校验通过）", note, "请对照营业执照核对；单元格请设为文本格式")


def parse_code(text: str, column: Column) -> str | Mended | None:
    """A published code, kept: spaces and width folded, upper case."""
    if fold(text) in NOTHING:
        return None
    if codes.is_destroyed(text):
        return Mended(None, "被电子表格变成了科学计数法，位数已丢失，不能使用")
    if "\ufffd" in text:
        raise Bad("能认读的代码", "含有乱码")
    code = half_width(text).upper()
    return code.removesuffix(".0") if code.removesuffix(".0").isdigit() else code


_DATE_TIME = re.compile(r"(?<=\d)[T\s]+\d{1,2}:\d{1,2}(:\d{1,2}(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$")
_YMD = re.compile(r"^(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})[日号]?$")
_XYY = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
_CHINESE = re.compile(
    r"^([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十廿卅]{1,3})[日号]$"
)
_DATE = "日期，如 2019-07-09"
_EPOCH = dt.date(1899, 12, 30)


def parse_date(text: str, column: Column) -> dt.date | None:
    """A day. Day first or month first only where one of them is over 12, or the contract's `order` (dmy, mdy) says so."""
    if fold(text) in NOTHING or fold(text) in OPEN_ENDED:
        return None
    bare = _DATE_TIME.sub("", re.sub(r"\s+", " ", clean(text)))
    bare = half_width(bare)
    day = _read_day(bare, text, column)
    if not dt.date(1900, 1, 1) <= day <= dt.date(2199, 12, 31):
        raise Bad(_DATE, f"年份 {day.year} 不合情理")
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
        return _two_first(*map(int, match.groups()), column.options.get("order", ""))
    if match := re.fullmatch(r"(\d{5})(?:\.\d+)?", bare):
        # a spreadsheet's serial number: 20000 is 1954, 73050 is 2099
        if 20000 <= int(match[1]) <= 73050:
            return _EPOCH + dt.timedelta(days=int(match[1]))
        raise Bad(_DATE, "数字不在日期序号的范围内")
    if re.fullmatch(r"\d{4}年?(\d{1,2}月?|[-/.]\d{1,2}月?)?", bare):
        raise Bad(_DATE, "只有年或年月，缺少日", "请补全到日")
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


_SCALE = {
    "元": 1,
    "圆": 1,
    "千元": 10**3,
    "万": 10**4,
    "万元": 10**4,
    "百万元": 10**6,
    "千万元": 10**7,
    "亿": 10**8,
    "亿元": 10**8,
}
_COUNTERS = "人|家|项|件|名|位|年|级|分|个|月|户|次|岁|年度"
_NUMBER = re.compile(
    r"^(?P<sign>[-+]?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)(?P<exponent>E[-+]?\d+)?"
    r"(?P<unit>元|圆|千元|万|万元|百万元|千万元|亿|亿元|%|‰|" + _COUNTERS + r")?(?:整|人民币)?$"
)


def _number(text: str, column: Column) -> tuple[Decimal, str]:
    """The number and the unit written with it. Raises Bad."""
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
    for word in strip:
        bare = bare.replace(word, "")
    if strip and (numeral := chinese_number(bare)) is not None:
        return Decimal(numeral), ""
    match = _NUMBER.match(bare)
    if not match:
        reason = "是单元格公式的错误值" if bare.lower() in ERRORS else "不是数字"
        raise Bad(_expected(column), reason)
    try:
        value = Decimal(match["digits"].replace(",", "") + (match["exponent"] or ""))
    except InvalidOperation:  # pragma: no cover - the pattern admits numbers only
        raise Bad(_expected(column), "不是数字") from None
    if match["exponent"] and value.as_tuple().exponent > 0:
        raise Bad(
            _expected(column), "被电子表格变成了科学计数法，位数已丢失", "请把该列设为数值格式后重新提交"
        )
    return (-value if match["sign"] == "-" else value), match["unit"] or ""


def _expected(column: Column) -> str:
    kind = {"integer": "整数", "percent": "百分数"}.get(column.type, "数字")
    return f"{kind}（{column.unit}）" if column.unit else kind


def parse_number(text: str, column: Column, unit: str = "") -> Decimal | None:
    """A number in the contract's unit; an amount's own unit wins over the heading's (`unit`), that over the contract's."""
    if (value := _word(text, column)) is not None:
        return value
    if fold(text) in NOTHING:
        return None
    value, written = _number(text, column)
    if column.unit in _SCALE:
        if written and written not in _SCALE:
            raise Bad(_expected(column), f"单位“{written}”不是金额单位")
        value = value * _SCALE[written or (unit if unit in _SCALE else column.unit)] / _SCALE[column.unit]
    elif written in _SCALE and written not in ("万", "亿"):
        raise Bad(_expected(column), f"单位“{written}”与本列不符")
    elif written in _SCALE:
        value *= _SCALE[written]
    elif written in ("%", "‰"):
        raise Bad(_expected(column), "写成了百分数")
    return _in_range(value, column)


def parse_percent(text: str, column: Column, unit: str = "") -> Decimal | None:
    """A share in percent: 3% and 3 are 3. A bare number that small could be a fraction is refused (`ambiguous_below`)."""
    if fold(text) in NOTHING:
        return None
    value, written = _number(text, column)
    if written == "‰":
        value /= 10
    elif written not in ("", "%"):
        raise Bad(_expected(column), f"单位“{written}”与本列不符")
    below = column.options.get("ambiguous_below")
    if below is not None and not written and unit not in ("%", "％") and 0 < abs(value) <= below:
        raise Bad(_expected(column), "分不清是百分数还是小数", f"请带上百分号：{value * 100}% 或 {value}%")
    return _in_range(value, column)


def parse_integer(text: str, column: Column, unit: str = "") -> int | None:
    if (value := _word(text, column)) is not None:
        return int(value)
    if fold(text) in NOTHING:
        return None
    value, written = _number(text, column)
    if written in _SCALE or written in ("%", "‰"):
        raise Bad(_expected(column), f"单位“{written}”与本列不符")
    if value != value.to_integral_value():
        raise Bad(_expected(column), "带小数")
    return int(_in_range(value, column))


def _word(text: str, column: Column) -> Decimal | None:
    words = column.options.get("words")
    return Decimal(str(words[clean(text)])) if words and clean(text) in words else None


def _in_range(value: Decimal, column: Column) -> Decimal:
    if column.min is not None and value < Decimal(str(column.min)):
        raise Bad(f"{_expected(column)}，不小于 {column.min}", f"小于 {column.min}")
    if column.max is not None and value > Decimal(str(column.max)):
        raise Bad(f"{_expected(column)}，不大于 {column.max}", f"大于 {column.max}")
    if abs(value) >= 10**12:
        raise Bad(_expected(column), "数字过大")
    return value.quantize(Decimal("0.000001"))


_YES = frozenset(
    [
        "是",
        "有",
        "√",
        "✓",
        "✔",
        "☑",
        "1",
        "1.0",
        "true",
        "yes",
        "y",
        "t",
        "对",
        "属于",
        "符合",
        "已",
        "是的",
        "通过",
        "具备",
    ]
)
_NO = frozenset(
    [
        "否",
        "无",
        "×",
        "x",
        "✗",
        "✘",
        "☒",
        "0",
        "0.0",
        "false",
        "no",
        "n",
        "f",
        "错",
        "不属于",
        "不符合",
        "未",
        "没有",
        "不是",
        "不具备",
    ]
)


def parse_flag(text: str, column: Column) -> int | None:
    folded = fold(text)
    if folded in _YES or folded in map(fold, column.options.get("true_words") or ()):
        return 1
    if folded in _NO or folded in map(fold, column.options.get("false_words") or ()):
        return 0
    if folded in BLANK or folded in ("不详", "未知", "不清楚", "不适用"):
        return None
    raise Bad("是 或 否", "既不是“是”也不是“否”", "请填 是 或 否；不知道请留空")


def parse_choice(text: str, column: Column) -> str | None:
    text = parse_text(_BREAKS.sub("", text), column) or ""
    if not text:
        return None
    folded = fold(text).replace("“", '"').replace("”", '"')
    for value, spellings in column.choices.items():
        if any(folded == fold(s).replace("“", '"').replace("”", '"') for s in (value, *spellings)):
            return value
    if column.options.get("otherwise") == "keep":
        return text
    allowed = "、".join(spellings[0] if spellings else value for value, spellings in column.choices.items())
    raise Bad(f"其中之一：{allowed}", "不在可选值之内", "请改成可选值；确是新的写法，请加到约定的 choices")


def parse_publication(text: str, column: Column) -> str | None:
    if fold(text) in NOTHING:
        return None
    number, note = patents.read_publication(text)
    if not number:
        raise Bad("授权公告号，如 CN104751825B", note, "只计已授权的专利；号码请对照公报核对")
    return number


def parse_application(text: str, column: Column) -> str | Mended | None:
    if fold(text) in NOTHING:
        return None
    number, note = patents.read_application(text)
    return number or Mended(None, note)


def parse_certificate(text: str, column: Column) -> str | None:
    if fold(text) in NOTHING:
        return None
    code = codes.tidy(text)
    if not re.match(column.options.get("pattern", ""), code):
        raise Bad(f"{column.title}，形如 {column.options['pattern']}", "格式不符", "请对照证书或公告核对")
    return code


PARSERS: dict[str, Callable[..., Any]] = {
    "text": parse_text, "name": parse_name, "names": parse_names, "uscc": parse_uscc, "code": parse_code,
    "date": parse_date, "integer": parse_integer, "number": parse_number, "percent": parse_percent, "flag": parse_flag,
    "choice": parse_choice, "patent_publication": parse_publication, "patent_application": parse_application,
    "certificate": parse_certificate,
}  # fmt: skip
