"""Writes one workbook: a cover, then a sheet a table. Rows stream from the pool into the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache
from math import ceil
from pathlib import Path

import duckdb
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dagster_project.publish import cover, styles
from dagster_project.publish.cells import chinese_date, number, safe_text
from dagster_project.publish.checks import Rule, rule_of
from dagster_project.publish.context import Context, Place
from dagster_project.publish.fast_sheet import FastSheet
from dagster_project.publish.marks import marked
from dagster_project.publish.styles import Styles
from dagster_project.publish.tables import Column, Entry, Table, rows
from dagster_project.publish.words import LEVEL, SAMPLE, STATUS

LAST_ROW = 1_000_000  # a sheet ends at 1,048,576; what is beyond stands in the CSV, and the sheet says so
TITLE_ROW, HEAD_ROW, FIRST_ROW = 0, 1, 2
RANGES = 200  # ranges of cells under one validation: a longer list is refused by some programs
LINE, MOST_LINES = 13, 16
NUMBERS = ("integer", "year", "number", "score", "share")
TITLE_WIDER = 1.25  # a character of the title beside one of the columns' width


def write_workbook(
    connection: duckdb.DuckDBPyConnection, path: Path, context: Context, place: Place, tables: list[Table]
) -> dict[str, int]:
    """Write place's workbook to `path`; the number of rows on each sheet.

    The same pool gives the same cells: no clock time, no run, no absolute path.
    """
    book, looks = _book(path, context, f"{place.name}培育库")
    front = book.add_worksheet("封面")
    counts = {}
    tables = [
        replace(table, empty=table.empty.format(unchanged=context.unchanged))
        for table in tables
        if not table.optional or _has_rows(connection, table, place)
    ]
    for table in tables:
        sheet = book.add_worksheet(table.title, FastSheet)
        counts[table.title] = _write_table(connection, sheet, looks, context, place, table)
    cover.write(connection, front, looks, context, place, tables, counts)
    book.close()
    return counts


def write_sheet(
    connection: duckdb.DuckDBPyConnection, path: Path, context: Context, place: Place, table: Table
) -> dict[str, int]:
    """Write one table alone, without a cover, to `path`; {its title: its rows}."""
    book, looks = _book(path, context, f"{place.name}{table.title}")
    count = _write_table(connection, book.add_worksheet(table.title, FastSheet), looks, context, place, table)
    book.close()
    return {table.title: count}


def _book(path: Path, context: Context, title: str) -> tuple[xlsxwriter.Workbook, Styles]:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
    created = datetime.combine(context.as_of, time())
    mark = f"（{SAMPLE}）" if context.is_sample else ""
    book.set_properties({"title": f"{title}{mark}", "created": created})
    book.set_size(2400, 1500)
    return book, Styles(book)


def _has_rows(connection, table: Table, place: Place) -> bool:
    return connection.execute(f"{table.sql(place.filter)} limit 1", place.parameters).fetchone() is not None


def _write_table(
    connection, sheet: FastSheet, looks: Styles, context: Context, place: Place, table: Table
) -> int:
    layout = table.layout(entries=table.city_entries or place.level != "city")
    _prepare(sheet, looks, context, place, table, layout)
    asked = [column for column in table.columns if column.kind != "place"]
    fields = {name: at for at, name in enumerate(table.fields)}
    shown = [_cell_of(column, place, fields) for column in layout]
    compared = [
        (at, column) for at, column in enumerate(layout) if isinstance(column, Column) and column.against
    ]
    plain, strong = ([_look(looks, column, total) for column in layout] for total in (False, True))
    kinds: list[str] = []
    at = FIRST_ROW
    for row in rows(connection, table.sql(place.filter), place.parameters):
        if at > LAST_ROW:
            sheet.write_string(at, 0, "……其余行见同名 CSV", looks.make(bold=True, font_color="#8B0000"))
            break
        formats = strong if table.total and row[fields[table.total]] else plain
        for index, column in compared:
            _write_marked(
                sheet, at, index, row[fields[column.name]], row[fields[column.against]], looks, formats[index]
            )
        sheet.write_line(at, _height(asked, row), [cell(row) for cell in shown], formats)
        if table.kind_column:
            kinds.append(row[fields[table.kind_column]])
        at += 1
    if at == FIRST_ROW:
        sheet.write_string(at, 0, table.empty, looks.make(italic=True, font_color="#44505C"))
    else:
        _dress(sheet, looks, table, layout, at - 1, kinds)
    sheet.print_area(TITLE_ROW, 0, max(at - 1, FIRST_ROW), len(_printed(layout)) - 1)
    return at - FIRST_ROW


def _cell_of(
    column: Column | Entry, place: Place, fields: dict[str, int]
) -> Callable[[tuple], str | float | date | None]:
    """What stands in a column's cell, of a row of the query."""
    if isinstance(column, Entry):
        return lambda row: None
    if column.kind == "place":
        return lambda row: place.code
    at, turned = fields[column.name], number if column.kind in NUMBERS else safe_text
    return lambda row: (
        None if (value := row[at]) in (None, "") else value if isinstance(value, date) else turned(value)
    )


