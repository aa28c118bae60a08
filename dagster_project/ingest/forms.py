"""Forms of labels and values (申请书), read as one row: each label a heading, its value to the right of it."""

from __future__ import annotations

from dataclasses import dataclass

from dagster_project.identity.text import clean, fold
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.layout import Layout, build, texts_beside
from dagster_project.ingest.readers.base import Row
from dagster_project.ingest.units import amount_unit


@dataclass
class Form:
    """A sheet of labels and values read as one row."""

    layout: Layout
    numbers: list[int]
    rows: list[list[str]]
    unused: list[str]


def read_form(contract: Contract, head: list[Row]) -> Form | None:
    """Labels with their values to the right, at least three of them, the required ones among them; else None.

    The row is numbered as the anchor's label. A label that the contract does not know is told, and not read.
    """
    labels: list[str] = []
    values: list[str] = []
    unused: list[str] = []
    row = head[0][0]
    for number, cells in head:
        texts = [clean(c) for c in cells]
        position = 0
        while position < len(texts):
            text = texts[position]
            following = position + 1
            while following < len(texts) and (not texts[following] or texts[following] == text):
                following += 1
            targets = contract.read_heading(text) if text else ()
            value = texts[following] if following < len(texts) else ""
            if (
                any(t.kind == "column" for t in targets)
                and not contract.read_heading(value)
                and fold(text) not in map(fold, labels)
            ):
                labels.append(text)
                values.append(value)
                if any(t.column == contract.anchor.name for t in targets):
                    row = number
                position = following + 1
            else:
                if text and value and not targets and len(text) < 40 and position == 0:
                    unused.append(text)
                position = following
    layout = build(contract, labels, row)
    if len(layout.columns) < 3 or contract.anchor.name not in layout.columns or not any(values):
        return None
    layout.unit, layout.unclear_unit = amount_unit(texts_beside(contract, head))
    layout.headings = labels
    return Form(layout, [row], [values], unused)
