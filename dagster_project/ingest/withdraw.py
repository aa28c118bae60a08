"""Taking back a delivery: a dated note beside it; the files themselves stay as they were received."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dagster_project.ingest.contract import Contract
from dagster_project.ingest.deliveries import WITHDRAWN


def withdraw(
    raw: Path, contracts: dict[str, Contract], source: str, received: date, why: str, since: date, by: str
) -> Path:
    """Write the note that withdraws the delivery of `source` received on that day, from `since` on; its path.

    A refresh with an earlier as-of date still reads the delivery, as it was read then. Raises ValueError when there
    is no such delivery, it is withdrawn already, or the reason is empty.
    """
    if source not in contracts:
        raise ValueError(f"没有名为 {source} 的名单；可用：{'、'.join(sorted(contracts))}")
    folder = raw / source / received.isoformat()
    if not folder.is_dir():
        days = sorted(p.name for p in (raw / source).glob("*-*-*") if p.is_dir())
        raise ValueError(f"{raw / source} 下没有 {received} 收到的一批；已有：{'、'.join(days) or '（无）'}")
    why = " ".join(why.split())
    if not why:
        raise ValueError("--why 不能为空：请写明为什么撤回")
    if since < received:
        raise ValueError(f"撤回日期 {since} 早于收到日期 {received}：请用 --as-of 写明哪一天撤回")
    note = folder / WITHDRAWN
    try:
        with open(note, "x", encoding="utf-8") as file:
            file.write(f"{why}（自 {since} 起撤回，操作人：{by}）\n")
    except FileExistsError as error:
        raise ValueError(
            f"这一批已经撤回：{note.read_text(encoding='utf-8-sig').strip()}\n"
            f"要改从哪一天起算、要恢复采用：先删去 {note}（只是撤回的说明，收到的文件不动）；要改的再用 --as-of 写明日期撤回一次"
        ) from error
    return note
