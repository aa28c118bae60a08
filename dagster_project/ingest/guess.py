"""What type a column's cells seem to have: the narrowest one that reads all of them, so that a draft refuses no row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dagster_project.identity.codes import read_uscc
from dagster_project.identity.text import fold
from dagster_project.ingest.contract import Column
from dagster_project.ingest.values import Bad, Mended, read_value

_COMPANY = re.compile(r"(公司|集团|厂|合作社|事务所|研究院|研究所|中心|商行|经营部)$")
_NUMBERED = re.compile(r"代码|编号|号码|证号|文号|电话|邮编|账号|号$|code|id$|no$", re.I)
_DATED = re.compile(r"日期|时间|日$|date|time", re.I)
_WORDS = frozenset("是否有无√×")


@dataclass(frozen=True)
class Guess:
    """filled: every row has a cell; unique: no cell stands twice; companies: how many end like a company's name."""

    type: str
    filled: bool
    unique: bool
    companies: int
    comment: str


def guess(heading: str, cells: list[str], rows: int, unit: str, known: str) -> Guess:
    """The type of a column with these filled cells, out of `rows` rows; `known`: what contracts call the heading."""
    companies = sum(bool(_COMPANY.search(cell)) for cell in cells)
    kind, comment = _type(heading, cells, unit, known, companies)
    if not cells:
        comment = "样本里这一列全空，类型请定"
    elif kind == "text" and not comment and len(set(cells)) <= 8 < len(cells) / 2:
        comment = f"只有 {len(set(cells))} 种写法（{'、'.join(sorted(set(cells)))}），可改为 choice"
    return Guess(kind, bool(rows) and len(cells) == rows, len({*map(fold, cells)}) == len(cells), companies, comment)  # fmt: skip


def _type(heading: str, cells: list[str], unit: str, known: str, companies: int) -> tuple[str, str]:
    usccs = sum(bool(read_uscc(cell)[0]) for cell in cells)
    if cells and usccs >= 0.9 * len(cells):
        return "code", "" if usccs == len(cells) else f"{len(cells) - usccs} 个代码校验不过"
    if known in ("code", "name", "names") and _reads(known, cells, unit):
        return known, ""
    if cells and companies >= 0.5 * len(cells):
        return "name", "" if companies == len(cells) else "按企业名称读，个别不像企业"
    if cells and all(cell in _WORDS for cell in cells):
        return "flag", ""
    dated = all(not cell.isdigit() for cell in cells) or _DATED.search(heading)
    if dated and (share := _share("date", cells, unit)):
        if share == 1:
            return "date", ""
        if share > 0.9:
            return "text", f"{share:.0%} 的格子是日期，其余不是，按文字读"
    numbered = _NUMBERED.search(heading) or any(re.fullmatch(r"0\d+", cell) for cell in cells)
    if numbered:
        return ("code", "按代码读") if _reads("code", cells, unit) else ("text", "")
    if cells and all(cell.endswith(("%", "％")) for cell in cells) and _reads("percent", cells, unit):
        return "percent", "读成百分数：35 表示 35%"
    for kind in ("integer", "number"):
        if share := _share(kind, cells, unit):
            if share == 1:
                return kind, "单位" if kind == "number" and not unit else ""
            if share > 0.9:
                return "text", f"{share:.0%} 的格子是数字，其余不是，按文字读"
    return "text", ""


def _share(kind: str, cells: list[str], unit: str) -> float:
    """The share of the cells that a type reads as they are written."""
    column = Column("", "", kind, unit=unit)
    read = 0
    for cell in cells:
        try:
            value = read_value(cell, column, unit)
        except Bad:
            continue
        read += value is not None and not isinstance(value, Mended)
    return read / len(cells) if cells else 0.0


def _reads(kind: str, cells: list[str], unit: str) -> bool:
    return not cells or _share(kind, cells, unit) == 1
