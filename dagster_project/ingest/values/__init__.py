"""What a cell's text means: one function a type, text in, a value or a Bad out. Nothing is guessed.

Every parser takes the text and the Column (numbers also the unit of the heading) and returns the value,
None for an empty cell; or a Mended value with a note to show; or raises Bad with what was expected and what
to do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dagster_project.ingest.contract import Column
from dagster_project.ingest.values.base import Bad, Mended, check_error
from dagster_project.ingest.values.choices import parse_choice, parse_flag
from dagster_project.ingest.values.dates import parse_date
from dagster_project.ingest.values.numbers import parse_integer, parse_number, parse_percent
from dagster_project.ingest.values.texts import (
    parse_application,
    parse_certificate,
    parse_code,
    parse_name,
    parse_names,
    parse_publication,
    parse_text,
    parse_uscc,
)

__all__ = ["Bad", "Mended", "read_value"]

_PARSERS: dict[str, Callable[..., Any]] = {
    "text": parse_text,
    "name": parse_name,
    "names": parse_names,
    "uscc": parse_uscc,
    "code": parse_code,
    "date": parse_date,
    "integer": parse_integer,
    "number": parse_number,
    "percent": parse_percent,
    "flag": parse_flag,
    "choice": parse_choice,
    "patent_publication": parse_publication,
    "patent_application": parse_application,
    "certificate": parse_certificate,
}
_WITH_UNIT = frozenset({"number", "percent", "integer"})


def read_value(text: str, column: Column, unit: str = "") -> Any:
    """What the cell's text means under the column's type; unit: that of the heading.

    Returns the value, None for an empty cell, or Mended. Raises Bad.
    """
    check_error(text)
    parse = _PARSERS[column.type]
    return parse(text, column, unit) if column.type in _WITH_UNIT else parse(text, column)
