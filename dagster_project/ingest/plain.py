"""Cells that are written plainly, read as arrays: what values/ would say of them, without asking cell by cell.

Only texts that have one reading are taken, told by their characters; every other goes to values.read_value. That both say
the same is tested.
"""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.identity.codes import valid_usccs
from dagster_project.ingest.contract import Column

# Five characters or more, the first a Chinese one: no word for an empty cell, no error value, nothing to clean.
_TEXT = r"^\p{Han}[\p{Han}（）()A-Za-z0-9·]{4,}$"
_CODE, _NO_CODE = "^[0-9A-Z]{5,}$", r"^\dE\d+$"
# Day for day in the calendar, but for the 29th of February; years as parse_date takes them
_DAY = (
    r"^(?:19|2[01])\d\d[-/.](?:(?:0[1-9]|1[0-2])[-/.](?:0[1-9]|1\d|2[0-8])"
    r"|(?:0[13-9]|1[0-2])[-/.](?:29|30)|(?:0[13578]|1[02])[-/.]31)$"
)
_NUMBER, _SHARE, _WHOLE = r"^\d{1,12}(\.\d{1,6})?$", r"^\d{1,12}(\.\d{1,6})?%$", r"^\d{1,12}$"

_WIDE = pa.decimal128(26, 6)


def plain_values(column: Column, texts: pa.StringArray, unit: str) -> pa.Array:
    """The values of the texts that are plain, in the column's lake type; null for all others."""
    if column.type in ("text", "name", "names"):
        return _only(texts, pc.match_substring_regex(texts, _TEXT))
    if column.type == "uscc":
        return _only(texts, pa.array(valid_usccs(texts)))
    if column.type == "code":
        destroyed = pc.match_substring_regex(texts, _NO_CODE)
        return _only(texts, pc.and_not(pc.match_substring_regex(texts, _CODE), destroyed))
    if column.type in ("integer", "number", "percent") and not {"words", "strip"} & set(column.options):
        return _numbers(column, texts, unit)
    if column.type == "date":
        return _days(column, texts)
    return pa.nulls(len(texts), column.lake_type)


def _days(column: Column, texts: pa.StringArray) -> pa.Array:
    """Days with the year first, from the contract's first day on."""
    days = _only(texts, pc.match_substring_regex(texts, _DAY))
    days = pc.cast(pc.replace_substring_regex(days, "[/.]", "-"), pa.date32())
    if column.min is not None:
        days = _only(days, pc.greater_equal(days, pa.scalar(column.min, pa.date32())))
    return days


def _only(texts: pa.Array, chosen: pa.Array) -> pa.Array:
    return pc.if_else(chosen, texts, pa.scalar(None, texts.type))


def _numbers(column: Column, texts: pa.StringArray, unit: str) -> pa.Array:
    """Numbers in the contract's own unit and within its bounds."""
    pattern = {"integer": _WHOLE, "number": _NUMBER, "percent": _SHARE}[column.type]
    if column.type == "number" and unit not in ("", column.unit):
        return pa.nulls(len(texts), column.lake_type)
    matched = _only(texts, pc.match_substring_regex(texts, pattern))
    values = pc.cast(pc.utf8_rtrim(matched, "%"), column.lake_type)
    for bound, within in ((column.min, pc.greater_equal), (column.max, pc.less_equal)):
        if bound is not None:
            limit = pa.scalar(Decimal(str(bound)), _WIDE)
            values = _only(values, within(pc.cast(values, _WIDE), limit))
    return values
