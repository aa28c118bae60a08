"""Which sheets of a file are read as a list, told by their names."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from dagster_project.ingest.contract import Contract
from dagster_project.ingest.readers.base import Sheet

_HELP = re.compile(r"说明|帮助|须知|字典|选项|^readme|^help|^lists?$", re.I)


def is_help(sheet: Sheet) -> bool:
    """Whether a sheet's name says that it explains, and holds no rows."""
    return bool(_HELP.search(sheet.name))


def only_named(sheets: Iterator[Sheet], contract: Contract, is_guest: bool = False) -> Iterator[Sheet]:
    """Of a workbook that has a sheet that the contract names, that sheet alone, with a note on the others; of any
    other file every sheet but those to pass by, of another source's file (is_guest) none. Each member of an archive
    is a file of its own.
    """
    for _, group in itertools.groupby(sheets, key=lambda sheet: sheet.member):
        mine: list[Sheet] = []
        others: list[Sheet] = []
        for sheet in group:
            named = sheet.name.strip() in contract.sheets
            (mine if named else others).append(sheet)
            if named or not mine:
                sheet.rows = list(sheet.rows)  # the reader may close this sheet with its next
        # of another source's file that source tells what nobody reads; sheets to pass by are ours, and no news
        unread = [] if is_guest else [s.name for s in others if s.name.strip() not in contract.pass_by]
        if mine and unread:
            mine[0].notes.append(f"本名单只读这张表，同一文件的其他表未读：{'、'.join(unread)}")
        if mine:
            yield from mine
        elif not is_guest:
            yield from (sheet for sheet in others if sheet.name.strip() not in contract.pass_by)
