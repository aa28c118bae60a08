"""The unit of a table's amounts, as a line beside the table says it: 单位：万元, 金额单位为元, 以元为单位.

填报单位：元泰新材料 is a company: only whole unit words after 单位, 金额单位, 货币单位 count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from dagster_project.ingest.values.numbers import SCALE

_LABEL = re.compile(r"([\u4e00-\u9fff]*?)单\s*位\s*(均?[为是]|[:(]|)\s*")
_AMOUNT_LABEL = re.compile(r"(?:金额|货币|人民币|计量|计价|数据)$")
_OF_TABLE = re.compile(r"(?:^|本表|表中|表内|以下|以上|下同|注)$")
_TURNED = re.compile(r"以(?:人民币)?\s*([^\s,，、;；。:]{1,6}?)\s*为(?:金额|货币|计量|计价)?单\s*位")
_CURRENCY = re.compile(r"^(?:人民币|rmb|cny|[¥￥])+|(?:人民币|rmb|cny)+$", re.I)
# What is said around a unit and of it: 人民币（元）, 以元计, 必填（元）
_AROUND = re.compile(r"人民币|rmb|cny|[¥￥]|以|计|必填|选填|[\s()\[\]【】:,，、。]")
_UNIT_IN_IT = re.compile(
    r"[元圆币¥￥$€£]|(?:^|[\s(（])[百千万亿](?:$|[\s)）,，、])|rmb|cny|usd|eur|hkd|jpy", re.I
)
# 60万元, ￥500, 60万（人民币）, 两万元: an amount of its own
_AMOUNT_OR_LABEL = re.compile(
    r"\d[\d,，.\s]*[(（]?[十百千万亿]*[元圆]|[¥￥$€£币a-z]\s*\d|^\W*\d[\d,，.\s]*[十百千万亿]*(?:[(（].*)?$"
    r"|[一二两三四五六七八九壹贰叁肆伍陆柒捌玖零廿卅半几数干][十百千万亿拾佰仟元圆]|单\s*位",
    re.I,
)
_OF_OTHERS = frozenset(
    [
        "人",
        "名",
        "家",
        "个",
        "项",
        "件",
        "户",
        "年",
        "岁",
        "次",
        "台",
        "套",
        "只",
        "%",
        "‰",
        "百分比",
        "平方米",
        "m2",
        "㎡",
        "亩",
        "公顷",
        "吨",
        "千克",
        "公斤",
        "千瓦时",
        "度",
    ]
)
_MONEY = re.compile(r"[十百千万亿]*(?:[\u4e00-\u9fff]{0,2}(?:元|币|镑)|usd|eur|hkd|jpy|[$€£])", re.I)
_BETWEEN = re.compile(r"[\s、,;/。.:()\[\]|和及与]+")


def amount_unit(texts: Iterable[str]) -> tuple[str, str]:
    """The unit that the texts give to amounts and '', or '' and the words that speak of a unit which can't be told.

    A 金额单位 goes before a bare 单位; two different ones of the same rank can't be told. ('', '') where none speaks of it.
    """
    found: dict[bool, dict[str, str]] = {True: {}, False: {}}
    for text in texts:
        for is_amount, unit, words in _said(unicodedata.normalize("NFKC", text)):
            found[is_amount].setdefault(unit, words)
    units = found[True] or found[False]
    if len(units) == 1 and "" not in units:
        return next(iter(units)), ""
    return "", "、".join(units.values())


def bare_unit(text: str) -> str:
    """The unit of amounts that is all a cell says (元, 万元, 人民币（元）, 以元计), '' where it says anything else."""
    bare = _AROUND.sub("", unicodedata.normalize("NFKC", text).lower())
    return bare if bare in SCALE else ""


def speaks_of_unit(text: str) -> bool:
    """Whether a text that is no amount has a unit of amounts in it: （元，保留两位小数）; not what 单位 introduces (amount_unit)."""
    return bool(_UNIT_IN_IT.search(text)) and not _AMOUNT_OR_LABEL.search(text)


def is_unit(text: str) -> bool:
    """Whether all that a cell says is a unit, of amounts or of anything else: 万元, （人）, %."""
    return bool(bare_unit(text)) or unicodedata.normalize("NFKC", text).strip(" ()").lower() in _OF_OTHERS


def is_units(texts: list[str]) -> bool:
    """Whether all that a line says are units, one of them of amounts."""
    return any(map(bare_unit, texts)) and all(map(is_unit, texts))


def _said(text: str) -> list[tuple[bool, str, str]]:
    """What a text says: (whether of amounts by its label, the unit or '' for one not known, the words)."""
    said: list[tuple[bool, str | None, str]] = [
        (True, _read(match[1], True), match[0]) for match in _TURNED.finditer(text)
    ]
    for match in _LABEL.finditer(text):
        is_amount = bool(_AMOUNT_LABEL.search(match[1]))
        if not is_amount and not _OF_TABLE.search(match[1]):
            continue  # 填报单位, 人数单位
        rest = text[match.end() : match.end() + 40]
        said.append((is_amount, _read(rest, is_amount and bool(match[2])), (match[0] + rest[:20]).strip()))
    return [(is_amount, unit, words) for is_amount, unit, words in said if unit is not None]


def _read(text: str, must: bool) -> str | None:
    """The unit that a text begins with; '' where it is other money, two units, or (must) none that is known; None
    where it says nothing of amounts.
    """
    units: set[str] = set()
    for part in _BETWEEN.split(text):
        bare = _CURRENCY.sub("", part)
        if bare in SCALE:
            units.add(bare)
        elif bare.lower() in _OF_OTHERS:
            must = False
        elif (bare and _MONEY.fullmatch(bare)) or (bare and must and not units):
            return ""
        elif bare:
            break
    return "" if len(units) > 1 else next(iter(units), None)
