"""`pool status`: the last refresh, each source's newest delivery and whether it is overdue, quality."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import duckdb

from dagster_project.publish import words
from dagster_project.publish.cells import chinese_date
from dagster_project.publish.context import read_context
from dagster_project.publish.deliveries import read_passed_over, read_states, read_unused
from dagster_project.publish.names import read_manifest, release_of
from dagster_project.publish.notices import last_trouble
from dagster_project.publish.quality import quality
from dagster_project.publish.summary import passed_over
from dagster_project.publish.terminal import section, table
from dagster_project.run import runs
from dagster_project.settings import TIMEZONE

OUTCOME = {
    "published": "已发布",
    "archived": "只留档，现行发布没有切换（基准日早于现行发布）",
    "started": "没有结束：正在运行，或中途被中断",
    "restored": "以前的发布被恢复为现行发布，没有刷新",
}


def status(home: Path, as_of: date) -> str:
    """How the release in force stands on the day `as_of`, in Chinese, for a terminal.

    Raises FileNotFoundError saying what to run when nothing has been published.
    """
    release = release_of(home)
    manifest = read_manifest(release)
    with duckdb.connect(str(release / "pool.duckdb"), read_only=True) as connection:
        context = read_context(connection)
        states, unused = read_states(connection), read_unused(connection)
        unread = passed_over(read_passed_over(connection))
        audited = quality(manifest.get("checks", []), connection, release / "docs")
    mark = f"　【{words.SAMPLE}】" if context.is_sample else ""
    lines = [f"现行发布　{release.name}　{context.region_name}　基准日 {chinese_date(context.as_of)}{mark}"]
    lines += _last_run(home)
    for heading, found in unused:
        lines.append(f"！！ {heading}：")
        for item in found:
            lines.append(
                f"   {item.title}（{item.delivery_date} 收到，{item.files}）：{'；'.join(item.told)}"
            )
    rows = [
        (s.title, s.source, s.newest_on, s.newest_good_on, s.cadence_days, s.word(max(as_of, context.as_of)))
        for s in states
    ]
    headings = ("名单", "标识", "最新收到", "最新采用", "周期（天）", "状态")
    return "\n".join([*lines, *section("名单（现行发布所用的）"), *table(headings, rows), *unread, *audited])


def _last_run(home: Path) -> list[str]:
    """The last line of home/runs.jsonl: a failed refresh stands there with its reason, a killed one as started."""
    last = next(reversed(runs(home)), None)
    if last is None:
        return []
    at = datetime.fromisoformat(last["at"]).astimezone(TIMEZONE)
    word = OUTCOME.get(last["outcome"]) or f"没有发布：{last.get('reason') or '原因不明'}"
    unsent = [f"！！ 通知没有发出：{trouble}"] if (trouble := last_trouble(home)) else []
    if last["outcome"] == "restored":
        return [*unsent, f"最近一次操作　{at:%Y-%m-%d %H:%M}（北京时间）　{word}（{last['reason']}）"]
    return [*unsent, f"最近一次刷新　{at:%Y-%m-%d %H:%M}（北京时间；基准日 {last['as_of']}）　{word}"]
