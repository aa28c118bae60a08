"""Files of the ingest bench: the same rows as csv, xlsx, xls, html, docx and pdf."""

from __future__ import annotations

import csv
import itertools
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import docx
import xlsxwriter
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

Rows = Iterable[Sequence[str]]
_WIDTHS = (130, 110, 80, 50, 130, 60, 80, 40, 40, 60)  # of the ten columns on a page, in points
_LINES, _HEIGHT, _MARGIN = 40, 13, 20


def write(path: Path, rows: Rows) -> None:
    """A file by the path's suffix, the first row its heading. Raises LookupError where the program that writes it is
    not here.
    """
    _WRITERS[path.suffix](path, rows)


def _csv(path: Path, rows: Rows) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _xlsx(path: Path, rows: Rows) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def _xls(path: Path, rows: Rows) -> None:
    """LibreOffice makes it of an xlsx: no library that is kept up writes xls."""
    if not (office := shutil.which("soffice")):
        raise LookupError("no LibreOffice (soffice) to write it")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{path.stem}.xlsx"
        _xlsx(source, rows)
        convert = [
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "xls",
        ]
        subprocess.run([*convert, "--outdir", str(path.parent), str(source)], check=True, capture_output=True)


def _html(path: Path, rows: Rows) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write("<html><meta charset=utf-8><table>")
        for row in rows:
            file.write("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>")
        file.write("</table></html>")


def _docx(path: Path, rows: Rows) -> None:
    lines = list(rows)
    document = docx.Document()
    table = document.add_table(rows=len(lines), cols=len(lines[0]))
    for line, row in zip(table._tbl.tr_lst, lines, strict=True):
        for cell, text in zip(line.tc_lst, row, strict=True):
            cell.p_lst[0].add_r().text = text
    document.save(path)


def _pdf(path: Path, rows: Rows) -> None:
    """A ruled table, its heading on every page."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    heading, *others = rows
    canvas = Canvas(str(path), pagesize=landscape(A4))
    edges = list(itertools.accumulate(_WIDTHS, initial=_MARGIN))
    for begin in range(0, len(others), _LINES):
        lines = [heading, *others[begin : begin + _LINES]]
        tops = [landscape(A4)[1] - _MARGIN - _HEIGHT * number for number in range(len(lines) + 1)]
        canvas.setFont("STSong-Light", 6)
        canvas.grid(edges, tops)
        for top, row in zip(tops, lines, strict=False):
            for left, text in zip(edges, row, strict=False):
                canvas.drawString(left + 2, top - 9, text)
        canvas.showPage()
    canvas.save()


_WRITERS = {".csv": _csv, ".xlsx": _xlsx, ".xls": _xls, ".html": _html, ".docx": _docx, ".pdf": _pdf}
