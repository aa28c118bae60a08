"""A raw/ folder to fill, and reading it into a lake."""

import datetime as dt
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dagster_project.ingest import ingest_source, load_contracts, scan


class Bureau:
    """raw/ and lake/ of one test."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.lake = folder / "raw", folder / "lake"
        self.raw.mkdir()
        self.contracts = load_contracts()

    def path(self, name: str) -> Path:
        """The path of a file under raw/, its folder made."""
        path = self.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def put(self, name: str, content: str | bytes, encoding: str = "utf-8") -> None:
        """A text file under raw/."""
        data = content if isinstance(content, bytes) else content.encode(encoding)
        self.path(name).write_bytes(data)

    def scan(self, as_of: str = "2026-11-20"):
        return scan(self.raw, self.contracts, dt.date.fromisoformat(as_of))

    def read(self, source: str, as_of: str = "2026-11-20"):
        """Ingest one source; its report."""
        return ingest_source(self.contracts[source], self.scan(as_of).deliveries, self.lake)

    def rows(self, source: str) -> list[dict]:
        return pq.read_table(self.lake / source / "rows.parquet").to_pylist()

    def table(self, name: str, source: str) -> list[dict]:
        """lake/quarantine, lake/note or lake/delivery of a source."""
        return pq.read_table(self.lake / name / f"{source}.parquet").to_pylist()


@pytest.fixture
def bureau(tmp_path):
    return Bureau(tmp_path)
