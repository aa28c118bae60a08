"""An inspection in words, for a terminal."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path
from shlex import quote

from dagster_project.ingest.contract import Column, Contract
from dagster_project.ingest.fit import Fit, tied
from dagster_project.ingest.inspect import SHOWN, Inspection, View
from dagster_project.ingest.layout import Layout
from dagster_project.ingest.likely import Likely
from dagster_project.ingest.near import near_miss

_MOST = 12


def proposals(path: Path, found: list[Likely]) -> list[str]:
    """Of a file whose headings no contract knows: the lists that it seems to be all the same, and how to go on."""
    lines = [f"{path.name}：表头没有一个现有名单认得"]
    if not found:
        lines.append(
            "是已有的名单、只是表头换了说法的：加 --source <标识> 看差在哪里（标识就是名单目录里文件夹的名字）"
        )
        return lines
    lines.append("但看内容像是已有的名单、只是表头换了说法：")
    for one in found:
        missing = f"；没有像{'、'.join(one.missing)}的列" if one.missing else ""
        lines.append(f"  {one.contract.source}　{one.contract.title}：{'，'.join(one.reasons)}{missing}")
        lines.append(
            f"    看差在哪里：.venv/bin/pool inspect {quote(str(path))} --source {one.contract.source}"
        )
    lines.append("确是新的名单：加 --draft <标识>.yaml 起草约定")
    return lines


def ranking(path: Path, fits: list[Fit]) -> list[str]:
    """The contracts that could fit, the likeliest first, with what speaks for and against each."""
    lines = [f"{path.name}：可能的名单（满分 100：一半看表头认得几成，一半看必需的列齐几成）"]
    for fit in fits:
        missing = f"缺必需的 {'、'.join(fit.missing)}" if fit.missing else "必需的列齐全"
        lines.append(f"  {fit.score:3} 分  {fit.contract.source}　{fit.contract.title}")
        lines.append(
            f"         表“{fit.head.sheet}”：认得 {fit.known}/{fit.headings} 个表头，对上 {fit.fed} 列，{missing}"
        )
        if not fits[0].is_near:
            lines += [f"         {line}" for line in _unknown(fit.contract, fit.layout)[:_MOST]]
    if tied(fits) and fits[0].is_near:
        lines.append("表头太少，分不出是哪一个：请用 --source 指明是哪个名单")
    elif fits[0].is_near and not fits[0].clean:
        lines.append(
            "没有一个能照收，下面按最像的一个说明差在哪里；确是新的名单，加 --draft <标识>.yaml 起草约定"
        )
    elif not fits[0].clean:
        lines.append(
            "没有一个能照收：是其中之一的，加 --source <标识> 看差在哪里，把不认识的表头加进它的约定（headings 或 ignore），或改正文件"
        )
    return lines  # fmt: skip


def report(found: Inspection) -> list[str]:
    """What a contract would make of the file: mapping, ten rows, quarantine, lines set aside, and what holds it."""
    contract = found.contract
    lines = ["", f"按 {contract.source}（{contract.title}）读："]
    for mapped, views in itertools.groupby(found.views, key=lambda view: mapping(contract, view)):
        lines += [where(list(views)), *mapped]
    lines += found_rows(found)
    if found.held:
        return lines
    tray = found.tray
    lines += _counted("不作为行的", ((row["note"], row["found"]) for row in aside(found)))
    lines += ["", "■ 说明", *(f"  {note}" for note in tray.notes)] if tray.notes else []
    return lines


def found_rows(found: Inspection) -> list[str]:
    """What becomes of the rows, or why the file can't be taken."""
    contract = found.contract
    if found.held:
        return ["", "■ 不能照收，整批会被搁置：", *(f"  {problem}" for problem in found.held)]
    tray = found.tray
    # An answer that was read is not yet taken: that is judged against what was asked, when the lists are refreshed.
    taken = "读到" if contract.answers else "采用"
    lines = [
        "",
        f"■ {taken} {tray.accepted} 行，隔离 {len(tray.quarantine)} 行，不作为行的 {len(aside(found))} 行",
    ]
    if not (tray.accepted or tray.quarantine):
        lines.append("  一行数据也没有：请核对是不是只有表头，或导出时筛掉了内容")
    if found.repeated:
        lines.append(
            f"  采用的行里有 {found.repeated} 行的键（{_key(contract)}）在后面又出现：以后一行为准，前一行保留备查"
        )
    lines += _first(found) + _quarantine(found)
    return lines + _counted(
        "改正或未采用的格子",
        (
            (f"{row['heading']}：{row['note']}", f"第 {row['row']} 行“{row['found']}”")
            for row in tray.noted
            if row["column"]
        ),
    )


