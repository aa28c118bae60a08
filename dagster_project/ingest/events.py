"""Which event a table tells of when no column says it: its headings, the lines above it, the sheet or the file does.

A list of cancellations has the columns of a list of recognitions; read as one it would make what it takes away.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from dagster_project.ingest.contract import Column, Contract
from dagster_project.ingest.layout import Layout


class Unsettled(ValueError):
    """What a table says of its event can't be followed; the message says why (Chinese)."""


def told_event(contract: Contract, layout: Layout, titles: str, sheet: str, file: str) -> tuple[str, str]:
    """The event that a table without a column for it tells, and the text that says so; ('', '') where none does.

    titles: the lines above the table. Raises Unsettled for two events at once and for a list that is not this contract's.
    """
    name = PurePosixPath(file.replace("!", "/")).stem
    refuse_other(contract, layout, titles, sheet, name)
    column = _column(contract)
    if not column or column.name in layout.columns:
        return "", ""
    heads = _events(column, [h for h in layout.headings if h.strip()]) - {column.default}
    above = next(((e, t) for t in (titles, sheet, name) if (e := title_event(contract, t))), ("", ""))
    if len(heads) > 1 or (heads and above[0] and above[0] not in heads):
        said = "、".join(_word(column, value) for value in sorted(heads))
        raise Unsettled(f"表头像是{said}名单，表题“{above[1][:40]}”不同")
    if heads:
        return heads.pop(), "、".join(h for h in layout.headings if _events(column, [h]) - {column.default})
    return above if above[0] != column.default else ("", "")


def title_event(contract: Contract, text: str) -> str:
    """The event of a title, '' where it says none. 认定 beside another event (取消…认定资格) does not count, unless the two
    are listed (认定、取消). Raises Unsettled for two events.
    """
    column = _column(contract)
    if not column or not text:
        return ""
    found = _events(column, [text])
    others = found - {column.default}
    words = "|".join(
        w for value, ws in column.options["told_by"].items() if value != column.default for w in ws
    )
    listed = re.search(rf"[、及和与](?:{words})|(?:{words})[、及和与]", text)
    if len(others) > 1 or (others and column.default in found and listed):
        raise Unsettled(f"表题“{text[:40]}”说了几种{column.title}")
    return next(iter(others or found), "")


def refuse_other(contract: Contract, layout: Layout, *titles: str) -> None:
    """Raises Unsettled where headings or titles say that the list is not this contract's (撤销名单)."""
    for text in (*layout.headings, *titles):
        if word := next((w for w in contract.other_lists if w in text), ""):
            raise Unsettled(f"“{text[:40]}”是{word}名单，不是{contract.title}")


def _column(contract: Contract) -> Column | None:
    return next((c for c in contract.columns.values() if "told_by" in c.options), None)


def _events(column: Column, texts: list[str]) -> set[str]:
    """The events whose words stand in the texts, longer words first: 复核未通过 before 通过."""
    of = {word: value for value, words in column.options["told_by"].items() for word in words}
    pattern = re.compile("|".join(sorted(of, key=len, reverse=True)))
    return {of[word] for text in texts for word in pattern.findall(text)}


def _word(column: Column, value: str) -> str:
    return column.choices[value][0]
