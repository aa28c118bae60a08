"""What is wrong with a table's headings, in words. A heading that the contract neither maps nor ignores is never taken
silently: it is told with the nearest known one.
"""

from __future__ import annotations

import re

from dagster_project.ingest.contract import Column, Contract
from dagster_project.ingest.layout import Layout, amounts_without_unit
from dagster_project.ingest.near import add_to, alike, contract_file, near_miss, nearest, reads
from dagster_project.ingest.problems import Problem
from dagster_project.ingest.readers.base import Row
from dagster_project.ingest.resemble import is_entry
from dagster_project.ingest.units import bare_unit, speaks_of_unit
from dagster_project.ingest.values.numbers import SCALE

_ROWS = 3


def is_clean(contract: Contract, layout: Layout) -> bool:
    """Whether the headings could be taken as they are."""
    return bool(layout.columns) and not problems(contract, layout, "", "")


def problems(contract: Contract, layout: Layout, file: str, sheet: str) -> list[Problem]:
    """Why this table can't be taken: unknown, repeated and missing headings."""
    found = [_unknown(contract, layout, position, file, sheet) for position in layout.unknown]
    beside = _beside(contract, layout)
    if beside:
        found.append(
            Problem(
                file, sheet, layout.row, layout.headings[beside].replace("\n", ""), "一张表里只有一份名单",
                f"两份名单左右并排（第 {beside + 1} 列又是“{contract.anchor.title}”）",
                "请把右边的移到左边的下面，或另存为一张工作表，再重新提交",
            )
        )  # fmt: skip
    for position in () if beside else layout.twice:
        heading = layout.headings[position]
        found.append(
            Problem(
                file,
                sheet,
                layout.row,
                heading,
                "每个表头只出现一次，单位一致",
                "同一含义的表头出现了两次",
                "请删去或改名其中一列",
            )
        )
    if layout.unclear_unit and amounts_without_unit(contract, layout):
        found.append(unit_problem(layout.unclear_unit, layout.row, file, sheet))
    found += _units_below(contract, layout, file, sheet)
    present = set(layout.columns) | set(layout.ranges)
    missing = [
        c for c in contract.columns.values() if c.required and c.default is None and c.name not in present
    ]
    found += [_missing(contract, c, layout, file, sheet) for c in missing]
    for group in contract.identify_by:
        if not present & set(group) and not {c.name for c in missing} & set(group):
            titles = "、".join(contract.columns[name].title for name in group)
            found.append(
                Problem(
                    file, sheet, layout.row, "", f"{titles}至少一列", "都没有", "请补上其中一列后重新提交"
                )
            )
    return found


def _beside(contract: Contract, layout: Layout) -> int:
    """Where a second list begins beside the first: the position of its first required heading, 0 where there is none. The
    headings come again, not one of them alone.
    """
    anchors = {position for position, _ in layout.columns.get(contract.anchor.name, ())}
    again = [position for position in layout.twice if position in anchors]
    return again[0] if again and len(layout.twice) > 1 else 0


def _units_below(contract: Contract, layout: Layout, file: str, sheet: str) -> list[Problem]:
    """The problem of a unit that stands, where an amount should, in the first rows of a table read in another: they may be
    a line of units that isn't understood, and the amounts under it wrong.
    """
    for number, cells in layout.below[:_ROWS]:
        for name in amounts_without_unit(contract, layout):
            for position, _ in layout.columns[name]:
                cell = cells[position] if position < len(cells) else ""
                unit, column = bare_unit(cell), contract.columns[name]
                if (unit and SCALE[unit] != SCALE[layout.unit or column.unit]) or (
                    not unit and speaks_of_unit(cell) and not reads(column, [cell]) and not is_entry(cells)
                ):
                    return [unit_problem(cell, number, file, sheet)]
    return []


def unit_problem(words: str, row: int, file: str, sheet: str) -> Problem:
    """The problem of a table whose amounts are in a unit that can't be told."""
    return Problem(
        file, sheet, row, "", "单位：元、万元、亿元等其中一个", f"金额单位“{words}”看不明白，或与读表时的不一致",
        "请把单位写进表头，如 营业收入（万元），或把表上方改成一个单位，如 单位：万元",
    )  # fmt: skip