def _look(looks: Styles, column: Column | Entry, total: bool):
    """A column's format. What is hidden isn't centred: it would spill into the empty cell before it, in print too."""
    if isinstance(column, Entry):
        return looks.entry(column.check)
    return looks.cell("hidden" if column.hidden else column.kind, total)


def _height(columns: list[Column], row: tuple) -> float:
    """Points for a row: its longest wrapped text, at most MOST_LINES lines (not every program fits rows itself).

    A character's width is that of its GBK code, one byte or two: near enough, and fast over a million cells.
    """
    lines = [
        ceil(_wide(str(value)) / (column.width - 1))
        for column, value in zip(columns, row, strict=False)
        if value and column.printed and column.kind in ("long", "text")
    ]
    return LINE * min(MOST_LINES, max(lines, default=1)) + 3


@lru_cache(maxsize=20_000)  # clauses and places come again row after row
def _wide(text: str) -> int:
    return len(text.encode("gbk", "replace"))


def _printed(layout: list[Column | Entry]) -> list[Column | Entry]:
    return [c for c in layout if isinstance(c, Entry) or c.printed]


def _prepare(
    sheet, looks, context: Context, place: Place, table: Table, layout: list[Column | Entry]
) -> None:
    """Widths, page, protection, the title row and the heading row: all that precedes the rows."""
    day = chinese_date(context.as_of)
    for index, column in enumerate(layout):
        hidden = isinstance(column, Column) and column.hidden
        sheet.set_column(index, index, column.width, None, {"hidden": hidden})
    styles.page(sheet, f"{place.name} · {table.title}", day, context.is_sample, HEAD_ROW)
    styles.protect(sheet)
    sheet.freeze_panes(FIRST_ROW, table.frozen)
    mark = f"【{SAMPLE}】" if context.is_sample else ""
    title = f"{mark}{place.name} · {table.title}（截至{day}）　{table.note}"
    printed = _printed(layout)
    lines = ceil(len(title.encode("gbk", "replace")) * TITLE_WIDER / sum(c.width for c in printed))
    sheet.set_row(TITLE_ROW, 6 + 16 * lines)
    look = looks.make(bold=True, font_size=12, valign="vcenter", text_wrap=True)
    sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, len(printed) - 1, title, look)
    sheet.set_row(HEAD_ROW, 32)
    for index, column in enumerate(layout):
        sheet.write_string(HEAD_ROW, index, column.heading, looks.heading(isinstance(column, Entry)))


def _write_marked(sheet: Worksheet, at: int, index: int, text: str, other: str, looks: Styles, look) -> None:
    """Write a text with the characters marked in which it differs from `other`; nothing where there is nothing to mark."""
    pieces = marked(safe_text(text), safe_text(other))
    if len(pieces) > 1:
        plain, mark = looks.make(), looks.make(bold=True, underline=1, font_color=styles.MARK)
        runs = [part for piece, differs in pieces for part in (mark if differs else plain, piece)]
        sheet.write_rich_string(at, index, *runs, look)


def _dress(sheet, looks, table: Table, layout: list[Column | Entry], last: int, kinds: list[str]) -> None:
    """Filter, colours, bars and validation over the rows that were written."""
    sheet.autofilter(HEAD_ROW, 0, last, len(layout) - 1)
    for index, column in enumerate(layout):
        if isinstance(column, Entry):
            runs = _runs(kinds) if column.check == "by_fact" else [(0, last - FIRST_ROW, "")]
            _validate(sheet, column, index, runs)
        elif column.kind == "status":
            styles.colour(sheet, looks, index, FIRST_ROW, last, tuple(STATUS.values()))
        elif column.kind == "level":
            styles.colour(sheet, looks, index, FIRST_ROW, last, tuple(LEVEL.values()))
        elif column.name in table.bars:
            styles.bar(sheet, index, FIRST_ROW, last, 1 if column.kind == "share" else 100)


def _runs(kinds: list[str]) -> list[tuple[int, int, str]]:
    """Consecutive equal kinds as (first, last, kind), so that a long sheet needs few validations."""
    found: list[tuple[int, int, str]] = []
    for at, kind in enumerate(kinds):
        if found and found[-1][2] == kind:
            found[-1] = (found[-1][0], at, kind)
        else:
            found.append((at, at, kind))
    return found


def _validate(sheet, entry: Entry, column: int, runs: list[tuple[int, int, str]]) -> None:
    """Excel's own check on a column of entries, one for all rows that are checked alike."""
    title: Rule = {"error_title": entry.heading, "ignore_blank": True}
    hint: Rule = {"input_title": entry.heading, "input_message": entry.hint} if entry.hint else {}
    alike: dict[str, tuple[Rule, list[list[int]]]] = {}
    for first, last, fact in runs:
        if rule := rule_of(entry, fact):
            alike.setdefault(repr(rule), (rule, []))[1].append(
                [FIRST_ROW + first, column, FIRST_ROW + last, column]
            )
    for rule, ranges in alike.values():
        for at in range(0, len(ranges), RANGES):
            one, *others = ranges[at : at + RANGES]
            more: Rule = {"other_cells": others} if others else {}
            sheet.data_validation(*one, rule | title | hint | more)
