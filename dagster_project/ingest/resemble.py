"""Whether lines that the contract can't read look like a list of its all the same: near headings over rows of data.

Such a table is held with its headings named, wherever it stands in a file; nothing is read under another table's headings.
"""

from __future__ import annotations

import re

from dagster_project.ingest.contract import Contract
from dagster_project.ingest.lines import may_be_line, may_close
from dagster_project.ingest.near import nearest
from dagster_project.ingest.readers.base import Row

_LONGEST = 20
_COMPANY = re.compile(r"(?:公司|厂|合作社|中心|研究院|研究所|事务所|银行|学院|大学)(?:[(（].*[)）])?$")
# A credit code, a certificate's, a registration's or a patent's number; no telephone's
_CODE = re.compile(r"[0-9A-Z]{18}|[A-Z]{1,4}\d{6,}[\dX.]*|\d{6,}[A-Z]\d+")
_HEADING_WORD = re.compile(r"名称|全称|单位|企业|主体|编号|号码|代码|证书|姓名|名字|序号")


def may_open_table(text: str) -> bool:
    """Whether a cell in the place of a company's name could be a heading of another table; quick to say no."""
    return len(text) <= _LONGEST and bool(_HEADING_WORD.search(text)) and not _COMPANY.search(text)


def opens_table(contract: Contract, cells: list[str]) -> bool:
    """Whether a line looks like headings, known or not: several short texts without a figure or a company, at least two
    of them a known heading or near one.
    """
    filled = list(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))
    if len(filled) < 2 or not all(map(_is_title, filled)):
        return False
    return sum(bool(contract.read_heading(c) or nearest(contract, c)) for c in filled) >= 2


def is_list(contract: Contract, head: list[Row]) -> bool:
    """Whether a table without a readable heading is a list of this contract's under other headings: a line of headings
    of which one is the name's or near it, and under it a line with a figure or a company in it.
    """
    for index, (_, cells) in enumerate(head[:-1]):
        if opens_table(contract, cells) and any(_is_anchor(contract, cell) for cell in cells if cell.strip()):
            below = (c.strip() for _, row in head[index + 1 : index + 4] for c in row if c.strip())
            return any(_COMPANY.search(c) or any(map(str.isdigit, c)) for c in below)
    return False


def table_in(contract: Contract, rows: list[Row]) -> Row | None:
    """Where lines that no heading is known for look like a table: its line of headings, or its first row where it has
    none; None for titles, and for labels with their values (填报单位 | 某县 | 日期 | ...).
    """
    heading: Row | None = None
    width = 0
    for row in rows:
        filled = [cell.strip() for cell in row[1] if cell.strip()]
        if len(set(filled)) < 2 or any(map(_is_label, filled)):
            continue
        if all(map(_is_title, filled)):
            words = sum(bool(_HEADING_WORD.search(c) or nearest(contract, c)) for c in set(filled))
            if words > 1 or (words and len(set(filled)) > 2):
                heading, width = row, len(filled)
        elif is_entry(row[1]) or (
            heading and len(filled) >= width - 1 and any(map(str.isdigit, "".join(filled)))
        ):
            return heading or row
    return None


def _is_label(cell: str) -> bool:
    return may_be_line(cell) or (may_close(cell) and not cell[0].isdigit())


def is_entry(cells: list[str]) -> bool:
    """Whether a line under no heading looks like a row of a list: a company or a code with something beside it, and no
    label before it.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    named = [i for i, cell in enumerate(filled) if _COMPANY.search(cell) or _CODE.fullmatch(cell)]
    labelled = any(_is_title(filled[i - 1]) and _HEADING_WORD.search(filled[i - 1]) for i in named if i)
    return bool(named) and len(set(filled)) > 1 and not labelled


def _is_title(cell: str) -> bool:
    return (
        len(cell) <= _LONGEST
        and not any(sign.isdigit() and sign.isascii() for sign in cell)
        and not _COMPANY.search(cell)
    )


def _is_anchor(contract: Contract, cell: str) -> bool:
    targets = contract.read_heading(cell)
    if targets:
        return any(target.column == contract.anchor.name for target in targets)
    near = nearest(contract, cell)
    return bool(near) and any(t.column == contract.anchor.name for t in contract.read_heading(near))