def _unknown(contract: Contract, layout: Layout, position: int, file: str, sheet: str) -> Problem:
    heading = layout.headings[position].replace("\n", "")
    if both := _two_in_one(contract, layout.headings[position]):
        remedy = "请把这一列拆成两列，一列一项，再重新提交"
        return Problem(file, sheet, layout.row, heading, "一列一项", f"一列里有两项（{both}）", remedy, both)
    cells = layout.cells(position)
    asked = near_miss(contract, heading, cells)
    advice = (
        asked + add_to(contract)
        if asked
        else f"要用的话，把它加到 {contract_file(contract)} 里那一列的 headings"
    )
    advice += "；不用的话，加到 ignore；写错的话，请提供的单位改正后重发"
    known = nearest(contract, heading, cells)
    return Problem(file, sheet, layout.row, heading, "已知的表头", "不认识的表头", advice, known)


def _two_in_one(contract: Contract, heading: str) -> str:
    """The two known headings of which one heading is made up; '' for any other."""
    for parts in (re.split(r"[\n/、及和与（(]", heading, maxsplit=1), heading.split(maxsplit=1)):
        targets = [contract.read_heading(part.strip("）) ")) for part in parts if part.strip()]
        columns = [{t.column for t in target if t.kind == "column"} for target in targets]
        if len(columns) == 2 and all(columns) and columns[0] != columns[1]:
            return "、".join(part.strip("）) ") for part in parts)
    return ""


def _missing(contract: Contract, column: Column, layout: Layout, file: str, sheet: str) -> Problem:
    near = [
        layout.headings[p]
        for p in layout.unknown
        if nearest(contract, layout.headings[p], layout.cells(p)) in column.headings
    ]
    remedy = (
        f"是不是“{near[0]}”？是的话，把它加到 {contract_file(contract)} 里 {column.name} 的 headings"
        if near
        else "请补上这一列"
    )
    return Problem(
        file, sheet, layout.row, column.title, "、".join(column.headings[:4]), "缺少必需的表头", remedy
    )


def no_heading(contract: Contract, rows: list[Row], file: str, sheet: str) -> Problem:
    """The problem of a sheet in which no row of headings is found: its widest line, and what each of its cells may stand
    for where one is the first required heading or like it, or several are like known ones.
    """
    line = max(range(len(rows)), key=lambda i: (len({c for c in rows[i][1] if c.strip()}), -i))
    number, cells = rows[line]
    below = [row for _, row in rows[line + 1 :]]
    filled = [cell.replace("\n", "") for cell in cells if cell.strip()]
    known = [cell for cell in filled if contract.read_heading(cell)]
    samples = {
        cell.replace("\n", ""): [row[p] for row in below if p < len(row)]
        for p, cell in enumerate(cells)
        if cell.strip() and not contract.read_heading(cell)
    }
    near = {cell: nearest(contract, cell, sample) for cell, sample in samples.items()}
    near = {cell: heading for cell, heading in near.items() if heading}
    advice = "请核对是否放错文件夹；不该有的表，请对方去掉后重发"
    anchors = contract.anchor.headings
    is_named = bool(set(known) & set(anchors))
    if len(near) > 1 or (near and (is_named or any(alike(cell, anchors) for cell in near))):
        asked = "".join(near_miss(contract, cell, samples[cell]) for cell in near)
        advice = f"{asked}{add_to(contract)}；{advice}"
    else:
        reworded = f"只是表头换了说法的，把新说法加到 {contract_file(contract)} 里那一列的 headings"
        advice = f"{reworded}；{advice}"
    expected = "认得的表头多于不认得的一半" if is_named else f"含“{contract.anchor.title}”等表头的一行"
    found = f"找不到表头，{len(filled)} 个里只认得“{'、'.join(known)}”" if known else "找不到表头"
    told = "；".join(f"{cell}：{heading}" for cell, heading in near.items())
    return Problem(file, sheet, number, " | ".join(filled)[:80], expected, found, advice, told[:80])
