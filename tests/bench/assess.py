"""How long a table of random facts takes against one standard, and how much memory.

python tests/bench/assess.py [rows] [metrics] [standard_id]     (defaults: 1000000 40 lvliang_city_2025)

Writes the table itself, seeded, to a folder of its own (a fifth of the cells blank), then runs `pool assess` on it in a process
of its own, results as Parquet, and prints that process's wall time and peak memory.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from dagster_project import assess

SEED = 0.4


def write_facts(path: Path, rows: int, columns: int, standard_id: str) -> list[str]:
    """Random facts around the bounds of standard_id: its own metrics first, then others, until there are `columns`."""
    connection = assess.engine()
    connection.execute(f"set threads = 1; select setseed({SEED})")
    used = connection.execute(
        """select m.metric, m.kind, max(abs(u.bound)) from metrics as m left join (
            select metric, coalesce(lower_bound, upper_bound) as bound, standard_id from bands
            union all select metric, value, standard_id from conditions) as u
            on u.metric = m.metric and u.standard_id = ?
        where m.kind <> 'text' group by all order by max(u.metric) is null, m.metric limit ?""",
        [standard_id, columns],
    ).fetchall()
    cells = []
    for metric, kind, bound in used:
        value = (
            "cast(floor(random() * 2) as integer)"
            if kind == "flag"
            else f"round(random() * {float(bound or 10) * 1.5}, 2)"
        )
        cells.append(f"case when random() >= 0.2 then {value} end as {metric}")
    connection.execute(
        f"copy (select 'C' || lpad(i::varchar, 8, '0') as company_id, {', '.join(cells)} from range({rows}) as t(i)) "
        f"to '{path}' (header)"
    )
    return [metric for metric, _, _ in used]


def main(rows: int = 1_000_000, columns: int = 40, standard_id: str = "lvliang_city_2025") -> None:
    """Print the figures of one run."""
    with tempfile.TemporaryDirectory() as folder:
        facts, out = Path(folder) / "facts.csv", Path(folder) / "out.parquet"
        metrics = write_facts(facts, rows, columns, standard_id)
        print(
            f"{rows} rows x {len(metrics)} metrics, {os.path.getsize(facts) / 1e6:.0f} MB, against {standard_id}"
        )
        command = "from dagster_project.cli import main; main()"
        begin = time.monotonic()
        subprocess.run(
            [
                *(sys.executable, "-c", command, "assess", "--facts", str(facts), "--standard", standard_id),
                *("--as-of", "2026-11-20", "--parquet", str(out)),
            ],
            check=True,
        )
        seconds = time.monotonic() - begin
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 / 1024
        counted = duckdb.sql(f"select status, count(*) from '{out}' group by all order by all").fetchall()
        print(
            f"{seconds:.1f} s, {peak:.2f} GB at most, {os.cpu_count()} cores, {out.stat().st_size / 1e6:.0f} MB Parquet"
        )
        print(", ".join(f"{status}: {count}" for status, count in counted))


if __name__ == "__main__":
    main(*(int(a) if a.isdigit() else a for a in sys.argv[1:]))
