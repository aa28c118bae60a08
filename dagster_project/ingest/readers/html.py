"""The tables of a web page, and of the "xls" that is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import html

from dagster_project.ingest.readers.base import Sheet, Span, UnreadableError, fill_spans
from dagster_project.ingest.readers.delimited import encoding_of


def read_html(path: Path) -> Iterator[Sheet]:
    """Every innermost table of a page. Raises UnreadableError when there is none."""
    data = path.read_bytes()
    named = re.search(rb"<meta[^>]+charset=[\"']?([-\w]+)", data[:4096], re.I)
    encoding = named[1].decode("ascii").lower() if named else encoding_of(path)
    encoding = "gb18030" if encoding in ("gb2312", "gbk", "gb_2312-80") else encoding
    try:
        data.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        encoding = encoding_of(path)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", data.decode(encoding, "replace"))
    tree = (
        html.fromstring(text, parser=html.HTMLParser(no_network=True, huge_tree=True))
        if text.strip()
        else None
    )
    tables = [] if tree is None else [t for t in tree.iter("table") if t.find(".//table") is None]
    if not tables:
        raise UnreadableError("网页里没有表格", "请另存网页中的名单为 xlsx，或下载附件")
    for number, table in enumerate(tables, 1):
        cells, spans = _html_table(table)
        wide: set[int] = set()
        yield Sheet(
            f"表{number}", fill_spans(iter(cells), spans, wide), wide=wide, loose=True, continues=number > 1
        )


def _html_table(table) -> tuple[list[tuple[int, list[str]]], list[Span]]:
    rows: list[tuple[int, list[str]]] = []
    spans: list[Span] = []
    taken: dict[int, int] = {}  # column -> last row that a cell from above covers
    for number, row in enumerate(table.iter("tr")):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            while taken.get(len(cells), -1) >= number:
                cells.append("")
            down, across = _count(cell.get("rowspan")), _count(cell.get("colspan"))
            left = len(cells)
            cells.extend([_html_text(cell), *[""] * (across - 1)])
            if down > 1 or across > 1:
                spans.append(Span(number, left, number + down - 1, left + across - 1))
            if down > 1:
                taken.update(dict.fromkeys(range(left, left + across), number + down - 1))
        rows.append((number, cells))
    return rows, spans


def _count(text: str | None) -> int:
    return min(max(int(text), 1), 1000) if text and text.strip().isdigit() else 1


def _html_text(cell) -> str:
    for node in cell.iter("br"):
        node.tail = "\n" + (node.tail or "")
    return re.sub(r"[ \t\r\n\xa0]+", " ", cell.text_content()).strip()
