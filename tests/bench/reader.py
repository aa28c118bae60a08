"""A reader that queries in a loop while refreshes go on: errors and mixed answers that it saw.

    .venv/bin/python tests/bench/reader.py [--refreshes 20] [--companies 50]

The reader resolves `current` once a round, as the commands and the page do, and compares what pool.duckdb, manifest.json
and the CSVs of that publication say. Prints rounds, publications seen, errors and mixed answers; exit status 1 on any.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import duckdb
from kill import pool, refresh

from dagster_project.publish.names import read_manifest


class Reader(threading.Thread):
    """Reads until told to stop."""

    def __init__(self, home: Path) -> None:
        super().__init__(daemon=True)
        self.home, self.stop = home, threading.Event()
        self.rounds, self.seen, self.errors, self.mixed = 0, set(), [], []

    def run(self) -> None:
        while not self.stop.wait(0.05):
            try:
                self.round((self.home / "current").resolve(strict=True))
            except Exception as error:
                self.errors.append(repr(error))

    def round(self, release: Path) -> None:
        counts = read_manifest(release)["counts"]
        with duckdb.connect(str(release / "pool.duckdb"), read_only=True) as connection:
            for table in ("cultivation_pool", "review_watch", "company"):
                found = connection.execute(f"select count(*) from {table}").fetchall()[0][0]
                if found != counts[table]:
                    self.mixed.append(f"{release.name} {table}: {found} and {counts[table]}")
        if not list((release / "exports").glob("*.xlsx")):
            self.mixed.append(f"{release.name}: no workbooks")
        self.rounds += 1
        self.seen.add(release.name)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--refreshes", type=int, default=20)
    arguments.add_argument("--companies", type=int, default=50)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(pool("sample", "--out", str(folder), "--companies", str(asked.companies)), check=True)
        raw, home = folder / "raw", folder / "home"
        if (first := refresh(raw, home)).returncode:
            sys.exit(first.stderr)
        reader = Reader(home)
        reader.start()
        failed = sum(bool(refresh(raw, home).returncode) for _ in range(asked.refreshes))
        reader.stop.set()
        reader.join()
    print(
        f"{asked.refreshes} refreshes, {failed} failed; {reader.rounds} rounds, {len(reader.seen)} publications seen"
    )
    print(
        f"errors: {len(reader.errors)} {reader.errors[:3]}; mixed answers: {len(reader.mixed)} {reader.mixed[:3]}"
    )
    sys.exit(bool(failed or reader.errors or reader.mixed))


if __name__ == "__main__":
    main()
