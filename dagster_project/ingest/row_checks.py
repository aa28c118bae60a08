"""Rows that can't be used though each cell can be read: a required one empty, cells shifted, the file's broken end."""

from __future__ import annotations

import itertools

import numpy as np

from dagster_project.ingest.body import Block
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.readers.even import EvenRows
from dagster_project.ingest.typed import Failure, Typed


def check_required(contract: Contract, block: Block, typed: Typed) -> None:
    """Required columns that are empty, and identifier groups of which none is there."""
    failed = {(f.position, f.column) for f in typed.failures}
    groups: list[tuple[str, ...]] = [(c.name,) for c in contract.columns.values() if c.required]
    groups += [group for group in contract.identify_by if group not in groups]
    for group in groups:
        empty = np.ones(len(block.rows), bool)
        for name in group:
            empty &= typed.columns[name].is_null().to_numpy(zero_copy_only=False)
        titles = "、".join(contract.columns[name].title for name in group)
        for position in np.flatnonzero(empty).tolist():
            if any((position, name) in failed for name in group):
                continue
            reason = "必填项为空" if len(group) == 1 else "没有一个可用的标识"
            expected = titles if len(group) == 1 else f"{titles}至少一个"
            found = next((n[3] for n in typed.notes if n[0] == position and n[1] in group), "")
            typed.failures.append(
                Failure(
                    position,
                    group[0],
                    contract.columns[group[0]].title,
                    expected,
                    found,
                    reason,
                    "请补上后重新提交",
                )
            )


def check_width(block: Block, typed: Typed) -> None:
    """In csv, more filled cells than headings: a stray delimiter has shifted the row. The row in which the
    file breaks off may have lost a part of any cell.
    """
    width = block.layout.width
    if isinstance(block.rows, EvenRows) and block.rows.width == width:
        return
    rows = [cells for _, cells in block.rows]
    cut = len(rows) - 1 if block.cut and block.rows[-1][0] == block.cut else -1
    if cut >= 0:
        found = " | ".join(rows[-1])[:80]
        typed.failures.append(
            Failure(cut, "", "", "完整的一行", found, "文件在这一行中断", "请重新导出后提交")
        )
    lengths = np.fromiter(map(len, rows), np.int64, len(rows))
    short = [p for p in np.flatnonzero(lengths < width).tolist() if p != cut]
    for position in short and _shifted(rows, width, short):
        row = rows[position]
        found = " | ".join(row)[:80]
        typed.failures.append(
            Failure(position, "", "", f"{width} 个单元格", found, f"单元格比表头少（{len(row)} 个），像是错了位",
                    "请把缺的一格补上（空的也要留逗号），或另存为 xlsx")
        )  # fmt: skip
    for position in np.flatnonzero(lengths > width).tolist():
        row = rows[position]
        if any(cell.strip() for cell in row[width:]):
            extra = " | ".join(cell for cell in row[width:] if cell.strip())[:80]
            typed.failures.append(
                Failure(position, "", "", f"{width} 个单元格", extra, f"单元格比表头多（{len(row)} 个）",
                        "内容里的逗号请用引号括起来，或另存为 xlsx")
            )  # fmt: skip


def _shifted(rows: list[list[str]], width: int, short: list[int]) -> list[int]:
    """Of the rows with fewer cells than headings, those whose last cell says what whole rows say in the last column, and
    not what they say in its own. The others may have lost empty cells at their end, as spreadsheets save them.
    """
    whole = [row for row in rows if len(row) >= width]
    texts: dict[int, set[str]] = {}
    shapes: dict[int, set[str]] = {}

    def known(position: int, text: str) -> tuple[bool, bool]:
        if position not in texts:
            texts[position] = {row[position].strip() for row in whole} - {""}
            shapes[position] = set(map(_shape, texts[position]))
        return text in texts[position], _shape(text) in shapes[position]

    found = []
    for position in short:
        row = rows[position]
        last = row[-1].strip()
        if last and known(width - 1, last) > known(len(row) - 1, last):
            found.append(position)
    return found


def _shape(text: str) -> str:
    """What a text is made of: GR2021 is A9, 2021-12-07 is 9-9-9, 示例县 is 字."""
    kinds = (
        "9" if c.isdigit() else "A" if c.isascii() and c.isalpha() else "字" if c.isalpha() else c
        for c in text
    )
    return "".join(kind for kind, _ in itertools.groupby(kinds))
