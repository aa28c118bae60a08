"""The companies' yearly form with what is known filled in: for one company, and a book for each place.

A row is a company and a year: the last complete one, and each other year of which a figure of the form is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from dagster_project.ingest.contract_file import load_contracts
from dagster_project.ingest.template import form_columns, write_template
from dagster_project.publish.cells import safe_text
from dagster_project.publish.context import Context, Place, read_context
from dagster_project.publish.meant import company_meant
from dagster_project.publish.words import SAMPLE

FOLDER = "填报表"
SOURCE = "company_report"
NOTE = "已填的是本库已知的数，请核对；黄色的格还不知道，请补填，确实没有的留空。"


def write_book(
    connection: duckdb.DuckDBPyConnection, path: Path, context: Context, place: Place
) -> dict[str, int]:
    """Write the form of all companies of a place that are asked for one of its figures; its rows, nothing without a file."""
    rows = _rows(connection, f"select distinct company_id from asked where {place.filter}", place.code)
    if rows:
        _write(path, context, rows)
    return {"填报": len(rows)} if rows else {}


def write_form_of(pool: Path, asked: str, path: Path) -> str:
    """Write the form of the company named or coded `asked`; the company's name. Raises ValueError unless one fits."""
    with duckdb.connect(str(pool), read_only=True) as connection:
        company_id = company_meant(connection, asked)
        rows = _rows(connection, "select ? as company_id", company_id)
        _write(path, read_context(connection), rows)
    return str(rows[0]["name"])


def _write(path: Path, context: Context, rows: list[Mapping[str, object]]) -> None:
    mark = f"【{SAMPLE}】" if context.is_sample else ""
    write_template(load_contracts()[SOURCE], path, rows, mark, NOTE)


def _rows(connection: duckdb.DuckDBPyConnection, companies: str, value: str) -> list[Mapping[str, object]]:
    """The form's rows, by column, of the companies that a query of one `value` names; by name, the latest year first."""
    items = [column.name for column in form_columns(load_contracts()[SOURCE])]
    years = f"""
        with asked as (
            select * from data_request where ask = 'data' and list_contains($items, metric)
        ), chosen as ({companies.replace("?", "$value")}), years as (
            select company_id, fiscal_year from asked semi join chosen using (company_id) where fiscal_year is not null
            union
            select company_id, year(as_of) - 1 from chosen cross join stg_run
        )"""
    values = {"items": items, "value": value}
    heads = connection.execute(
        f"{years} select company_id, fiscal_year, c.name, c.uscc, c.county from years join company c using (company_id)"
        " order by c.name, company_id, fiscal_year desc",
        values,
    ).fetchall()
    known: dict[tuple, dict[str, object]] = {}
    for company_id, year, item, figure in connection.execute(
        f"{years} select company_id, fiscal_year, item, value from company_year semi join years using (company_id, fiscal_year)",
        values,
    ).fetchall():
        known.setdefault((company_id, year), {})[item] = figure
    return [
        known.get((company_id, year), {})
        | {"name": safe_text(name), "uscc": uscc, "county": county, "fiscal_year": year}
        for company_id, year, name, uscc, county in heads
    ]
