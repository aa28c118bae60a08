"""What a cell of a facts table may hold: by the metric's kind and the words that the standards' rows know (the text_value of
conditions). A number is taken as given, whatever it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import duckdb

from dagster_project.sql import quoted

LARGEST = Decimal(10) ** 12
A_NUMBER = "一个数（不带单位、百分号和千分位）"
A_FLAG = "1（是）或 0（否）"
TOO_LARGE = "绝对值小于一万亿（整数部分最多十二位）的数"
NUMERAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """A column: number, flag or text, and its words (none: any)."""

    kind: str
    words: tuple[str, ...] = ()

    def wrong(self, name: str) -> str:
        """SQL: whether any value of the column is not what is asked."""
        if self.words:
            return f'bool_or("{name}" not in ({", ".join(map(quoted, self.words))}))'
        if self.kind == "flag":
            return f'bool_or("{name}" not in (0, 1))'
        return "false"

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
        return TOO_LARGE if abs(value) >= LARGEST else None


def asked(connection: duckdb.DuckDBPyConnection) -> dict[str, Asked]:
    """{metric: what is asked of it}, of every metric of the catalogue."""
    rows = connection.execute(
        """
        select m.metric::varchar, m.kind, w.words from metrics as m
        left join (
            select metric, list(distinct text_value order by text_value) as words from conditions
            where text_value is not null group by metric
        ) as w using (metric)"""
    ).fetchall()
    return {metric: Asked(kind, tuple(words or ())) for metric, kind, words in rows}
