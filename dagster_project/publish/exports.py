"""What a publication hands out: a workbook for each county and zone, the city's, and the tables as CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from dagster_project.publish.by_column import batches, constant, lines, surrounded
from dagster_project.publish.cells import csv_cell
from dagster_project.publish.context import Context, Place, read_context, read_places
from dagster_project.publish.feed import write_feed
from dagster_project.publish.index import index_page
from dagster_project.publish.opened import opened, rows_of
from dagster_project.publish.report_forms import FOLDER, write_book
from dagster_project.publish.sharing import Piece, write_all
from dagster_project.publish.sheets import CITY_TABLES, COUNTY_TABLES, CSV_TABLES, WHITE_LIST
from dagster_project.publish.tables import Column, Table
from dagster_project.publish.words import SAMPLE
from dagster_project.publish.workbook import write_sheet, write_workbook

CODES = (
    Column("county_code", "县区代码", "code", meaning="六位行政区划代码"),
    Column("zone_code", "开发区代码", "code", meaning="Z 加所在县代码；不在开发区为空"),
)
MARK = Column("mark", "数据性质", meaning="示例数据为虚构；正式数据为空")
KINDS = {
    "code": "代码（文本）",
    "date": "日期 yyyy-mm-dd",
    "integer": "整数",
    "year": "年度",
    "number": "数",
    "score": "数",
    "share": "百分数，如 93.75%",
}


def write_exports(
    pool: Path, folder: Path, progress: Callable[[str], None] | None = None
) -> dict[str, dict[str, int]]:
    """Write every workbook, the companies' forms, the banks' white list, the CSVs and index.html of the build at
    `pool` into `folder`; {file: {table: rows}}.

    A county's file holds its companies only; a place without any gets an honest empty workbook, and no form.
    """
    for name in ("csv", "银行"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as spill, opened(pool, Path(spill)) as connection:
        context, pieces = read_context(connection), pieces_of(connection)
        counts = write_all(connection, pool, folder, pieces, rows_of(connection), Path(spill))
        written = {piece.name: rows for piece, rows in zip(pieces, counts, strict=True) if rows}
        if progress:
            progress(
                f"已写 {sum(name.endswith('.xlsx') for name in written)} 份工作簿（含填报表和银行白名单）"
            )
        links = [(piece.title, piece.name) for piece in pieces if piece.name in written]
        links.append(("数据字典（CSV）", f"csv/数据字典{_mark(context)}.csv"))
        for name, changes in write_feed(connection, folder / "feed", context, _mark(context)).items():
            written[f"feed/{name}"] = {"变化": changes}
            links.append((f"当日变化（{name.rsplit('.')[-1].upper()}）", f"feed/{name}"))
        (folder / "index.html").write_text(index_page(connection, context, links), encoding="utf-8")
    _write_dictionary(folder / "csv" / f"数据字典{_mark(context)}.csv", context)
    return written


def pieces_of(connection: duckdb.DuckDBPyConnection) -> list[Piece]:
    """All that is written from one query after another, in the order in which index.html lists it."""
    context, places = read_context(connection), read_places(connection)
    region = region_place(context)
    books = [
        Piece(
            file_name(context, place),
            f"{place.name}（全地区汇总）" if place is region else place.name,
            partial(write_workbook, context=context, place=place, tables=tables_of(place)),
            whole=place is region,
        )
        for place in [region, *places]
    ]
    forms = [
        Piece(
            f"{FOLDER}/{place.code}_{place.name}_填报表{_mark(context)}.xlsx",
            f"{place.name}填报表（给企业填，已知数已填好）",
            partial(write_book, context=context, place=place),
        )
        for place in places
    ]
    white_list = Piece(
        f"银行/{WHITE_LIST.title}{_mark(context)}.xlsx",
        f"{WHITE_LIST.title}（给银行，只含已公布的称号）",
        partial(write_sheet, context=context, place=region, table=WHITE_LIST),
    )
    lists = [
        Piece(
            f"csv/{csv_name(context, table)}",
            f"{table.title}（CSV）",
            partial(_write_csv, context=context, table=table),
            whole=True,
        )
        for table in CSV_TABLES
    ]
    return [*books, *forms, white_list, *lists]


def region_place(context: Context) -> Place:
    """The region itself as the place of the summary workbook."""
    return Place(context.region_code, context.region_name, "city")


def tables_of(place: Place) -> list[Table]:
    """The sheets of a place's workbook, in order."""
    return list(CITY_TABLES if place.level == "city" else COUNTY_TABLES)


def file_name(context: Context, place: Place) -> str:
    """141102_离石区.xlsx; the region's own 141100_吕梁市_汇总.xlsx; the sample's names say so."""
    tail = "_汇总" if place.level == "city" else ""
    return f"{place.code}_{place.name}{tail}{_mark(context)}.xlsx"


def csv_name(context: Context, table: Table) -> str:
    return f"{table.title}{_mark(context)}.csv"


def _mark(context: Context) -> str:
    return f"_{SAMPLE}" if context.is_sample else ""


def _csv_columns(table: Table) -> list[Column]:
    return [*CODES, *(c for c in table.columns if c.kind not in ("place", "seal"))]


def _write_csv(connection, path: Path, context: Context, table: Table) -> dict[str, int]:
    """One table of the whole region, all rows, in a total order; UTF-8 with BOM so that Excel reads it. {title: rows}."""
    columns = _csv_columns(table)
    sql = replace(table, columns=tuple(columns), kind_column="", total="").sql(only=False)
    mark = SAMPLE if context.is_sample else ""
    count = 0
    with open(path, "wb") as file:
        headings = ",".join(csv_cell(c.heading) for c in (*columns, MARK))
        file.write(f"{headings}\r\n".encode("utf-8-sig"))
        for batch in batches(connection, sql, []):
            cells = [surrounded(batch[c.name], partial(csv_cell, kind=c.kind)) for c in columns]
            file.write(lines([*cells, constant(f"{mark}\r\n")], constant(",")))
            count += len(batch)
    return {table.title: count}


def _write_dictionary(path: Path, context: Context) -> None:
    """Every CSV's every column: meaning, kind and unit."""
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["文件", "列", "含义", "类型", "单位", "字段", MARK.heading])
        for table in CSV_TABLES:
            for column in (*_csv_columns(table), MARK):
                kind = KINDS.get(column.kind, "文本")
                cells = [
                    csv_name(context, table),
                    column.heading,
                    column.meaning,
                    kind,
                    column.unit,
                    column.name,
                ]
                writer.writerow([*cells, SAMPLE if context.is_sample else ""])
