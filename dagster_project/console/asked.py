"""What a person asks of a table: filters, a name, an order, a page; and the rows that answer it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dagster_project.console.pool import Row
from dagster_project.console.visit import Visit
from dagster_project.publish.tables import Table

ROWS = 50  # of a page
COUNTIES = "select distinct county from company where county is not null order by 1"


@dataclass(frozen=True)
class Filter:
    """A choice that narrows the rows. options: a query of the values; condition: SQL with one `?` for the value."""

    key: str
    label: str
    options: str
    condition: str
    width: int = 150


def among(words: Mapping[str, str]) -> str:
    """The options of a filter on a column that holds words of publish.words."""
    return f"select unnest({list(words.values())})"


@dataclass(frozen=True)
class Asked:
    """What the person has chosen so far. by: the column sorted by, a name of the table's own; '' for its own order."""

    chosen: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    by: str = ""
    descending: bool = False
    page: int = 1

    @property
    def order(self) -> str:
        """The SQL that sorts by the column; '' where none was chosen."""
        return f"{self.by} {'desc' if self.descending else 'asc'} nulls last" if self.by else ""


@dataclass(frozen=True)
class Answer:
    """A page of rows, out of `total`; near: no name is as it was asked, these are the most alike."""

    rows: list[Row]
    total: int
    page: int
    near: bool


@dataclass(frozen=True)
class Question:
    """The SQL of what was asked, without the columns; found: the companies named so, [] where no name was asked."""

    source: str
    order: str
    parameters: list[Any]
    near: bool
    found: list[str]

    @classmethod
    async def of(cls, visit: Visit, table: Table, filters: tuple[Filter, ...], asked: Asked) -> Question:
        """Names are looked up as `pool explain` does; where a name was asked, the nearest stand first."""
        conditions, parameters, near = [f"({table.only})"], [], False
        ids: list[str] = []
        source, orders = f"({table.query}) t", [asked.order, table.order]
        if asked.text:
            ids, near = await visit.found(asked.text)
            source += (
                " join (select unnest(?::varchar[]) as company_id, unnest(range(?)) as nearness) f"
                " using (company_id)"
            )
            parameters += [ids, len(ids)]
            orders.insert(1, "nearness")
        for one in filters:
            if one.key in asked.chosen:
                conditions.append(one.condition)
                parameters.append(asked.chosen[one.key])
        order = ", ".join(filter(None, orders))
        return cls(f"from {source} where {' and '.join(conditions)}", order, parameters, near, ids)

    async def page(self, visit: Visit, columns: str, number: int) -> Answer:
        """One page; the last one where there are not so many."""

        async def at(page: int) -> list[Row]:
            return await visit.rows(self.sql(columns, ROWS, ROWS * (page - 1)), self.parameters)

        counted, rows = await asyncio.gather(
            visit.rows(f"select count(*) as rows {self.source}", self.parameters), at(number)
        )
        total = counted[0]["rows"]
        last = max(1, -(-total // ROWS))
        if number > last:
            number, rows = last, await at(last)
        return Answer(rows, total, number, self.near)

    def sql(self, columns: str, most: int, skipped: int = 0) -> str:
        """The rows in order, `most` after those `skipped`."""
        return f"select {columns} {self.source} order by {self.order} limit {most} offset {skipped}"
