"""The tables of a Word document, merged cells filled."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from dagster_project.ingest.readers.base import Sheet, Span, UnreadableError, fill_spans, safe_parser
from dagster_project.ingest.readers.spreadsheet import check_archive

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Ticks and boxes of Wingdings and Wingdings 2, the fonts in which forms are ticked
_SYMBOLS = {
    ("wingdings", "FC"): "✓", ("wingdings", "FE"): "☑", ("wingdings", "FB"): "✗", ("wingdings", "FD"): "☒",
    ("wingdings", "A8"): "□", ("wingdings", "6F"): "□", ("wingdings", "6E"): "■",
    ("wingdings 2", "50"): "✓", ("wingdings 2", "52"): "☑", ("wingdings 2", "4F"): "✗", ("wingdings 2", "53"): "☒",
    ("wingdings 2", "A3"): "□", ("wingdings 2", "2A"): "□",
}  # fmt: skip
_LOST = "\ufffd"  # a symbol of another font: what it shows is not known, so its cell is no value
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

_SIGNS = {f"{_W}{name}" for name in ("p", "t", "tab", "br", "cr", "noBreakHyphen", "sym")}
_SKIPPED = {f"{_W}tbl", f"{_W}pPr", f"{_W}moveFrom", _FALLBACK}


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
        cells, spans, struck = _docx_table(table)
        wide: set[int] = set()
        notes = [f"有 {struck} 行已删除（修订），未读"] if struck else []
        if deleted := sum(_is_struck(run) for run in table.iter(f"{_W}r")):
            notes.append(f"有 {deleted} 处文字加了删除线，未读")
        if symbols := sum(_symbol(sign) == _LOST for sign in table.iter(f"{_W}sym")):
            notes.append(f"有 {symbols} 个特殊符号认不出，所在的单元格请改成文字")
        rows = fill_spans(iter(cells), spans, wide)
        yield Sheet(
            f"表{number}", rows, wide=wide, loose=True, continues=number > 1, notes=notes, above=_above(table)
        )


def _above(table) -> str:
    """The paragraphs between a table and the one before it, the last ten, which may say its unit."""
    texts: list[str] = []
    for before in table.itersiblings(preceding=True):
        if before.tag == f"{_W}tbl" or len(texts) == 10:
            break
        if text := _docx_text(before):
            texts.insert(0, text)
    return "\n".join(texts)


def _docx_table(table) -> tuple[list[tuple[int, list[str]]], list[Span], int]:
    """The rows, the merged cells, and how many rows a tracked change has struck out."""
    struck = 0
    rows: list[tuple[int, list[str]]] = []
    spans: list[Span] = []
    open_down: dict[int, Span] = {}
    for number, row in enumerate(
        r for r in table.iter(f"{_W}tr") if next(r.iterancestors(f"{_W}tbl")) is table
    ):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            struck += 1
            continue
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
    return rows, spans + list(open_down.values()), struck


def _docx_text(cell) -> str:
    """The cell's paragraphs, a line each: without those of a table inside it, which is a table of its own, and
    without a text box's second form, written for old programs.
    """
    lines: list[str] = [""]
    for node in _of_this_cell(cell):
        if node.tag == f"{_W}p":
            lines.append("")
        elif node.tag == f"{_W}t":
            # 1200² is no 12002; m² is m2
            raised = _is_raised(node.getparent()) and lines[-1][-1:] not in ("", "m", "M")
            lines[-1] += ("^" if raised and not lines[-1].endswith("^") else "") + (node.text or "")
        elif node.tag == f"{_W}sym":
            lines[-1] += _symbol(node)
        else:
            lines[-1] += {f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}.get(node.tag, "\n")
    return "\n".join(line for line in lines if line)


def _of_this_cell(node) -> Iterator:
    """The signs of a cell: not what was moved elsewhere by a tracked change, which is read there, nor what is struck."""
    for child in node:
        if child.tag in _SIGNS:
            yield child
        if child.tag not in _SKIPPED and not (child.tag == f"{_W}r" and _is_struck(child)):
            yield from _of_this_cell(child)


def _is_struck(run) -> bool:
    """Whether a run's text is shown struck through."""
    marks = [run.find(f"{_W}rPr/{_W}{name}") for name in ("strike", "dstrike")]
    shown = any(mark is not None and mark.get(f"{_W}val", "1") not in ("0", "false", "off") for mark in marks)
    return shown and any(text.text for text in run.iter(f"{_W}t"))


def _is_raised(run) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vertAlign")
    return mark is not None and mark.get(f"{_W}val") == "superscript"


def _symbol(node) -> str:
    font, char = node.get(f"{_W}font", "").lower(), node.get(f"{_W}char", "").upper()
    return _SYMBOLS.get((font, char[-2:]), _LOST)
