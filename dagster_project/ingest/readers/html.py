"""The tables of a web page, and of the "xls" that is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import html

from dagster_project.ingest.readers.base import Sheet, Span, UnreadableError, fill_spans
from dagster_project.ingest.readers.encoding import encoding_of


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
    tables = [] if tree is None else [t for t in tree.iter("table") if _is_data(t)]
    if not tables:
        raise UnreadableError("网页里没有表格", "请另存网页中的名单为 xlsx，或下载附件")
    for number, table in enumerate(tables, 1):
        cells, spans = _html_table(table)
        wide: set[int] = set()
        rows = fill_spans(iter(cells), spans, wide)
        yield Sheet(
            f"表{number}", rows, wide=wide, loose=True, continues=number > 1, above=_text_above(table)
        )


def _is_data(table) -> bool:
    """Whether a table holds data: one around other tables that has no two rows of its own is for layout."""
    if table.find(".//table") is None:
        return True
    cells, _ = _html_table(table)
    return sum(sum(map(bool, row)) > 1 for _, row in cells) > 1


def _text_above(table) -> str:
    """The caption of a table, and the text between it and the table before it, which may say its unit."""
    caption = table.find("caption")
    texts = [] if caption is None else [_html_text(caption)]
    for level in [table, *table.iterancestors()]:
        if level.tag in ("body", "td"):
            break
        for before in level.itersiblings(preceding=True):
            if not isinstance(before.tag, str):
                continue
            if before.tag == "table" or before.find(".//table") is not None:
                return "\n".join(texts)[-500:]
            texts.insert(0, _html_text(before))
    return "\n".join(texts)[-500:]


def _html_table(table) -> tuple[list[tuple[int, list[str]]], list[Span]]:
    rows: list[tuple[int, list[str]]] = []
    spans: list[Span] = []
    taken: dict[int, int] = {}  # column -> last row that a cell from above covers
    for number, row in enumerate(r for r in table.iter("tr") if next(r.iterancestors("table")) is table):
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


_BLOCKS = frozenset({"br", "p", "div", "li"})
_UNSEEN = frozenset({"script", "style", "table"})


def _html_text(cell) -> str:
    """The text of a cell as it is seen, lines as lines; a table inside it is a table of its own."""
    lines = (re.sub(r"[ \t\r\n\xa0]+", " ", line).strip() for line in "".join(_texts(cell)).split("\0"))
    return "\n".join(line for line in lines if line)


def _texts(node) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if isinstance(child.tag, str) and child.tag not in _UNSEEN:
            is_block = child.tag in _BLOCKS
            yield "\0" * is_block
            yield from _texts(child)
            yield "\0" * is_block
        yield child.tail or ""
