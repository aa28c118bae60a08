"""A build's tables into a release, each in one order: the same inputs give the same rows in the same places."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dagster_project.seeds import SEEDS
from dagster_project.sql import quoted

# As dbt_models/profiles.yml has it, so that an older DuckDB reads the release as it reads the build.
STORAGE = "v1.5.0"
# What models alone read: half of a build's rows, all of them again in company_metric, basis and the tables after these.
WORKING = frozenset(
    [
        "basis_year",
        "company_metric_reported",
        "metric_duty",
        "metric_equity",
        "metric_evidence",
        "metric_finance",
        "metric_ip",
        "metric_judgement",
        "metric_listing",
        "metric_register",
        "metric_report",
        "metric_validity",
        "size_assessment",
        "stg_history_fact",
    ]
)


def copy_pool(built: Path, target: Path) -> None:
    """Copy a build that nobody writes any more: models ordered by all their columns, since their threads leave rows in
    the order of chance; seeds in the order of their files, which a reader sees. WORKING tables end with the build.

    Raises OSError when the build's writer hasn't closed it.
    """
    log = built.with_name(built.name + ".wal")
    if log.exists() and log.stat().st_size:
        raise OSError(f"{built.name} 还没有写完（{log.name} 尚在）：请重新运行 pool refresh")
    seeds = {path.stem for path in SEEDS.rglob("*.csv")}
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"attach {quoted(built)} as built (read_only)")
        connection.execute(f"attach {quoted(target)} as target (storage_version '{STORAGE}')")
        names = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'built' order by table_name"
        ).fetchall()
        for name in (name for (name,) in names if name not in WORKING):
            order = "" if name in seeds else "order by all"
            connection.execute(f'create table target."{name}" as select * from built."{name}" {order}')
