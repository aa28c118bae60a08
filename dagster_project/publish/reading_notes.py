"""What was noted while the lists in force were read: of whole sheets in full, of workbooks of ours that came back and of
lines and cells how many."""

from __future__ import annotations

import duckdb

from dagster_project.publish.terminal import cut, section

MOST = 8
WIDTH = 110

_SHEETS = """
select coalesce(c.title, n.source), n.file, n.sheet, n.note
from stg_note n join stg_delivery d using (source, delivery_date) left join stg_contract c using (source)
where n."row" = 0 and d.is_latest_good and c.answers is not true
order by n.source, n.file, n.sheet, n.note
"""
# Our own workbook as it comes back: it hides columns and has rows that nobody answers, which says nothing new a file.
_RETURNED = """
select c.title, count(distinct n.file), count(*)
from stg_note n join stg_delivery d using (source, delivery_date) join stg_contract c using (source)
where n."row" = 0 and d.is_latest_good and c.answers
group by n.source, c.title order by n.source
"""
_LINES = """
select coalesce(c.title, n.source), count(*) filter (n.heading = ''), count(*) filter (n.heading <> '')
from stg_note n join stg_delivery d using (source, delivery_date) left join stg_contract c using (source)
where n."row" > 0 and d.is_latest_good
group by n.source, c.title order by n.source
"""


def reading_notes(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """A section of the summary, [] where nothing was noted of the newest deliveries."""
    sheets = connection.execute(_SHEETS).fetchall()
    returned = connection.execute(_RETURNED).fetchall()
    lines = connection.execute(_LINES).fetchall()
    if not sheets and not returned and not lines:
        return []
    told = section("读最新一批名单时的说明（逐条见 current/pool.duckdb 的表 stg_note）")
    for title, file, sheet, note in sheets[:MOST]:
        told.append(cut(f"  {title}：{file.rpartition('/')[2]} 表“{sheet}”：{note}", WIDTH))
    if len(sheets) > MOST:
        told.append(f"  还有 {len(sheets) - MOST} 条关于整张表的说明")
    told += [
        f"  {title}：{files} 个交回的文件有 {notes} 条关于整张表的说明（隐藏列、没有填写的行等）"
        for title, files, notes in returned
    ]
    counts = [
        f"{title} " + "、".join(f"{n} {word}" for n, word in ((aside, "行文字"), (cells, "个单元格")) if n)
        for title, aside, cells in lines
    ]
    return told + ([f"  表上表下的文字、换算或未采用的单元格：{'；'.join(counts)}"] if counts else [])
