"""What the pipeline's tests share: a terminal that says nothing, and a release's exports as comparable values."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

import openpyxl


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
