"""Writes one workbook: a cover, then a sheet a table. Rows stream from the pool into the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from math import ceil
from pathlib import Path

import duckdb

from dagster_project.publish import cover, styles
from dagster_project.publish.cells import chinese_date
from dagster_project.publish.checks import Rule, rule_of
from dagster_project.publish.context import Context, Place
from dagster_project.publish.fast_sheet import FastBook, FastSheet
from dagster_project.publish.sheet_rows import Layout, SheetRows
from dagster_project.publish.styles import Styles
from dagster_project.publish.tables import Column, Entry, Table
from dagster_project.publish.words import LEVEL, SAMPLE, STATUS

CUT = "……Excel 一张表放不下，其余各行见 csv 文件夹里的同名文件"
TITLE_ROW, HEAD_ROW, FIRST_ROW = 0, 1, 2
RANGES = 200  # ranges of cells under one validation: a longer list is refused by some programs
TITLE_WIDER = 1.25  # a character of the title beside one of the columns' width


def write_workbook(
    connection: duckdb.DuckDBPyConnection, path: Path, context: Context, place: Place, tables: list[Table]
) -> dict[str, int]:
    """Write place's workbook to `path`; the number of rows on each sheet.

    The same pool gives the same cells: no clock time, no run, no absolute path.
    """
    book, looks = _book(path, context, f"{place.name}培育库")
    front = book.add_worksheet("封面")
    counts, cut = {}, set()
    tables = [
        replace(table, empty=table.empty.format(unchanged=context.unchanged))
        for table in tables
        if not table.optional or _has_rows(connection, table, place)
    ]
    for table in tables:
        sheet = book.add_worksheet(table.title, FastSheet)
        rows = _write_table(connection, sheet, looks, context, place, table)
        counts[table.title] = rows.count
        if rows.is_cut:
            cut.add(table.title)
    cover.write(connection, front, looks, context, place, tables, counts, cut)
    book.close()
    return counts


def write_sheet(
    connection: duckdb.DuckDBPyConnection, path: Path, context: Context, place: Place, table: Table
) -> dict[str, int]:
    """Write one table alone, without a cover, to `path`; {its title: its rows}."""
    book, looks = _book(path, context, f"{place.name}{table.title}")
    rows = _write_table(connection, book.add_worksheet(table.title, FastSheet), looks, context, place, table)
    book.close()
    return {table.title: rows.count}


def _book(path: Path, context: Context, title: str) -> tuple[FastBook, Styles]:
    book = FastBook(path)
    created = datetime.combine(context.as_of, time())
    mark = f"（{SAMPLE}）" if context.is_sample else ""
    book.set_properties({"title": f"{title}{mark}", "created": created})
    book.set_size(2400, 1500)
    return book, Styles(book)


def _has_rows(connection, table: Table, place: Place) -> bool:
    return connection.execute(f"{table.sql(place.filter)} limit 1", place.parameters).fetchone() is not None


def _write_table(
    connection, sheet: FastSheet, looks: Styles, context: Context, place: Place, table: Table
) -> SheetRows:
    layout = table.layout(entries=table.city_entries or place.level != "city")
    _prepare(sheet, looks, context, place, table, layout)
    rows = SheetRows(sheet, looks, place, table, layout)
    rows.write(connection, FIRST_ROW)
    last = FIRST_ROW + rows.count - 1
    if rows.is_cut:
        sheet.write_string(last + 1, 0, CUT, looks.make(bold=True, font_color="#8B0000"))
    if rows.count:
        _dress(sheet, looks, table, layout, last, rows.kinds)
    else:
        sheet.write_string(FIRST_ROW, 0, table.empty, looks.make(italic=True, font_color="#44505C"))
    sheet.print_area(TITLE_ROW, 0, max(last, FIRST_ROW), len(_printed(layout)) - 1)
    return rows


def _printed(layout: Layout) -> Layout:
    return [c for c in layout if isinstance(c, Entry) or c.printed]


def _prepare(sheet, looks, context: Context, place: Place, table: Table, layout: Layout) -> None:
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


def _dress(sheet, looks, table: Table, layout: Layout, last: int, kinds: list[str]) -> None:
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
        elif column.kind == "share":
            styles.almost_whole(sheet, looks, index, FIRST_ROW, last)
        if isinstance(column, Column) and column.name in table.bars:
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
    rules = {fact: rule for fact in {fact for *_, fact in runs} if (rule := rule_of(entry, fact))}
    names = {fact: repr(rule) for fact, rule in rules.items()}
    alike: dict[str, tuple[Rule, list[list[int]]]] = {}
    for first, last, fact in runs:
        if fact in names:
            one = [FIRST_ROW + first, column, FIRST_ROW + last, column]
            alike.setdefault(names[fact], (rules[fact], []))[1].append(one)
    for rule, ranges in alike.values():
        for at in range(0, len(ranges), RANGES):
            one, *others = ranges[at : at + RANGES]
            more: Rule = {"other_cells": others} if others else {}
            sheet.data_validation(*one, rule | title | hint | more)
