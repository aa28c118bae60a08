"""Which deliveries of a list are audited, against which, and what they are called.

A delivery is audited until a publication has vouched for it, not only while it is the newest: one that blocked goes on
blocking, whatever comes after it, until it is withdrawn, replaced (a full list) or corrected row by row (no row of it counts
any more). It is compared with the last delivery before it that a publication vouches for, so that a wrong list sent twice is
no measure of itself.

A list none of whose deliveries was published yet is a stock, years of it perhaps: its newest is held to every check, and of
the others only what blocks is told, each on its own rows. The newest is audited always, so that every night has its figures.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

Published = Collection[tuple[str, date, str]]  # (source, delivery_date, file_hash)


@dataclass(frozen=True)
class Delivery:
    """One delivery to audit; before: the days of those it is compared with, rising."""

    source: str
    day: date
    newest: date
    before: tuple[date, ...]
    is_stock: bool

    @property
    def is_newest(self) -> bool:
        return self.day == self.newest

    def announce(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Tell the connection which delivery the queries are about: its variable `audited`."""
        told = {
            "source": self.source,
            "delivery": self.day,
            "newest": self.newest,
            "before": list(self.before),
        }
        named = "{source: $source, delivery: $delivery, newest: $newest, before: $before::date[]}"
        connection.execute(f"set variable audited = {named}", told)


def published(file: Path | None) -> Published:
    """The deliveries that the publication before vouches for, of history/delivery.parquet; none without a file."""
    if file is None or not file.exists():
        return frozenset()
    columns = pq.read_table(file).to_pydict()
    return frozenset(zip(columns["source"], columns["delivery_date"], columns["file_hash"], strict=True))


def to_audit(
    connection: duckdb.DuckDBPyConnection, source: str, table: str, vouched: Published
) -> list[Delivery]:
    """The deliveries of a source to audit, the newest first; none when none was read yet."""
    query = "select delivery_date, file_hash from stg_delivery where source = ? and status = 'read' order by 1 desc"
    read = connection.execute(query, [source]).fetchall()
    good = {day for day, file_hash in read if (source, day, file_hash) in vouched}
    if not read:
        return []
    current = f"select distinct delivery_date from {table} where is_current"
    counting = {day for (day,) in connection.execute(current).fetchall()} | {read[0][0]}
    found = []
    for day, _ in read:
        if day == read[0][0] or (day in counting and day not in good):
            earlier = sorted(other for other, _ in read if other < day)
            before = [other for other in earlier if other in good] or earlier
            found.append(Delivery(source, day, read[0][0], tuple(before), not good))
    return found


def in_words(connection: duckdb.DuckDBPyConnection, delivery: Delivery, place: str = "") -> str:
    """A delivery and the one before it, by date, files and rows, for the one who must look at them; place: the file or
    the part of it that is meant."""
    query = (
        "select files, rows_read from stg_delivery where source = ? and delivery_date = ? and status = 'read'"
    )
    told = []
    for word, day in zip(("新到一批", "上一批"), (delivery.day, *delivery.before[-1:]), strict=False):
        [(files, rows)] = connection.execute(query, [delivery.source, day]).fetchall()
        told.append(f"{word} {day} 收到的 {files}，{rows} 行")
    if place:
        told[0] += f"，其中 {place}"
    if not delivery.is_newest:
        told[0] += (
            f"（{delivery.newest} 又收到一批，没有替换它；错的先撤回：pool withdraw {delivery.source} {delivery.day} --why 原因）"
        )
    return "；".join(told)
