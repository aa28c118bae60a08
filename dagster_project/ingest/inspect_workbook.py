"""A workbook of ours that a county filled in, looked at before it is delivered: several sources read it, each its sheet."""

from __future__ import annotations

from pathlib import Path

from dagster_project.ingest.contract import Contract
from dagster_project.ingest.inspect import Inspection, check_file, heads, inspect_file
from dagster_project.ingest.inspect_text import found_rows

MOST_ROWS = 20_000  # of a sheet that a county fills in


def sources_of(path: Path, contracts: dict[str, Contract]) -> list[Contract]:
    """The source to which such a workbook is delivered whole, and those that find a sheet of theirs in it; [] for any other
    file. Raises ValueError where there is no such file, UnreadableError where it can't be read.
    """
    check_file(path)
    if path.suffix.lower() not in (".xlsx", ".xlsm", ".xls"):
        return []
    names = _sheets(path).keys()
    for host in contracts.values():
        guests = [other for other in contracts.values() if host.source in other.also_in]
        if guests and names & {*host.sheets}:
            return [host, *(guest for guest in guests if names & {*guest.sheets})]
    return []


def look(path: Path, sources: list[Contract]) -> list[Inspection]:
    """What each of the sources reads of the workbook, every row of it."""
    return [inspect_file(path, contract, MOST_ROWS) for contract in sources]


def returned(path: Path, found: list[Inspection]) -> list[str]:
    """What would be read of the workbook, in Chinese."""
    host = found[0].contract
    read = {name for one in found for name in one.contract.sheets}
    unread = [name for name in _sheets(path) if name not in read]
    unknown = [name for name in unread if name not in host.pass_by]
    lines = [
        f"{path.name}：发给县（市、区）填写的工作簿。整份放进 raw/{host.source}/<收到日期>/，不要拆开，各名单从中读自己的表："
    ]
    lines += [_told(one) for one in found]
    if shown := [name for name in unread if name in host.pass_by]:
        lines.append(f"  只供查看、不读取的表：{'、'.join(shown)}")
    if unknown:
        lines.append(
            f"  不是工作簿原有的表，不读取：{'、'.join(unknown)}。里面有要交的内容，请另存为单独的文件"
        )
    for one in found:
        if one.held or one.tray.accepted or one.tray.quarantine:
            lines += ["", f"按 {one.contract.source}（{one.contract.title}）读：", *found_rows(one)]
    return lines


def _told(found: Inspection) -> str:
    contract, tray = found.contract, found.tray
    count = f"填了 {tray.accepted + len(tray.quarantine)} 行，其中会隔离 {len(tray.quarantine)} 行"
    if found.held or not (tray.accepted or tray.quarantine):
        count = "不能照收" if found.held else "没有填写"
    return f"  表“{'、'.join(contract.sheets)}” → {contract.title}（{contract.source}）：{count}"


def _sheets(path: Path) -> dict[str, None]:
    """The names of the sheets that are not blank, in order."""
    return {head.sheet.strip(): None for head in heads(path, 1)}
