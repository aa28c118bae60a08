"""Whether a line under a table's headings is more of them (sub-headings, units, what is to be filled in) or its first row.

In doubt it is a row: then an unknown heading above it is asked about, whereas a row taken for headings would be lost.
"""

from __future__ import annotations

import itertools
import re

from dagster_project.identity.text import clean
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.resemble import is_entry
from dagster_project.ingest.units import bare_unit, is_unit, speaks_of_unit
from dagster_project.ingest.values.base import is_nothing
from dagster_project.ingest.values.numbers import SCALE

# What a template writes under a heading: （全称）, 必填, 企业全称, 18位代码, 年月日, 是/否, 如：20260301, 填写全称, 3=1+2, 甲
_REMARK = re.compile(
    r"[(（【\[].*[)）】\]]"
    r"|(?:企业|单位|工商|登记|营业执照|计量|[请须应为用按填写]){0,4}(?:必填项?|选填项?|全称|简称|公章|盖章|数字|整数|小数|文本|格式|单位|年月日"
    r"|名称|日期|时间|年度|年份|金额|数量|编号|号码|代码|类型|类别|级别|种类)"
    r"|[是有]\s*[/／或、]\s*[否无]|(?:如|例|例如|示例|格式)[:：,，\d].*|(?:请|须|应)?填.*|\d{1,2}\s*位.*|[年月日yYmMdDxX×○*/.\s-]+"
    r"|\d+\s*[=＝].*|[甲乙丙丁戊己庚辛壬癸]|[A-Za-z①-⑳]",
    re.S,
)
_NUMBER = re.compile(r"[(（]?(\d{1,2})[)）]?")


def is_row(contract: Contract, above: list[list[str]], cells: list[str]) -> bool:
    """Whether a line under headings (one or two lines of them) is a row, though a kind in it such as 罚款 may be a heading
    elsewhere: it names a company, or says something of its own in another known column.
    """
    numbers = _column_numbers(cells)
    says_more = gives_units = False
    for position, cell in enumerate(map(clean, cells)):
        columns = _columns_above(contract, above, position)
        if not columns or position in numbers or is_nothing(cell):
            continue
        is_amount = any(contract.columns[c].unit in SCALE for c in columns & contract.columns.keys())
        if is_amount and speaks_of_unit(cell) and not bare_unit(cell):
            return True
        if _REMARK.fullmatch(cell) and not (is_amount and bare_unit(cell)):
            continue
        joined = [line[position] + cell for line in above if position < len(line)]
        if any(map(contract.read_heading, [cell, *joined])):
            continue
        if contract.anchor.name in columns or (is_amount and not bare_unit(cell)):
            return True
        gives_units = gives_units or is_amount
        says_more = says_more or not is_unit(cell)
    return not gives_units and (says_more or is_entry(cells))


def _columns_above(contract: Contract, above: list[list[str]], position: int) -> set[str]:
    """The columns that the headings over a position are known to feed."""
    parts = [line[position] for line in above if position < len(line) and line[position].strip()]
    forms = dict.fromkeys(("".join(parts), *parts))
    return {t.column for form in forms for t in contract.read_heading(form) if t.column}


def _column_numbers(cells: list[str]) -> set[int]:
    """Where a line numbers its columns: 1, 2, 3."""
    found = [(p, int(match[1])) for p, cell in enumerate(cells) if (match := _NUMBER.fullmatch(cell.strip()))]
    ascending = all(later == earlier + 1 for (_, earlier), (_, later) in itertools.pairwise(found))
    return {position for position, _ in found} if len(found) > 1 and ascending else set()
