"""Cells that are written plainly, read as arrays: what values/ would say of them, without asking cell by cell.

Only texts that have one reading are taken, told by their characters; every other goes to values.read_value. That both say
the same is tested.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.identity.codes import valid_usccs
from dagster_project.identity.patents import GRANTED_KINDS, valid_applications
from dagster_project.ingest.contract import Column
from dagster_project.ingest.values.base import NOTHING
from dagster_project.ingest.values.numbers import BEHIND_NUMBERS, SCALE

# Five signs or more, the first a Chinese one, spaces between them: no word for an empty cell, no error value, nothing to clean.
_TEXT = r"^\p{Han}(?: ?[\p{Han}（）()A-Za-z0-9·]){4,}$"
_ONE = r"[\x{4e00}-\x{9fff}](?:[\p{Han}（）()A-Za-z0-9·]*[\x{4e00}-\x{9fff}）)])?"
_SEVERAL = f"^{_ONE}(?:、{_ONE})+$"
_SAY_NOTHING = f"(?:^|、)(?:{'|'.join(sorted(word for word in NOTHING if word.isalpha()))})(?:、|$)"
_CODE, _NO_CODE = "^[0-9A-Z]{5,}$", r"^\dE\d+$"
_PUBLICATION = rf"^CN\d{{7,9}}[{GRANTED_KINDS}]$"
# Day for day in the calendar; years as parse_date takes them
_DAY = (
    r"^(?:(?:19|2[01])\d\d[-/.](?:(?:0[1-9]|1[0-2])[-/.](?:0[1-9]|1\d|2[0-8])"
    r"|(?:0[13-9]|1[0-2])[-/.](?:29|30)|(?:0[13578]|1[02])[-/.]31)"
    r"|(?:(?:19|2[01])(?:0[48]|[2468][048]|[13579][26])|2000)[-/.]02[-/.]29)$"
)
_WHOLE = r"-?(?:\d{1,12}|\d{1,3}(?:,\d{3}){1,3})"
_PLACES = 6  # behind the point, of every number in the lake
_WIDE = pa.decimal128(26, _PLACES)


def plain_values(column: Column, texts: pa.StringArray, unit: str) -> pa.Array:
    """The values of the texts that are plain, in the column's lake type; null for all others."""
    kind, options = column.type, column.options
    if kind in ("text", "name", "names"):
        plain = _only(texts, pc.match_substring_regex(texts, _TEXT))
        return pc.coalesce(plain, _lists(texts)) if kind == "names" else plain
    if kind == "uscc":
        return _only(texts, pa.array(valid_usccs(texts)))
    if kind in ("code", "certificate"):
        destroyed = pc.match_substring_regex(texts, _NO_CODE)
        codes = _only(texts, pc.and_not(pc.match_substring_regex(texts, _CODE), destroyed))
        return codes if kind == "code" else _of_pattern(codes, options.get("pattern", ""))
    if kind == "patent_publication":
        return _only(texts, pc.match_substring_regex(texts, _PUBLICATION))
    if kind == "patent_application":
        return _only(texts, pa.array(valid_applications(texts)))
    if kind == "date":
        return _days(column, texts)
    if kind in ("integer", "number", "percent") and not {"words", "strip"} & set(options):
        return _within(column, _numbers(column, texts, unit))
    return pa.nulls(len(texts), column.lake_type)


def _lists(texts: pa.StringArray) -> pa.StringArray:
    """Names with 、 between them, none of which says that there is none."""
    several = pc.and_not(
        pc.match_substring_regex(texts, _SEVERAL), pc.match_substring_regex(texts, _SAY_NOTHING)
    )
    return pc.replace_substring(_only(texts, several), "、", "; ")


def _of_pattern(codes: pa.StringArray, pattern: str) -> pa.StringArray:
    wanted = re.compile(pattern)
    return _only(
        codes, pa.array([bool(code and wanted.match(code)) for code in codes.to_pylist()], pa.bool_())
    )


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
    """Numbers in the contract's own unit, or in the heading's."""
    if column.type == "integer":
        return _read(column, texts, _WHOLE, "")
    if column.type == "percent":
        marked = _read(column, texts, _with_places(_PLACES), "%")
        bare = _read(column, texts, _with_places(_PLACES), "")
        below = column.options.get("ambiguous_below")
        if unit not in ("%", "％"):
            if column.options.get("bare") == "fraction":
                return marked
            if below is not None:
                size = pc.abs(pc.cast(bare, _WIDE))
                limit, zero = (pa.scalar(Decimal(str(bound)), _WIDE) for bound in (below, 0))
                bare = _only(bare, pc.or_(pc.greater(size, limit), pc.equal(size, zero)))
        return pc.coalesce(marked, bare)
    own = "|".join(sign for sign in BEHIND_NUMBERS.split("|") if SCALE[sign] == SCALE.get(column.unit))
    if not own:
        return _read(column, texts, _with_places(_PLACES), "")
    marked = _read(column, texts, _with_places(_PLACES), f"(?:{own})")
    # every scale is a power of ten
    shift = len(str(SCALE[column.unit])) - len(str(SCALE.get(unit, SCALE[column.unit])))
    if not 0 <= shift <= _PLACES:
        return marked
    bare = _read(column, texts, _with_places(_PLACES - shift), "")
    if shift:
        bare = pc.cast(pc.multiply(bare, pa.scalar(Decimal(1).scaleb(-shift))), column.lake_type)
    return pc.coalesce(marked, bare)


def _with_places(most: int) -> str:
    return rf"{_WHOLE}(?:\.\d{{1,{most}}})?" if most else _WHOLE


def _read(column: Column, texts: pa.StringArray, pattern: str, sign: str) -> pa.Array:
    """The texts that are a number as the pattern has it, with a sign behind it."""
    matched = _only(texts, pc.match_substring_regex(texts, f"^{pattern}{sign}$"))
    return pc.cast(pc.replace_substring_regex(matched, "[^-.0-9]", ""), column.lake_type)


def _within(column: Column, values: pa.Array) -> pa.Array:
    for bound, within in ((column.min, pc.greater_equal), (column.max, pc.less_equal)):
        if bound is not None:
            limit = pa.scalar(Decimal(str(bound)), _WIDE)
            values = _only(values, within(pc.cast(values, _WIDE), limit))
    return values
