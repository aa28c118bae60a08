"""A build's tables into a release, each in one order: the same inputs give the same rows in the same places."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from dagster_project.seeds import SEEDS
from dagster_project.sql import quoted

# As dbt_models/profiles.yml has it, so that an older DuckDB reads the release as it reads the build.
STORAGE = "v1.5.0"
MEMORY = "1GB"  # what is put in order spills beyond it; workbooks are written meanwhile
# What models alone read: half of a build's rows, all of them again in company_metric, basis and the tables after these.
WORKING = frozenset(
    [
        "award_due",
        "basis_year",
        "change_cause",
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
        "metric_size",
        "metric_validity",
        "published_fact",
        "review_need",
        "review_point",
        "review_title",
        "size_assessment",
        "stg_company",
        "stg_history_fact",
        "stg_history_pool",
        "stg_history_review",
    ]
)


@contextmanager
def copying(built: Path, target: Path) -> Iterator[None]:
    """Copy a build that nobody writes any more while the block runs; it is copied when the block is left, or given up with it.

    Models are ordered by all their columns, since their threads leave rows in the order of chance; seeds stay in the order of
    their files, which a reader sees; views become tables. WORKING tables end with the build. Raises OSError when the build's writer hasn't closed it.
    """
    log = built.with_name(built.name + ".wal")
    if log.exists() and log.stat().st_size:
        raise OSError(f"{built.name} 还没有写完（{log.name} 尚在）：请重新运行 pool refresh")
    with (
        TemporaryDirectory(dir=target.parent) as spill,
        duckdb.connect() as connection,
        ThreadPoolExecutor(1) as beside,
    ):
        connection.execute("set memory_limit = ?", [MEMORY])
        connection.execute("set temp_directory = ?", [spill])
        copied = beside.submit(_copy, connection, built, target)
        try:
            yield
            copied.result()
        except BaseException:
            connection.interrupt()
            raise


def _copy(connection: duckdb.DuckDBPyConnection, built: Path, target: Path) -> None:
    connection.execute("set enable_progress_bar = false")
    # under the name that it was built by, which its views give to what they read
    connection.execute(f"attach {quoted(built)} as pool (read_only)")
    connection.execute(f"attach {quoted(target)} as target (storage_version '{STORAGE}')")
    names = connection.execute(
        "select table_name from information_schema.tables where table_catalog = 'pool' order by table_name"
    ).fetchall()
    seeds = {path.stem for path in SEEDS.rglob("*.csv")}
    connection.begin()  # one for all: each commit waits for the disk
    for name in (name for (name,) in names if name not in WORKING):
        order = "" if name in seeds else "order by all"
        connection.execute(f'create table target."{name}" as select * from pool."{name}" {order}')
    connection.commit()
    connection.execute("detach target")
