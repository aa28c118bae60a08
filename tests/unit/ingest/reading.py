"""A file as its tables of text."""

from dagster_project.ingest.readers import read_sheets


def tables(path):
    """Sheet name -> rows without trailing blanks."""
    found = {}
    for sheet in read_sheets(path):
        found[sheet.name] = [(n, stripped(cells)) for n, cells in sheet.rows]
    return found


def stripped(cells):
    cells = list(cells)
    while cells and not cells[-1]:
        cells.pop()
    return cells
