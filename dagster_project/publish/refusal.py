"""What a refused build tells: what stopped it, and what else was wrong that night, so that all of it is mended at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from dagster_project.publish.deliveries import Unused, read_held, read_passed_over

STOPPED = "质量检查拦下了这次发布"


def refusal(pool: Path, checks: list[dict[str, Any]], kept: Path) -> tuple[str, str]:
    """(for the house, for a notice) on a build that `checks` stop: a line a trouble, what stops first.

    checks: the outcome of the audit, as in checks.json; kept: where it lies with the rows behind it. What leaves the
    house names no file, no company and no cell.
    """
    with duckdb.connect(str(pool), read_only=True) as connection:
        held, passed = read_held(connection), read_passed_over(connection)
    failed = [check for check in checks if check["status"] == "failed"]
    stopping = [check for check in failed if check["severity"] == "block"]
    warned = [check for check in failed if check["severity"] != "block"]
    inside = [
        f"{STOPPED}，上一次发布不变：",
        *(f"  拦下　{check['title']}（{check['found']}）：{check['advice']}" for check in stopping),
        *(f"  提醒　{check['title']}（{check['found']}）：{check['advice']}" for check in warned),
        *(f"  搁置　{_name(item)}，{item.files}：{'；'.join(item.told)}" for item in held),
        *(f"  未读　{path}：{why}" for path, why in passed),
        f"检查结果和问题行在 {kept}；各条请来源部门改正；错的一批先撤回（pool withdraw 名单标识 收到日期 --why 原因），"
        "改正的放进新的收到日期，再运行 pool refresh",
    ]
    outside = [f"{STOPPED}：" + "；".join(f"{check['title']}（{check['measured']}）" for check in stopping)]
    if warned:
        outside.append(f"另有提醒 {len(warned)} 项")
    if held:
        outside.append(f"未能读取的名单 {len(held)}：" + "；".join(map(_name, held)))
    return "\n".join(inside), "\n".join(outside)


def _name(item: Unused) -> str:
    return f"{item.title} {item.delivery_date}"
