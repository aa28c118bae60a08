"""The watch held against what came of it: of the titles that were lost, how many were flagged how long before."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from dagster_project.publish import words
from dagster_project.publish.terminal import section, table

# In days: a year, a half, a quarter before a title was lost or kept.
LEADS = {365: "提前一年", 182: "提前半年", 91: "提前一个季度"}
# The day looked at is the last one replayed by then; when that is older than this, nothing is known of it.
OLDEST = 45
UNWATCHED = "unwatched"
LEVELS = words.LEVEL | {UNWATCHED: "未监测"}

QUERY = """
    with decided as (
        select title_id, outcome, decided_on from read_parquet($outcome)
        where decided_on between $first and $last
    ),
    looked_at as (
        select d.*, l.lead_days, max(p.as_of) as as_of
        from decided as d
        cross join (select unnest($leads) as lead_days) as l
        inner join (select unnest($days) as as_of) as p on p.as_of <= d.decided_on - l.lead_days
        group by all
        having max(p.as_of) >= d.decided_on - l.lead_days - $oldest
    )
    select o.lead_days, coalesce(w.level, $unwatched) as level, count(*) as decided,
        count(*) filter (where o.outcome = 'lost') as lost
    from looked_at as o
    left join read_parquet($reviews) as w on o.title_id = w.title_id and o.as_of = w.as_of
    group by all
"""


@dataclass(frozen=True)
class Count:
    """Of the titles at one level so many days before their outcome: how many came to one, how many were lost."""

    lead_days: int
    level: str
    decided: int
    lost: int


def back_test(history: dict[date, Path]) -> list[Count]:
    """Count by lead and level, over the histories of some days ({day: folder}); outcomes are as the last day knows them.

    A title that a day knows nothing of (announced later, say) is counted as unwatched.
    """
    last = max(history)
    with duckdb.connect() as connection:
        rows = connection.execute(
            QUERY,
            {
                "outcome": str(history[last] / "outcome.parquet"),
                "reviews": [str(folder / "review.parquet") for folder in history.values()],
                "days": list(history),
                "first": min(history),
                "last": last,
                "leads": list(LEADS),
                "oldest": OLDEST,
                "unwatched": UNWATCHED,
            },
        ).fetchall()
    order = list(LEVELS)
    return sorted((Count(*row) for row in rows), key=lambda c: (-c.lead_days, order.index(c.level)))


def told(counts: Iterable[Count]) -> str:
    """The back-test for a terminal: by lead, the levels of the lost, and how many of each level were lost."""
    counts = list(counts)
    lines = section("回测：有了结果（续期或失去）的称号，此前是什么预警")
    rows = []
    for lead, title in LEADS.items():
        of_lead = [count for count in counts if count.lead_days == lead]
        lost = sum(count.lost for count in of_lead)
        rows += [
            (title, LEVELS[c.level], c.decided, c.lost, _share(c.lost, c.decided), _share(c.lost, lost))
            for c in of_lead
        ]
    if not rows:
        return "\n".join([*lines, "  时间段内没有可以对照的：称号有结果之前至少要有一个季度的历史"])
    headings = ("多久之前", "当时预警", "有结果", "其中失去", "失去的比例", "占全部失去")
    return "\n".join([*lines, *table(headings, rows)])


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "—"


def write_csv(counts: Iterable[Count], path: Path) -> None:
    """The same as a CSV, a row a lead and level."""
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["提前天数", "当时预警", "有结果", "其中失去"])
        writer.writerows([c.lead_days, LEVELS[c.level], c.decided, c.lost] for c in counts)
