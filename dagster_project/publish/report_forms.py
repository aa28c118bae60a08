"""The companies' yearly form with what is known filled in: for one company, and a book for each place.

A row is a company and a year: the last complete one, and each other year of which a figure of the form is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import duckdb
import pyarrow as pa
from xlsxwriter.format import Format

from dagster_project.ingest.contract import Column, Contract
from dagster_project.ingest.contract_file import load_contracts
from dagster_project.ingest.template import FIRST_ROW, SHEET, begin_form, end_form, form_columns, shown
from dagster_project.publish.by_column import Part, batches, constant, joined, lines, numbered, texts
from dagster_project.publish.cells import safe_text
from dagster_project.publish.context import Context, Place, read_context
from dagster_project.publish.fast_sheet import FastBook, FastSheet, letter
from dagster_project.publish.meant import company_meant
from dagster_project.publish.words import SAMPLE

FOLDER = "填报表"
SOURCE = "company_report"
NOTE = "已填的是本库已知的数，请核对；黄色的格还不知道，请补填，确实没有的留空。"
HEADS = ("name", "uscc", "county", "fiscal_year")  # of a row; all else that is known are figures


def write_book(
    connection: duckdb.DuckDBPyConnection, path: Path, context: Context, place: Place
) -> dict[str, int]:
    """Write the form of all companies of a place that are asked for one of its figures; its rows, nothing without a file."""
    rows = _rows(connection, f"select distinct company_id from asked where {place.filter}", place.code)
    first = next(rows, None)
    return {SHEET: _write(path, context, chain([first], rows))} if first else {}


def write_form_of(pool: Path, asked: str, path: Path) -> str:
    """Write the form of the company named or coded `asked`; the company's name. Raises ValueError unless one fits."""
    with duckdb.connect(str(pool), read_only=True) as connection:
        company_id, _ = company_meant(connection, asked)
        found = _rows(connection, "select ? as company_id", company_id)
        first = next(found)
        _write(path, read_context(connection), chain([first], found))
    return safe_text(first["name"][0].as_py())


def _write(path: Path, context: Context, rows: Iterable[pa.RecordBatch]) -> int:
    return write_filled(
        load_contracts()[SOURCE], path, rows, NOTE, f"【{SAMPLE}】" if context.is_sample else ""
    )


def write_filled(
    contract: Contract, path: Path, rows: Iterable[pa.RecordBatch], note: str, mark: str = ""
) -> int:
    """Write the form of a source with `rows` filled in, columns by their names, values as in the lake; how many they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = FastBook(path)
    sheet = book.add_worksheet(SHEET, FastSheet)
    looks = begin_form(book, sheet, contract, note, mark)
    columns = form_columns(contract)
    count = sheet.write_rows(FIRST_ROW, len(columns), _blocks(sheet, columns, looks, rows))
    end_form(book, sheet, contract, count)
    book.close()
    return count


def _blocks(
    sheet: FastSheet, columns: list[Column], looks: list[Format], rows: Iterable[pa.RecordBatch]
) -> Iterator[tuple[int, memoryview]]:
    above = FIRST_ROW
    for batch in rows:
        numbers = numbered(above + 1, len(batch))
        cells = [
            _cells(sheet, column, look, batch[column.name], joined(constant(f'<c r="{letter(at)}'), numbers))
            for at, (column, look) in enumerate(zip(columns, looks, strict=True))
            if column.name in batch.schema.names
        ]
        begun = joined(constant('<row r="'), numbers, constant('">'))
        yield len(batch), lines([begun, *cells, constant("</row>")], constant(""))
        above += len(batch)


def _cells(
    sheet: FastSheet, column: Column, look: Format, values: pa.DictionaryArray, begun: pa.Array
) -> Part:
    """A column's cells; null where nothing is known."""

    def cell(value: object) -> str | None:
        text = shown(column, safe_text(value) if column.name == "name" else value)
        return None if text is None else sheet.cell(text, look)

    return joined(begun, texts(values, cell))


def _rows(connection: duckdb.DuckDBPyConnection, companies: str, value: str) -> Iterator[pa.RecordBatch]:
    """The form's rows of the companies that a query of one `value` names; by name, the latest year first."""
    items = [column.name for column in form_columns(load_contracts()[SOURCE])]
    figures = ", ".join(f"'{item}'" for item in items if item not in HEADS)
    sql = f"""
        with asked as (
            select * from data_request where ask = 'data' and list_contains($items, metric)
        ), chosen as ({companies.replace("?", "$value")}), years as (
            select company_id, fiscal_year from asked semi join chosen using (company_id) where fiscal_year is not null
            union
            select company_id, year(as_of) - 1 from chosen cross join stg_run
        ), known as (
            from (select company_id, fiscal_year, item, value from company_year semi join years using (company_id, fiscal_year))
            pivot (max(value) for item in ({figures}) group by company_id, fiscal_year)
        )
        select c.name, c.uscc, c.county, y.fiscal_year, k.* exclude (company_id, fiscal_year)
        from years y join company c using (company_id) left join known k using (company_id, fiscal_year)
        order by c.name, y.company_id, y.fiscal_year desc"""
    return batches(connection, sql, {"items": items, "value": value})
