"""One person's visit to one page: who they are and what they may see. Every read asks again whether they still may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from nicegui import run
from starlette.requests import Request

from dagster_project.console import log
from dagster_project.console.pool import CITY, Pool, Row
from dagster_project.console.sessions import Sessions
from dagster_project.console.users import User, Users
from dagster_project.publish.context import Context, Place
from dagster_project.publish.tables import Table

NEAREST = 20  # names shown where none fits as it was written
P = ParamSpec("P")
R = TypeVar("R")


async def aside(call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """`call` off the event loop, so that nobody else's page waits for it."""
    # None comes only when the server is going down, and then nobody waits for the answer
    return cast(R, await run.io_bound(call, *args, **kwargs))


class NoPlace(Exception):
    """The user's county or zone is none of the region in force."""


@dataclass(frozen=True)
class Console:
    """What the pages share: where lists arrive, where the pool is published, and who is signed in."""

    raw: Path
    home: Path
    pool: Pool
    users: Users
    sessions: Sessions

    def visit(self, request: Request) -> Visit:
        """The visit behind a request that has passed the gate."""
        return Visit(self, request, request.state.token)


@dataclass(frozen=True)
class Visit:
    """One person on one page."""

    console: Console
    request: Request
    token: str

    @property
    def user(self) -> User:
        """The user as of now. Raises SignedOut when the session has ended since the page was opened."""
        return self.console.sessions.user(self.token)

    @property
    def is_signed_in(self) -> bool:
        """Whether the session still holds; asking is no sign of life, so that an open page alone doesn't keep it."""
        return self.console.sessions.holds(self.token)

    @property
    def place(self) -> Place:
        """What the user may see: the county's or zone's place, the whole region for city and reader.

        A county's user whose place the pool doesn't know sees nothing: raises NoPlace.
        """
        user = self.user
        if user.role != "county":
            return CITY
        place = self.console.pool.release().places.get(user.place)
        if place is None:
            raise NoPlace
        return place

    @property
    def context(self) -> Context:
        """The day and region of the pool in force."""
        return self.console.pool.release().context

    async def rows(self, sql: str, parameters: list[Any] | dict[str, Any] | None = None) -> list[Row]:
        """A query's rows over the tables as this user may see them; off the event loop."""
        return await aside(self.console.pool.rows, self.place, sql, parameters)

    async def table(self, table: Table) -> list[Row]:
        """A workbook's table as this user's own workbook holds it, all that its query yields."""
        place, release = self.place, self.console.pool.release()
        sql = (
            f"select * from ({table.query}) t where {place.filter} and ({table.only}) order by {table.order}"
        )
        return await aside(release.rows, CITY, sql, place.parameters)

    async def found(self, asked: str) -> tuple[list[str], bool]:
        """The ids of companies named or coded like `asked`, and whether they are only the nearest names."""
        place = self.place

        def search() -> tuple[list[str], bool]:
            names = self.console.pool.release().directory(place)
            hits = names.find(asked)
            return [hit.company_id for hit in hits or names.near(asked, NEAREST)], not hits

        return await aside(search)

    def log(self, action: str, **details: str) -> None:
        """Write down what the user did."""
        log.write(self.console.home, self.user.name, action, **details)
