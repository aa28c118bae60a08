"""A block of rows typed: arrays by contract column, and what is told of rows and cells."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa


@dataclass
class Failure:
    """A row that goes to quarantine: its position in the block, and why."""

    position: int
    column: str
    heading: str
    expected: str
    found: str
    reason: str
    remedy: str


@dataclass
class Typed:
    """A block typed: one array a contract column, failures and notes (position, column, heading, found,
    note) by position.
    """

    columns: dict[str, pa.Array]
    failures: list[Failure] = field(default_factory=list)
    notes: list[tuple[int, str, str, str, str]] = field(default_factory=list)
