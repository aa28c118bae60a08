"""How each source stands: its newest delivery, what was read, held, withdrawn or overdue; and files passed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from dagster_project.publish.words import RESUBMIT

_STATES = """
with newest as (
    select source, max(delivery_date) as newest_on,
        max(delivery_date) filter (status = 'read') as newest_good_on,
        coalesce(sum(rows_read), 0) as rows_read, coalesce(sum(rows_accepted), 0) as rows_accepted,
        coalesce(sum(rows_quarantined), 0) as rows_quarantined,
        count(*) filter (status = 'held') as held, count(*) filter (status = 'read') as deliveries,
        arg_max(status, delivery_date) as newest_status
    from stg_delivery where status <> 'passed_over' group by source
)
select c.source, c.title, c.publisher, c.cadence_days, c.required, n.newest_on, n.newest_good_on,
    coalesce(n.deliveries, 0), coalesce(n.rows_read, 0), coalesce(n.rows_accepted, 0),
    coalesce(n.rows_quarantined, 0), coalesce(n.held, 0), coalesce(n.newest_status, '')
from stg_contract c left join newest n on n.source = c.source
order by c.required desc, c.source
"""

# Once a later delivery of a full list was read, a held or withdrawn one no longer matters; of an appended list it does.
_MATTERS = """(c.delivery = 'append' or not exists (
    select 1 from stg_delivery g where g.source = d.source and g.status = 'read'
    and g.delivery_date > d.delivery_date
))"""
_STILL = f"""
select d.source, coalesce(c.title, d.source), d.delivery_date, d.files, d.problem, d.remedy
from stg_delivery d left join stg_contract c on c.source = d.source
where d.status = ? and {_MATTERS}
order by d.delivery_date desc, d.source, d.files
"""
_UNMAPPED = f"""
select coalesce(c.title, d.source), d.delivery_date, d.file, d.sheet, d."row", d.heading, d.near, d.found, d.remedy
from stg_unmapped_heading d left join stg_contract c on c.source = d.source where {_MATTERS}
order by d.delivery_date desc, d.source, d.file, d.sheet, d."row", d.heading
"""


@dataclass(frozen=True)
class SourceState:
    """One source on the as-of date. Row counts are over all its deliveries; newest_on is None before any."""

    source: str
    title: str
    publisher: str
    cadence_days: int | None
    required: bool
    newest_on: date | None
    newest_good_on: date | None
    deliveries: int
    rows_read: int
    rows_accepted: int
    rows_quarantined: int
    held: int
    newest_status: str

    def overdue_days(self, as_of: date) -> int:
        """Days past its cadence, counted from the newest one that was read; 0 when on time or never sent."""
        if self.newest_good_on is None or not self.cadence_days:
            return 0
        return max(0, (as_of - self.newest_good_on).days - self.cadence_days)

    def word(self, as_of: date) -> str:
        """The source's standing in a few Chinese words."""
        if self.newest_on is None:
            return "尚未收到"
        withdrawn = self.newest_status == "withdrawn"
        if self.newest_good_on is None:
            return "收到的已撤回" if withdrawn else "收到的都未能读取"
        if self.newest_on > self.newest_good_on:
            return f"最新一批{'已撤回' if withdrawn else '未采用'}，沿用上一批"
        days = self.overdue_days(as_of)
        return f"逾期 {days} 天" if days else "正常"


@dataclass(frozen=True)
class Unused:
    """A delivery that isn't used: held, since it could not be read (the source's last good one serves until it is
    mended), or withdrawn, the problem being the reason.
    """

    status: str
    source: str
    title: str
    delivery_date: date
    files: str
    problem: str
    remedy: str

    @property
    def told(self) -> list[str]:
        """What is wrong and what to do, or why it was withdrawn: a line each."""
        if self.status == "withdrawn":
            return [f"原因：{self.problem}"]
        return [f"问题：{self.problem}", f"处理：{self.remedy or RESUBMIT}"]


def read_states(connection: duckdb.DuckDBPyConnection) -> list[SourceState]:
    """Every contract's standing, the required ones first."""
    return [SourceState(*row) for row in connection.execute(_STATES).fetchall()]


def read_held(connection: duckdb.DuckDBPyConnection) -> list[Unused]:
    """Held deliveries that still matter, newest first."""
    return _unused(connection, "held")


def read_withdrawn(connection: duckdb.DuckDBPyConnection) -> list[Unused]:
    """Withdrawn deliveries that still matter, newest first."""
    return _unused(connection, "withdrawn")


def read_unused(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, list[Unused]]]:
    """The held and then the withdrawn ones, each kind under its heading; kinds without any are left out."""
    kinds = [
        (
            "搁置：有 {} 批名单未能读取，沿用上一批好的数据；不在名单上的，在此期间算不知道，不算没有",
            read_held(connection),
        ),
        ("撤回：有 {} 批名单已撤回，没有采用", read_withdrawn(connection)),
    ]
    return [(heading.format(len(found)), found) for heading, found in kinds if found]


def read_unmapped(connection: duckdb.DuckDBPyConnection) -> list[tuple]:
    """Headings of held deliveries that no contract maps, newest first: (list, received on, file, sheet, row, heading, the
    known heading most like it or '', what is wrong, what to do).
    """
    return connection.execute(_UNMAPPED).fetchall()


def read_passed_over(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Files and folders under raw/ that belong to no delivery: (path, why), by path."""
    sql = "select files, problem from stg_delivery where status = 'passed_over' order by files, problem"
    return connection.execute(sql).fetchall()


def _unused(connection: duckdb.DuckDBPyConnection, status: str) -> list[Unused]:
    found = connection.execute(_STILL, [status]).fetchall()
    return [Unused(status, *row[:3], *(str(text or "") for text in row[3:])) for row in found]
