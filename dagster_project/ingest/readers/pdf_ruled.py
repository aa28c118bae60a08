"""The ruled tables of a PDF's page: cells by their lines, sides and ends that are not drawn, merged cells."""

from __future__ import annotations

from dagster_project.ingest.readers.base import Span

_OPEN = 8  # points by which lines across go beyond the upright ones of a table without sides


def ruled_tables(page) -> list:
    """The ruled tables of more than one column, from the top; those with upright lines alone are none. A row that the page breaks has no line at the
    page's end: the ends of the upright lines close it.
    """
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    ends = [min(e["top"] for e in upright), max(e["bottom"] for e in upright)] if upright else []
    found = page.find_tables({"explicit_horizontal_lines": ends, "explicit_vertical_lines": _sides(page)})
    return [table for table in found if len(table.columns) > 1 and _has_rows(page, table)]


def _has_rows(page, table) -> bool:
    """Whether lines part a table's rows: not where one row holds several lines of text in each cell, or no line across
    is drawn at all.
    """
    if len(table.rows) > 1:
        return True
    lines = [len(cell.splitlines()) for cell in table.extract()[0] if cell]
    top, bottom = table.bbox[1] - 3, table.bbox[3] + 3
    is_drawn = any(e["orientation"] == "h" and top <= e["top"] <= bottom for e in page.edges)
    return max(lines, default=0) < 2 or (is_drawn and (len({*lines}) > 1 or lines[0] < 3))


def _sides(page) -> list[dict]:
    """The sides of tables that are drawn without: upright lines where the lines across end, beyond the outermost upright
    ones that they cross.
    """
    upright = [e for e in page.edges if e["orientation"] == "v"]
    level = [e for e in page.edges if e["orientation"] == "h"]
    sides = []
    for part in _tied(upright):
        top, bottom = min(e["top"] for e in part), max(e["bottom"] for e in part)
        left, right = min(e["x0"] for e in part), max(e["x1"] for e in part)
        across = [
            e
            for e in level
            if top - 3 <= e["top"] <= bottom + 3 and e["x0"] < right + 3 and left - 3 < e["x1"]
        ]
        for x, is_open in (
            (min((e["x0"] for e in across), default=left), lambda x, left=left: x < left - _OPEN),
            (max((e["x1"] for e in across), default=right), lambda x, right=right: x > right + _OPEN),
        ):
            if is_open(x):
                sides.append({"object_type": "line", "x0": x, "x1": x, "top": top, "bottom": bottom,
                              "width": 0, "height": bottom - top})  # fmt: skip
    return sides


def _tied(upright: list[dict]) -> list[list[dict]]:
    """Upright lines in groups of which each stands beside or goes on with another: one group a table, from the top."""
    groups: list[list[dict]] = []
    for edge in sorted(upright, key=lambda e: e["top"]):
        if groups and edge["top"] <= max(e["bottom"] for e in groups[-1]) + 3:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return groups


def merged_cells(table, above: int) -> list[Span]:
    """The cells of a table that cover several rows or columns; `above` rows stand before the table's."""
    tops = sorted({cell[1] for cell in table.cells})
    lefts = sorted({cell[0] for cell in table.cells})
    spans = []
    for left, top, right, bottom in table.cells:
        down = [n for n, y in enumerate(tops) if top <= y < bottom - 1]
        across = [n for n, x in enumerate(lefts) if left <= x < right - 1]
        if len(down) > 1 or len(across) > 1:
            spans.append(Span(above + down[0], across[0], above + down[-1], across[-1]))
    return spans
