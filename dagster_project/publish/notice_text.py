"""What a notice says: counts and where to look. No company, no cell of a list and no file name leaves the house."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from dagster_project.publish import words
from dagster_project.publish.cells import chinese_date
from dagster_project.publish.context import read_context
from dagster_project.publish.deliveries import read_held, read_states, read_withdrawn
from dagster_project.publish.names import in_force, read_manifest

MOST_TOLD = 8


def published(release: Path) -> str:
    """The notice after a release was completed."""
    manifest = read_manifest(release)
    with duckdb.connect(str(release / "pool.duckdb"), read_only=True) as connection:
        context = read_context(connection)
        states = read_states(connection)
        held, withdrawn = read_held(connection), read_withdrawn(connection)
        statuses = dict(
            connection.execute(
                "select status, count(*) from cultivation_pool where is_next group by status"
            ).fetchall()
        )
        levels = dict(
            connection.execute("select level, count(*) from review_watch group by level").fetchall()
        )
        changes = connection.execute("select count(*) from pool_change").fetchall()[0][0]
    changed = f"与上一次发布相比变化 {changes} 处" if changes else context.unchanged
    overdue = [state.title for state in states if state.overdue_days(context.as_of)]
    failed = [check for check in manifest["checks"] if check["status"] == "failed"]
    serving = in_force(release.parent.parent) == release.resolve()
    lines = [
        f"{marked(context.region_name, context.is_sample)}培育库　基准日 {chinese_date(context.as_of)}　{'已发布' if serving else '只留档，现行发布不变'}",
        "培育对象：" + "，".join(f"{word} {statuses.get(code, 0)}" for code, word in words.STATUS.items()),
        "复核预警：" + "，".join(f"{word} {levels.get(code, 0)}" for code, word in words.LEVEL.items()),
        changed,
        f"质量检查 {len(manifest['checks'])} 项，未通过 {len(failed)} 项",
    ]
    lines += [f"· {check['title']}（{check['measured']}）" for check in failed[:MOST_TOLD]]
    lines += _deliveries(
        "未能读取、沿用上一批的名单", [f"{item.title} {item.delivery_date}" for item in held]
    )
    lines += _deliveries("已撤回的名单", [f"{item.title} {item.delivery_date}" for item in withdrawn])
    lines += _deliveries("逾期未到的名单", overdue)
    return "\n".join([*lines, "详情：pool status，或各县工作簿"])


def marked(region: str, is_sample: bool) -> str:
    """The region's name as every notice begins: a sample says that it is one."""
    return f"{f'【{words.SAMPLE}】' if is_sample else ''}{region}"


def failed(region: str, as_of: date, outward: str) -> str:
    """The notice of a refresh that failed; region: as `marked`; outward: its reason as far as it may leave the house."""
    return "\n".join(
        [
            f"{region}培育库　基准日 {chinese_date(as_of)}　没有发布，现行发布不变",
            outward or "刷新中途出错",
            "详情：在服务器上运行 pool status",
        ]
    )


def _deliveries(what: str, told: list[str]) -> list[str]:
    if not told:
        return []
    rest = len(told) - MOST_TOLD
    return [f"{what} {len(told)}：{'；'.join(told[:MOST_TOLD])}{f'；另有 {rest}' if rest > 0 else ''}"]
