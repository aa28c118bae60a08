"""What a cell of a facts table may hold: by the metric's kind, its grades (the seed `grades`) and the words that the standards' rows
know (the text_value of conditions)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import duckdb

from dagster_project.settings import DBT_PROJECT

LARGEST = Decimal(10) ** 12
COUNTED = ("项", "人", "年")  # units of what is counted: none of them is below zero
A_NUMBER = "一个数（不带单位、百分号和千分位）"
A_FLAG = "1（是）或 0（否）"
TOO_LARGE = "绝对值小于一万亿（整数部分最多十二位）的数"
NUMERAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """A column: number, flag or text; the ends of what it may be (None is open); its words (none: any)."""

    kind: str
    low: Decimal | None = None
    high: Decimal | None = None
    words: tuple[str, ...] = ()

    def wrong(self, name: str) -> str:
        """SQL: whether any value of the column is not what is asked."""
        if self.words:
            quoted = ", ".join("'" + word.replace("'", "''") + "'" for word in self.words)
            return f'bool_or("{name}" not in ({quoted}))'
        if self.kind == "flag":
            return f'bool_or("{name}" not in (0, 1))'
        tests = [
            f'"{name}" {sign} {end}' for sign, end in (("<", self.low), (">", self.high)) if end is not None
        ]
        return f"bool_or({' or '.join(tests)})" if tests else "false"

    def expected(self, found: str) -> str | None:
        """What was expected where found is not it; None where it is."""
        if self.kind == "text":
            return None if not self.words or found in self.words else f"{'、'.join(self.words)} 之一"
        expected = A_FLAG if self.kind == "flag" else A_NUMBER
        if not NUMERAL.fullmatch(found):
            return expected
        try:
            value = Decimal(found)
        except InvalidOperation:
            return TOO_LARGE
        if self.kind == "flag":
            return None if value in (0, 1) else expected
        if abs(value) >= LARGEST:
            return TOO_LARGE
        if self.high is not None and not self.low <= value <= self.high:
            return f"{self.low} 至 {self.high} 的等级"
        return "不小于 0 的数" if self.low is not None and value < self.low else None


def asked(connection: duckdb.DuckDBPyConnection) -> dict[str, Asked]:
    """{metric: what is asked of it}, of every metric of the catalogue."""
    rows = connection.execute(
        """
        select m.metric::varchar, m.kind, coalesce(g.low, case when m.unit in (select unnest(?)) then 0 end), g.high, w.words
        from metrics as m
        left join (select metric, min(grade) as low, max(grade) as high from read_csv(?) group by metric) as g using (metric)
        left join (
            select metric, list(distinct text_value order by text_value) as words from conditions
            where text_value is not null group by metric
        ) as w using (metric)""",
        [list(COUNTED), str(DBT_PROJECT / "seeds" / "grades.csv")],
    ).fetchall()
    return {
        metric: Asked(
            kind,
            None if low is None else Decimal(low),
            None if high is None else Decimal(high),
            tuple(words or ()),
        )
        for metric, kind, low, high, words in rows
    }
