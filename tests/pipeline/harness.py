"""What the pipeline's tests share: a terminal that says nothing, a list spoilt, two releases compared."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

import duckdb
import openpyxl

from dagster_project.ingest import load_contracts


class Silent:
    """A terminal that says nothing."""

    @contextmanager
    def step(self, title):
        yield lambda text: None


def cells(workbook: Path) -> dict:
    """Every cell of a workbook by sheet; an xlsx carries time stamps, so cells are compared, not bytes."""
    book = openpyxl.load_workbook(workbook, data_only=True)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def exports(release: Path) -> dict:
    """A release's exports: the CSVs' bytes and the workbooks' cells, by path under exports/."""
    folder = release / "exports"
    found = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.csv"))}
    return found | {path.name: cells(path) for path in sorted(folder.glob("*.xlsx"))}


def other_rows(first: Path, second: Path) -> list[str]:
    """The tables of two pools that differ in a row, or in how often it is there; where it stands is chance."""
    with duckdb.connect() as connection:
        for name, path in (("a", first), ("b", second)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        tables = connection.execute(
            "select distinct table_name from duckdb_tables() where database_name in ('a', 'b') order by 1"
        ).fetchall()
        return [
            table
            for (table,) in tables
            if connection.execute(
                f"select count(*) from ((from a.{table} except all from b.{table}) union all"
                f" (from b.{table} except all from a.{table}))"
            ).fetchall()
            != [(0,)]
        ]


def rename_name_heading(raw: Path, source: str) -> Path:
    """Call the company's name 主体称呼 in a source's newest workbook, as a careless sender would; the file."""
    file = sorted((raw / source).glob("*/*.xlsx"))[-1]
    book = openpyxl.load_workbook(file)
    headings = load_contracts()[source].columns["name"].headings
    found = [cell for row in book.active.iter_rows() for cell in row if cell.value in headings]
    assert found, "the sample's file has no heading to rename"
    found[0].value = "主体称呼"
    book.save(file)
    return file
