"""What a sheet is: its query over pool.duckdb, its columns, and the columns that people fill in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column. kind: text, code, long, points (a text of several, cells.apart), date, year, integer, number, share
    (0..1), score, status, level; place (the workbook's own, no column of the query) and seal stand in a workbook only.

    `unit` and `meaning` go into the data dictionary. A column that isn't printed stands right of those to fill in;
    a hidden one is for the way back only. `against` names the column whose text it is compared with: what differs is marked.
    """

    name: str
    heading: str
    kind: str = "text"
    width: float = 14
    meaning: str = ""
    unit: str = ""
    printed: bool = True
    hidden: bool = False
    against: str = ""


@dataclass(frozen=True)
class Entry:
    """A column to fill in. check: any, date, list (of choices), by_fact (as the row's fact may be, publish/checks.py)."""

    heading: str
    width: float = 12
    check: str = "any"
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Table:
    """A table for readers. `query` yields county_code, zone_code, every column's name and what `order` names.

    `city_entries`: the city fills it in too. `only` narrows the workbook's rows (the CSV, named by the title, holds all). `kind_column` names the
    column that holds the fact of by_fact entries. `bars` are columns with a data bar, `frozen` how many columns stay put. An
    `optional` one has a sheet only where it has a row. `total` names a flag of the query: rows of totals stand out. `order` alone
    decides where `is_ordered` says that no two rows are even in it; else every column is compared, which long texts make dear.
    """

    title: str
    query: str
    order: str
    columns: tuple[Column, ...]
    entries: tuple[Entry, ...] = ()
    city_entries: bool = False
    only: str = "true"
    empty: str = "没有记录"  # may name {unchanged}, see Context
    note: str = ""
    frozen: int = 1
    kind_column: str = ""
    bars: tuple[str, ...] = ()
    optional: bool = False
    total: str = ""
    is_ordered: bool = False

    def layout(self, entries: bool) -> list[Column | Entry]:
        """The sheet's columns from left to right: printed ones, those to fill in, then what only screens show."""
        printed = [c for c in self.columns if c.printed]
        return [*printed, *(self.entries if entries else ()), *(c for c in self.columns if not c.printed)]

    @property
    def fields(self) -> list[str]:
        """What a row of sql() holds, in order: the columns' names, kind_column and total where there are any; each once."""
        names = [c.name for c in self.columns if c.kind != "place"]
        return list(dict.fromkeys([*names, *filter(None, (self.kind_column, self.total))]))

    def sql(self, place_filter: str = "true", only: bool = True) -> str:
        """The whole query: the fields in their order, of one place's rows."""
        names = self.fields
        narrowed = self.only if only else "true"
        order = [self.order, *(f"{name} nulls first" for name in names if not self.is_ordered)]
        return (
            f"select {', '.join(names)} from ({self.query}) t"
            f" where {place_filter} and ({narrowed}) order by {', '.join(order)}"
        )


def plain(column: str) -> str:
    """A SQL expression: a number as people write it, without the zeros that a decimal column carries."""
    return f"rtrim(rtrim(cast(cast({column} as decimal(18, 6)) as varchar), '0'), '.')"
