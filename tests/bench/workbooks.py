"""How long the workbooks of a region take, and how much memory: a finished pool with its companies many times over.

    .venv/bin/python tests/bench/workbooks.py POOL.duckdb [--candidates 20000] [--profile]

Every table with a company has its rows repeated under new codes until the sheet 培育对象 holds so many rows in all; places,
lists and totals stay. Prints rows, workbooks, seconds and the peak of memory of the writing process.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from dagster_project.publish.exports import write_exports

REPEATED = (
    "company",
    "cultivation_pool",
    "data_request",
    "company_fact",
    "company_specialist",
    "company_year",
    "review_watch",
    "service_list",
    "title",
)


def enlarge(pool: Path, target: Path, candidates: int) -> int:
    """Write to `target` the pool with its companies repeated; how many times."""
    with duckdb.connect(str(target)) as connection:
        connection.execute(f"attach '{pool}' as small (read_only)")
        connection.execute(f"copy from database small to {target.stem}")
        [(have,)] = connection.execute("select count(*) from small.cultivation_pool where is_next").fetchall()
        times = -(-candidates // have)
        for table in REPEATED:
            columns = [row[0] for row in connection.execute(f"describe {table}").fetchall()]
            again = {
                "company_id": "company_id || '#' || k",
                "title_id": "title_id || '#' || k",
                "name": "name || k",
            }
            chosen = ", ".join(f"{again[c]} as {c}" for c in columns if c in again)
            connection.execute(
                f"insert into {table} select t.* replace ({chosen}) from small.{table} as t, range(1, {times}) as r(k)"
            )
    return times


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("pool", type=Path)
    arguments.add_argument("--candidates", type=int, default=20_000)
    arguments.add_argument("--profile", action="store_true")
    arguments.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    asked = arguments.parse_args()
    if asked.write:
        write(asked.pool, asked.write, asked.profile)
        return
    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "target.duckdb"
        times = enlarge(asked.pool, target, asked.candidates)
        print(f"every company {times} times")
        # a process of its own: the peak of memory is that of writing alone
        command = [sys.executable, __file__, str(target), "--write", f"{name}/exports"]
        subprocess.run(command + ["--profile"] * asked.profile, check=True)


def write(pool: Path, folder: Path, profile: bool) -> None:
    """Write everything that is handed out, and say what it took."""
    profiler = cProfile.Profile()
    started = time.perf_counter()
    if profile:
        profiler.enable()
    written = write_exports(pool, folder)
    profiler.disable()
    seconds = time.perf_counter() - started
    books = {name: sum(sheets.values()) for name, sheets in written.items() if name.endswith(".xlsx")}
    candidates = written[next(iter(written))]["培育对象"]
    megabytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{candidates} candidates, {len(books)} workbooks, {sum(books.values())} rows in them, {megabytes:.0f} MB"
    )
    print(f"{seconds:.0f} s, {time.process_time():.0f} s of processor, peak of memory {peak:.0f} MB")
    if profile:
        pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