def aside(found: Inspection) -> list[dict]:
    """The lines of the file that are no rows: titles, totals, repeated headings; what is noted of a whole sheet has no line."""
    return [row for row in found.tray.noted if row["row"] and not row["column"]]


def _key(contract: Contract) -> str:
    return "、".join("或".join(contract.columns[name].title for name in group) for group in contract.key)


def where(views: list[View]) -> str:
    """Tables one after the other under the same headings, as one line."""
    first = views[0]
    more = f" 等 {len(views)} 张同样的表" if len(views) > 1 else ""
    rows = sum(view.rows for view in views)
    return f"\n■ {first.where} 表“{first.sheet}”{more}：第 {first.layout.row} 行是表头，采用 {rows} 行"


def mapping(contract: Contract, view: View) -> list[str]:
    """Which heading feeds which column, what is not there, not used or not known."""
    layout = view.layout
    lines = []
    absent = []
    for column in contract.columns.values():
        places = [position for position, _ in layout.columns.get(column.name, ())]
        places += [layout.ranges[column.name]] if column.name in layout.ranges else []
        places = [*layout.prefixes.get(column.name, ()), *places] if places else []
        if places:
            headings = "、".join(f"“{_one_line(layout.headings[p])}”（第 {p + 1} 列）" for p in places)
            lines.append(f"  {column.title}（{column.name}）← {headings}")
        elif column.required and column.default is None:
            lines.append(f"  {column.title}（{column.name}）← 没有，而这一列必需")
        elif "derived" not in column.options:
            absent.append(column.title)
    if absent:
        lines.append(f"  文件里没有：{'、'.join(absent)}")
    ignored = [_one_line(layout.headings[p]) for p in sorted(layout.ignored)]
    if ignored:
        lines.append(f"  按约定不用：{'、'.join(ignored)}")
    return lines + [f"  {line}" for line in _unknown(contract, layout)]


def _unknown(contract: Contract, layout: Layout) -> list[str]:
    """A line each heading that the contract doesn't know, with what it may stand for."""
    headings = [(_one_line(layout.headings[p]), layout.cells(p)) for p in layout.unknown]
    return [f"不认识的表头 {near_miss(contract, heading, cells) or heading}" for heading, cells in headings]


def _one_line(heading: str) -> str:
    return "".join(heading.split("\n")) or "（空表头）"


def _first(found: Inspection) -> list[str]:
    if not found.first:
        return []
    first = found.first[:SHOWN]
    lines = ["", f"■ 前 {len(first)} 行，按类型读出"]
    for row in first:
        told = [
            f"{found.contract.columns[name].title}={_value(found.contract.columns[name], value)}"
            for name, value in row.items()
            if name != "row" and value is not None
        ]
        lines.append(f"  第 {row['row']} 行  {'；'.join(told)}")
    return lines


def _value(column: Column, value: object) -> object:
    """A value as people say it: the word of a choice, 是 or 否 of a flag."""
    if column.type == "flag":
        return "是" if value else "否"
    return column.choices[value][0] if isinstance(value, str) and value in column.choices else value


def _quarantine(found: Inspection) -> list[str]:
    groups: dict[tuple[str, str, str], list[dict]] = {}
    for row in found.tray.quarantine:
        groups.setdefault((row["reason"], row["expected"], row["remedy"]), []).append(row)
    lines = ["", "■ 会被隔离的行，按原因"] if groups else []
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    for (reason, expected, remedy), rows in ordered[:_MOST]:
        first = rows[0]
        lines.append(f"  {len(rows)} 行  {reason}；应为{expected}")
        lines.append(
            f"         如 {first['file']} 表“{first['sheet']}”第 {first['row']} 行“{first['found']}”。{remedy}"
        )
    return lines + _rest(len(ordered))  # fmt: skip


def _counted(title: str, told: Iterable[tuple[str, str]]) -> list[str]:
    """Things by reason, with how many and the first of them."""
    groups: dict[str, list[str]] = {}
    for why, text in told:
        groups.setdefault(why, []).append(text)
    if not groups:
        return []
    lines = [
        f"  {len(texts)} 处  {why}" + (f"，如 {texts[0][:60]}" if texts[0] else "")
        for why, texts in groups.items()
    ]
    return ["", f"■ {title}", *itertools.islice(lines, _MOST), *_rest(len(lines))]


def _rest(count: int) -> list[str]:
    return [f"  ……还有 {count - _MOST} 种"] if count > _MOST else []
