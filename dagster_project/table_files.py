"""A table with known column names, in a file as people have it (encoding, delimiter, workbook), as a frame of texts."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from dagster_project.ingest.readers import Sheet, UnreadableError, read_sheets
from dagster_project.ingest.readers.delimited import read_delimited
from dagster_project.ingest.readers.encoding import encoding_of

_SHOWN = 5
_LONGEST = 120
_UNREADABLE = "\ufffd"


def read_columns(
    path: Path, known: tuple[str, ...], needed: list[tuple[str, ...]], notes: list[str]
) -> pd.DataFrame:
    """The columns of `known` that the file has, as texts; of each tuple in `needed` one must be there. Adds to `notes` what was
    passed over."""
    try:
        sheet, others = _sheet(path, known)
        rows = list(sheet.rows)
        notes += [f"{path.name}：另有工作表 {other.name}，没有读；只读第一张" for other in others]
    except UnreadableError as error:
        raise ValueError(f"{path}：{error}") from error
    headings = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    wanted = "、".join(" 或 ".join(names) for names in needed)
    found = "、".join(cell.strip() for cell in rows[0][1]) if rows else "空文件"
    if missing := [" 或 ".join(names) for names in needed if not set(names) & set(headings)]:
        shown = found if len(found) <= _LONGEST else found[:_LONGEST] + "……"
        raise ValueError(
            f"{path}：第 {rows[0][0] if rows else 1} 行（表头）缺少列 {'、'.join(missing)}；应有 {wanted}，"
            f"实有：{shown}。请把表头改成这些列名"
        )
    if twice := sorted({name for name in known if headings.count(name) > 1}):
        raise ValueError(f"{path}：表头中重复的列：{'、'.join(twice)}；请只留一列")
    if len(rows) == 1:
        raise ValueError(f"{path}：只有表头，一行数据也没有；请核对后重新导出")
    if over := [cell.strip() for cell in rows[0][1] if cell.strip() and cell.strip().lower() not in known]:
        notes.append(f"{path.name}：没有用到的列：{'、'.join(over)}")
    width = len(headings)
    long = [number for number, cells in rows[1:] if any(cell.strip() for cell in cells[width:])]
    if long:
        notes.append(f"{path.name}：{_told(long)}的格子比表头多，多出的没有读；名称中的逗号要放在引号里")
    short = [number for number, cells in rows[1:] if len(cells) < width]
    if short:
        notes.append(f"{path.name}：{_told(short)}的格子比表头少，缺的按空白读")
    place = {name: headings.index(name) for name in known if name in headings}
    frame = pd.DataFrame(
        {
            name: pd.Series([_cell(cells, at, name) for _, cells in rows[1:]], dtype=object)
            for name, at in place.items()
        }
    )
    garbled = [
        number
        for number, cells in rows[1:]
        if any(_UNREADABLE in cells[at] for at in place.values() if at < len(cells))
    ]
    if garbled:
        notes.append(f"{path.name}：{_told(garbled)}有认不出的字（乱码），请核对原文件的编码")
    frame.attrs["rows"] = [number for number, _ in rows[1:]]
    return frame


def _cell(cells: list[str], at: int, name: str) -> str:
    """A cell; names are given back as they were, so only other columns lose their outer spaces."""
    text = cells[at] if at < len(cells) else ""
    return text if name.endswith("name") else text.strip()


def _sheet(path: Path, known: tuple[str, ...]):
    """(the first sheet, the others). A text file's delimiter is the one that finds the known columns in its first line: names
    hold semicolons and commas of their own."""
    sheets = read_sheets(path)
    first = next(sheets, Sheet("", iter(())))
    if first.delimited:
        with open(path, encoding=encoding_of(path), errors="replace", newline="") as file:
            line = file.readline().lower()
        cells = {sign: next(csv.reader([line], delimiter=sign), []) for sign in ",\t;|"}
        best = max(cells, key=lambda sign: len({cell.strip() for cell in cells[sign]} & set(known)))
        first = next(read_delimited(path, best))
    return first, sheets


def _told(numbers: list[int]) -> str:
    shown = "、".join(map(str, numbers[:_SHOWN]))
    return f"第 {shown} 行" + (f"等 {len(numbers)} 行" if len(numbers) > _SHOWN else "")
