"""The pool in force, as one visitor may see it: whole for the city, its own companies only for a county."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.publish.context import Context, Place, read_context, read_places
from dagster_project.publish.find import Directory
from dagster_project.publish.names import release_of
from dagster_project.sql import dicts, quoted

# what a county sees whole: the rules and their words, none of which is about a company
# fmt: off
SHARED = frozenset((
    "applicability", "awards", "bands", "categories", "certificate_kinds", "conditions",
    "digital_levels", "divisions", "documents", "equity_rules", "application_stages", "event_rules", "feedback_outcomes", "visit_states", "evidence_rules",
    "indicators", "ip_rules", "judgement_rules", "list_coverage", "metrics", "patent_kinds",
    "publication", "registration_status", "review_windows", "signals", "standards", "statuses",
    "stg_contract", "stg_region_county", "stg_run", "tiers", "trust", "watch_actions", "zones",
))
# fmt: on
# tables without a company of their own, and what makes a row {code}'s: through another table of {schema}; a refused row
# of a workbook that it sent itself, or of a list where a cell is the name or the code of one of its companies
OWNED = {
    "stg_mention": "mention_id in (select mention_id from {schema}.row_company)",
    "patent": "publication_no in (select publication_no from {schema}.patent_owner)",
    "stg_quarantine": """case when source in (select source from pool.main.stg_contract where answers)
        then starts_with(parse_filename(file), '{code}_')
        else list_has_any(from_json(cells, '["varchar"]'),
            (select list(name) || list(uscc) filter (uscc <> '') from {schema}.company)) end""",
}
Row = dict[str, Any]
Parameters = list[Any] | dict[str, Any] | None
CITY = Place("", "", "city")


class NoReleaseError(OSError):
    """There is no release to show, or it can't be read; the message says which (Chinese)."""


@dataclass
class Release:
    """One release, opened read-only in an in-memory database of its own; a schema of views a place."""

    folder: Path
    connection: duckdb.DuckDBPyConnection
    context: Context
    places: dict[str, Place]
    _schemas: dict[str, str] = field(default_factory=dict)
    _directories: dict[str, Directory] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _naming: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def open(cls, folder: Path) -> Release:
        """Raises NoReleaseError when the release can't be read."""
        connection = duckdb.connect()
        try:
            connection.execute(f"attach {quoted(folder / 'pool.duckdb')} as pool (read_only)")
            connection.execute("use pool")
            places = {place.code: place for place in read_places(connection)}
            return cls(folder, connection, read_context(connection), places)
        except (duckdb.Error, ValueError) as error:
            connection.close()
            raise NoReleaseError(f"读不了 {folder / 'pool.duckdb'}：{error}") from error

    def cursor(self, place: Place) -> duckdb.DuckDBPyConnection:
        """A cursor on which every table's name means what `place` may see of it."""
        cursor = self.connection.cursor()
        cursor.execute(f"use {self._schema(cursor, place)}")
        return cursor

    def rows(self, place: Place, sql: str, parameters: Parameters = None) -> list[Row]:
        """A query's rows by column name, None for unknown, of what `place` may see."""
        with self.cursor(place) as cursor:
            return dicts(cursor, sql, parameters or [])

    def whole(self) -> duckdb.DuckDBPyConnection:
        """A cursor on the pool as published, for what asks about one company that was found to be the visitor's."""
        return self.cursor(CITY)

    def directory(self, place: Place) -> Directory:
        """The names of the companies that `place` may see; made at the first search."""
        with self._naming:
            if place.code not in self._directories:
                self._directories[place.code] = Directory(self.cursor(place))
            return self._directories[place.code]

    def _schema(self, cursor, place: Place) -> str:
        if place.level == "city":
            return "pool.main"
        with self._lock:
            if place.code not in self._schemas:
                self._schemas[place.code] = _make_views(cursor, place)
            return self._schemas[place.code]


def _make_views(cursor, place: Place) -> str:
    """A schema of views that hold `place`'s rows only; a table that says neither whose nor shared has no view."""
    if not place.code.isalnum():
        raise ValueError(f"{place.code} 不是地区代码")
    schema = f"memory.only_{place.code}"
    cursor.execute(f"create schema {schema}")
    mine = place.filter.replace("?", f"'{place.code}'")
    tables = cursor.execute(
        "select table_name, list(column_name) from duckdb_columns() where database_name = 'pool' group by all"
    ).fetchall()
    for table, columns in sorted(tables, key=lambda one: one[0] in OWNED):
        if table in SHARED:
            kept = "true"
        elif "county_code" in columns and "zone_code" in columns:
            kept = mine
        elif table in OWNED:
            kept = OWNED[table].format(schema=schema, code=place.code)
        elif "company_id" in columns:
            kept = f"company_id in (select company_id from pool.main.company where {mine})"
        else:
            continue
        cursor.execute(f"create view {schema}.{table} as select * from pool.main.{table} where {kept}")
    return schema


class Pool:
    """The release that home/current links to; opened anew when the link moves."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._lock = threading.Lock()
        self._release: Release | None = None

    def release(self) -> Release:
        """The release in force. Raises NoReleaseError when nothing is published or it can't be read."""
        try:
            folder = release_of(self.home)
        except FileNotFoundError as error:
            raise NoReleaseError(str(error)) from error
        with self._lock:
            if self._release is None or self._release.folder != folder:
                self._release = Release.open(folder)
                # made while nobody waits for it yet: the names of a province take seconds to fold
                threading.Thread(target=self._release.directory, args=[CITY], daemon=True).start()
            return self._release

    def rows(self, place: Place, sql: str, parameters: Parameters = None) -> list[Row]:
        """`Release.rows` of the release in force."""
        return self.release().rows(place, sql, parameters)
