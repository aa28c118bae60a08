"""A first contract for a file that fits none: headings as written, types guessed from the cells, and a comment at
everything that a person must check.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml
from pypinyin import lazy_pinyin

from dagster_project.identity.text import clean, fold
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.guess import Guess, guess
from dagster_project.ingest.inspect import Head, heads
from dagster_project.ingest.values.base import is_blank

SOURCE_ID = re.compile(r"[a-z][a-z0-9_]{2,40}")
_READ = 5_000
_MEASURED = {"date", "integer", "number", "percent", "flag"}
_PINYIN = "标识取自拼音，请改成英文"
_UNIT = re.compile(r"[(（/](亿元|百万元|万元|千元|元)[)）]?$")


@dataclass
class Draft:
    """A column of the list to be: where its cells stand, and what they seem to be."""

    name: str
    heading: str
    unit: str
    guess: Guess
    comment: str


def draft_contract(path: Path, source: str, contracts: dict[str, Contract]) -> str:
    """The text of sources/<source>.yaml for the largest table of the file.

    Raises ValueError where no table is found, UnreadableError where the file can't be read.
    """
    tables = list(heads(path, _READ))
    if not tables:
        raise ValueError(f"{path.name} 里没有内容")
    head = max(tables, key=lambda table: sum(len(cells) for _, cells in table.rows))
    begin = _heading_row(head)
    headings = [_one_line(cell) for cell in head.rows[begin][1]]
    rows = [cells for _, cells in head.rows[begin + 1 :]]
    columns: list[Draft] = []
    ignored: list[str] = []
    for position, heading in enumerate(headings):
        cells = [clean(row[position]) for row in rows if position < len(row)]
        cells = [cell for cell in cells if not is_blank(cell)]
        known = _known(heading, contracts)
        if heading and not known and _is_ignored(heading, contracts):
            ignored.append(heading)
        elif heading or cells:
            columns.append(_column(heading or f"列{position + 1}", cells, len(rows), known, columns))
    _name_the_company(columns)
    others = [table.sheet for table in tables if table is not head and table.where == head.where]
    return _write(source, path, head, columns, ignored, others)


def _one_line(cell: str) -> str:
    return re.sub(r"\s*[\r\n]+\s*", "", clean(cell))


def _heading_row(head: Head) -> int:
    """The first row that is as wide as the table and holds texts only, each once. Raises ValueError."""
    filled = [[cell.strip() for cell in cells if cell.strip()] for _, cells in head.rows[:60]]
    widest = max(map(len, filled))
    for index, cells in enumerate(filled):
        texts = [cell for cell in cells if not re.fullmatch(r"[\d\s.,:/%-]+", cell) and len(cell) <= 40]
        if len(cells) > 1 and len(cells) >= 0.7 * widest and len(texts) == len(cells) == len(set(cells)):
            return index
    raise ValueError(f"{head.where} 表“{head.sheet}”里找不到一行表头：请核对是不是名单")


def _known(heading: str, contracts: dict[str, Contract]) -> tuple[str, str] | None:
    """(column, type) that most contracts give this heading; None where none knows it."""
    found = Counter(
        (target.column, contract.columns[target.column].type)
        for contract in contracts.values()
        for target in contract.read_heading(heading)
        if target.kind == "column"
    )
    return max(found, key=lambda pair: (found[pair], pair)) if found else None


def _is_ignored(heading: str, contracts: dict[str, Contract]) -> bool:
    return any(t.kind == "ignore" for c in contracts.values() for t in c.read_heading(heading))


def _column(heading: str, cells: list[str], rows: int, known, columns: list[Draft]) -> Draft:
    unit = _UNIT.search(heading)
    guessed = guess(heading, cells, rows, unit[1] if unit else "", known[1] if known else "")
    comment = guessed.comment
    if known and (known[1] == guessed.type or not {known[1], guessed.type} & _MEASURED):
        name = known[0]
    else:
        name = "_".join(re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(heading)).lower()))[:40].strip("_")
        # No., On: YAML reads them as no and yes
        if not name[:1].isalpha() or not isinstance(yaml.safe_load(name), str):
            name = f"column_{len(columns) + 1}"
        comment = "；".join(filter(None, ["" if heading.isascii() else _PINYIN, comment]))
    taken = {fold(column.heading) for column in columns}
    if fold(heading) in taken:
        heading = f"列{heading}"
        comment = "表头与前面一列重复：先在文件里改名，再照改这里"
    while name in {column.name for column in columns}:
        name += "_2"
    return Draft(name, heading, unit[1] if unit else "", guessed, comment)


def _name_the_company(columns: list[Draft]) -> None:
    """The column with the most full company names is `name`, by which rows are matched to companies."""
    named = [column for column in columns if column.guess.type == "name"]
    if not named:
        return
    best = max(named, key=lambda column: (column.guess.companies, column.name == "name"))
    for column in columns:
        if column.name == "name" and column is not best:
            column.name = "other_name"
    best.name = "name"
    best.comment = best.comment.removeprefix(_PINYIN).strip("；")


def _write(source, path, head: Head, columns: list[Draft], ignored: list[str], others: list[str]) -> str:
    whole = [column for column in columns if column.guess.filled]
    anchor = next((c for c in whole if c.name == "name"), whole[0] if whole else columns[0])
    unique = [c for c in whole if c.guess.unique and c.guess.type in ("code", "uscc", "name", "text")]
    key = sorted(unique, key=lambda c: ("code", "uscc", "name", "text").index(c.guess.type))[:1] or [anchor]
    lines = [
        f"# 由 pool inspect 从“{path.name}”表“{head.sheet}”起草；类型由表的前 {len(head.rows)} 行（连标题、表头）猜出。“核对”处都要有人看过。",
        f"source: {source}",
        f"title: {_flow(path.stem)}  # 核对：名单的正式名称",
        "publisher: 待填  # 核对：哪个部门发布",
        "purpose: 待填  # 核对：用于标准的哪一条（文件与条款）",
        "delivery: append  # 核对：每批只给新增用 append；每批都是全量、不在的就是移出，用 full",
        "replaces_by: []  # full 时：一批只替代某一部分（如某县）的，写那一列",
        f"key: {_flow([c.name for c in key])}  # 核对：哪几列相同就是同一条（后一条替代前一条）"
        + ("" if unique else "；没有一列是各行不同的"),
        "cadence_days: 365  # 核对：一般多少天内应有新的一批",
        "# complete: {since: {'': 2024-01-01}}  # 只有名单自某日起是全的才写：不在名单上即为“否”",
    ]
    if others and not re.fullmatch(r"表\d+|第\d+页", head.sheet):
        lines.append(f"sheets: {_flow([head.sheet])}  # 核对：同一文件还有 {'、'.join(others)}，未读")
    if any(c.name == "name" for c in columns):
        lines.append("identify_by: [name]")
    lines.append("columns:")
    for column in columns:
        lines.append(f"  {column.name}:" + (f"  # 核对：{column.comment}" if column.comment else ""))
        lines += [f"    title: {_flow(column.heading)}", f"    type: {column.guess.type}"]
        if column.unit and column.guess.type == "number":
            lines.append(f"    unit: {column.unit}")
        if column is anchor:
            lines.append("    required: true  # 没有这一格的行不是名单的行")
        lines += ["    form: true", f"    headings: {_flow([column.heading])}"]
    return "\n".join([*lines, f"ignore: {_flow(ignored)}"]) + "\n"


def _flow(value: str | list[str]) -> str:
    """A text or a list of texts as YAML on one line."""
    listed = [value] if isinstance(value, str) else value
    text = yaml.safe_dump(listed, default_flow_style=True, allow_unicode=True, width=1_000_000).strip()
    return text[1:-1] if isinstance(value, str) else text
