"""Values inside a statement's text, where DuckDB takes no parameter; and rows by their columns' names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


def quoted(value: object) -> str:
    """A text or path as a literal of SQL: `attach`, `copy to` and the functions that read files take no parameter."""
    return "'" + str(value).replace("'", "''") + "'"


def dicts(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence | Mapping[str, object] = ()
) -> list[dict[str, Any]]:
    """A query's rows by column name, None for null."""
    found = connection.execute(sql, parameters)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
