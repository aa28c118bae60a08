"""The pool as the processes that write a publication open it."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

LEAST, EACH = 300, 60e-6  # MB: what any query has, and more for each row


def opened(pool: Path, spill: Path) -> duckdb.DuckDBPyConnection:
    """Read-only, and within so much memory: what is put in order spills into a folder of this process in `spill`."""
    connection = duckdb.connect(str(pool), read_only=True)
    connection.execute("set temp_directory = ?", [str(spill / str(os.getpid()))])
    connection.execute("set memory_limit = ?", [f"{LEAST + EACH * rows_of(connection):.0f}MB"])
    return connection


def rows_of(connection: duckdb.DuckDBPyConnection) -> int:
    """About how many rows are written: those of the longest tables."""
    asked = "select (select count(*) from company_fact) + (select count(*) from data_request)"
    return connection.execute(asked).fetchall()[0][0]
