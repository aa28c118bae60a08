"""The cell 更正 of a visit: 指标名称=数值, several of them, among whatever else was written there."""

from __future__ import annotations

import re
from dataclasses import dataclass

FORM = "指标名称=数值，如 研发费用=120"  # what a person is told to write
# A comma between a digit and three more is a thousands mark, any other parts two statements.
_PARTS = re.compile(r"[；;。\n]|(?<!\d)[，,]|[，,](?!\d{3}(?!\d))")
_EQUALS = re.compile(r"[=＝]")


@dataclass(frozen=True)
class Correction:
    """One statement 'title=value', both as written."""

    title: str
    value: str


def parse_corrections(text: str) -> tuple[list[Correction], str]:
    """The statements in a cell, and what is left of the cell: everything that is no statement, '' for nothing."""
    read, rest = [], []
    for piece in _PARTS.split(text):
        equals = len(_EQUALS.findall(piece))
        for part in re.split(r"\s+(?=[^=＝\s]+[=＝])", piece) if equals > 1 else [piece]:
            title, *value = (side.strip() for side in _EQUALS.split(part))
            if len(value) == 1 and title and value[0]:
                read.append(Correction(title, value[0]))
            elif part.strip():
                rest.append(part.strip())
    return read, "，".join(rest)
