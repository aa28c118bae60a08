"""The tables of a Word document, merged cells filled."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from dagster_project.ingest.readers.base import Sheet, Span, UnreadableError, fill_spans, safe_parser
from dagster_project.ingest.readers.spreadsheet import check_archive

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_docx(path: Path) -> Iterator[Sheet]:
    """Every table of a Word document, 表1, 表2 ... in order. Raises UnreadableError when there is none."""
    check_archive(path)
    try:
        with zipfile.ZipFile(path) as archive:
            tree = etree.fromstring(archive.read("word/document.xml"), safe_parser())
    except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile) as error:
        raise UnreadableError("不是 Word 文档，或已损坏", "请重新另存为 docx") from error
    tables = list(tree.iter(f"{_W}tbl"))
    if not tables:
        raise UnreadableError("文档里没有表格", "请提供带表格的文件（docx 或 xlsx）")
    for number, table in enumerate(tables, 1):
        cells, spans = _docx_table(table)
        wide: set[int] = set()
        yield Sheet(
            f"表{number}", fill_spans(iter(cells), spans, wide), wide=wide, loose=True, continues=number > 1
        )


def _docx_table(table) -> tuple[list[tuple[int, list[str]]], list[Span]]:
    rows: list[tuple[int, list[str]]] = []
    spans: list[Span] = []
    open_down: dict[int, Span] = {}
    for number, row in enumerate(table.findall(f"{_W}tr")):
        cells: list[str] = []
        before = row.find(f"{_W}trPr/{_W}gridBefore")
        cells.extend([""] * (int(before.get(f"{_W}val", 0)) if before is not None else 0))
        for cell in [c for c in row.iter(f"{_W}tc") if next(c.iterancestors(f"{_W}tr")) is row]:
            properties = cell.find(f"{_W}tcPr")
            span = properties.find(f"{_W}gridSpan") if properties is not None else None
            width = int(span.get(f"{_W}val", 1)) if span is not None else 1
            merge = properties.find(f"{_W}vMerge") if properties is not None else None
            left, right = len(cells), len(cells) + width - 1
            goes_on = merge is not None and merge.get(f"{_W}val") != "restart" and left in open_down
            if goes_on:
                start = open_down[left]
                open_down[left] = Span(start.top, left, number, right)
            else:
                if left in open_down:
                    spans.append(open_down.pop(left))
                if merge is not None or width > 1:
                    open_down[left] = Span(number, left, number, right)
            cells.extend(["" if goes_on else _docx_text(cell), *[""] * (width - 1)])
        rows.append((number, cells))
    return rows, spans + list(open_down.values())


def _docx_text(cell) -> str:
    lines = []
    for paragraph in cell.iter(f"{_W}p"):
        parts = []
        for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
            parts.append(
                node.text or "" if node.tag == f"{_W}t" else ("\t" if node.tag == f"{_W}tab" else "\n")
            )
        lines.append("".join(parts))
    return "\n".join(line for line in lines if line)
