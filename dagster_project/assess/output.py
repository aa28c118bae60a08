"""Where results go: a file that appears whole or not at all, as JSON lines or as Parquet."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.sql import quoted


class Output:
    """A file that appears whole, on finish(), or not at all."""

    def __init__(self, path: Path):
        self.path, self.part = path, path.with_name(path.name + ".part")

    def __enter__(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return self

    def finish(self) -> None:
        self.close()
        os.replace(self.part, self.path)

    def close(self) -> None:
        """Let go of the part."""

    def __exit__(self, *_) -> None:
        self.close()
        self.part.unlink(missing_ok=True)


class Lines(Output):
    """A JSON object a line, in UTF-8."""

    def __enter__(self):
        super().__enter__()
        self.file = open(self.part, "wb")
        self.connection = duckdb.connect(":memory:")
        return self

    def write(self, table: pa.Table) -> None:
        """Append table's rows."""
        with tempfile.TemporaryDirectory(dir=self.path.parent) as folder:
            piece = Path(folder) / "piece.json"
            self.connection.register("piece", table)
            self.connection.execute(f"copy (select * from piece) to {quoted(piece)} (format json)")
            self.connection.unregister("piece")
            with open(piece, "rb") as source:
                shutil.copyfileobj(source, self.file)

    def close(self) -> None:
        """Let go of the part."""
        self.file.close()
        self.connection.close()


class Parquet(Output):
    """Parquet, the same columns as the JSON's keys."""

    writer: pq.ParquetWriter | None = None

    def write(self, table: pa.Table) -> None:
        """Append table's rows."""
        if self.writer is None:
            self.writer = pq.ParquetWriter(self.part, table.schema, compression="zstd")
        self.writer.write_table(table)

    def close(self) -> None:
        """Let go of the part."""
        if self.writer is not None:
            self.writer.close()
