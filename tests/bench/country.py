"""What a row costs on Spark: processor time and shuffled bytes of the models, node by node, and of matching, name by name.

    python tests/bench/country.py models --home HOME       a published home, of any size: its lake is built on Spark
    python tests/bench/country.py match --companies 10000 --names 10000 50000

Wants the extra `spark` and Java 17. Spark runs on two cores here (local[2]). What the models shuffle, read and take of the processor is
of Spark's own event log, task by task, and belongs to the layer whose table the statement writes; what the driver does besides is
told apart: all processor time of this process and of those it started, Java and Python, less the tasks'. Only what is small for any region
(the seeds) is sent to every worker, so that the joins of a country are measured. Matching is timed by all of it,
since its work is done in Python; a call on few names before it starts the workers. COUNTRY.md reckons with these figures.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import duckdb

from dagster_project import warehouse
from dagster_project.settings import DBT_PROJECT, Settings

WRITTEN = re.compile(r"`pool`\.`(\w+)`")
LAYERS = {
    path.stem: layer.name for layer in (DBT_PROJECT / "models").iterdir() for path in layer.glob("*.sql")
}


def family(process: int | None = None) -> Iterator[Path]:
    """/proc of this process and of all that it started and that still run (Linux)."""
    here = Path(f"/proc/{process or os.getpid()}")
    yield here
    for task in here.glob("task/*/children"):
        for child in task.read_text().split():
            yield from family(int(child))


def processor() -> float:
    """Seconds of processor time of the family and of those of it that have ended."""
    used = [(one / "stat").read_text().rsplit(")", 1)[1].split()[11:15] for one in family()]
    return sum(int(ticks) for ticks in chain(*used)) / os.sysconf("SC_CLK_TCK")


def held() -> int:
    """The most bytes that one of Spark's Python workers has held: each of them has an index of its own."""
    workers = [one for one in family() if b"pyspark.daemon" in (one / "cmdline").read_bytes()]
    return max(int(re.search(r"VmHWM:\s+(\d+)", (one / "status").read_text())[1]) for one in workers) * 1024


def session(folder: Path, cores: int = 2):
    """Spark of this machine; its tables and its event log in folder."""
    from pyspark.sql import SparkSession

    (folder / "events").mkdir()
    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": "3g",
        "spark.sql.shuffle.partitions": str(cores),
        # by default 10 MB go to every worker instead of being shuffled: a region's whole company table, but no country's
        "spark.sql.autoBroadcastJoinThreshold": "256k",
        "spark.sql.warehouse.dir": str(folder / "tables"),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.eventLog.enabled": "true",
        "spark.eventLog.rolling.enabled": "false",
        "spark.eventLog.compress": "false",
        "spark.eventLog.dir": f"file://{folder / 'events'}",
    }
    started = SparkSession.builder.master(f"local[{cores}]").config(map=settings).getOrCreate()
    started.sparkContext.setLogLevel("OFF")
    return started


def layers(events: Path) -> dict[str, dict[str, float]]:
    """layer -> what the tasks did that wrote its tables. cpu: seconds; shuffled, rows, spilled, peak (of one task): bytes and rows."""
    layer_of: dict[str, str] = {}  # by execution
    layer_in: dict[int, str] = {}  # by stage
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for line in events.read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        kind = event["Event"].rsplit(".", 1)[-1]
        if kind == "SparkListenerSQLExecutionStart":
            table = WRITTEN.search(event["physicalPlanDescription"])
            layer_of[str(event["executionId"])] = LAYERS.get(table[1], "seed") if table else "other"
        elif kind == "SparkListenerJobStart":
            told = event.get("Properties", {})
            execution = told.get("spark.sql.execution.root.id") or told.get("spark.sql.execution.id")
            for stage in event["Stage IDs"]:
                layer_in[stage] = layer_of.get(execution, "other")
        elif kind == "SparkListenerTaskEnd" and "Task Metrics" in event:
            did, layer = event["Task Metrics"], found[layer_in[event["Stage ID"]]]
            layer["tasks"] += 1
            layer["cpu"] += (did["Executor CPU Time"] + did["Executor Deserialize CPU Time"]) / 1e9
            layer["shuffled"] += did["Shuffle Write Metrics"]["Shuffle Bytes Written"]
            layer["rows"] += did["Shuffle Write Metrics"]["Shuffle Records Written"]
            layer["spilled"] += did["Disk Bytes Spilled"]
            layer["peak"] = max(layer["peak"], did["Peak Execution Memory"])
    return found


def build_models(home: Path) -> None:
    """Build every model on the lake of home and print what each layer took."""
    from dbt.cli.main import dbtRunner

    settings = Settings.of(home=home)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        spark = session(folder)
        own = {"POOL_SPARK": str(folder / "tables"), "DBT_TARGET_PATH": temporary, "DBT_LOG_PATH": temporary}
        os.environ.update(warehouse.environment(settings) | own)
        places = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT), "--target", "spark"]
        wall, cpu = time.perf_counter(), processor()
        built = dbtRunner().invoke(["--quiet", *warehouse.MODELS, *places])
        wall, cpu = time.perf_counter() - wall, processor() - cpu
        spark.stop()
        if not built.success:
            raise SystemExit(f"dbt: {built.exception or 'a model failed'}")
        (events,) = (folder / "events").iterdir()
        found = layers(events)
    pool = home / "current" / "pool.duckdb"
    with duckdb.connect(str(pool), read_only=True) as connection:
        (companies,) = connection.execute("select count(*) from company").fetchone()
    print(
        f"{companies:,} companies: {wall:.0f} s by the clock, {cpu:.1f} s of the processor; load {os.getloadavg()[1]:.1f}"
    )
    print(
        "| layer | tasks' processor s | shuffled MB | rows shuffled | bytes a row | spilled MB | peak MB of a task |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|")
    for layer, did in sorted(found.items(), key=lambda item: -item[1]["cpu"]):
        each = did["shuffled"] / did["rows"] if did["rows"] else 0
        print(
            f"| {layer} | {did['cpu']:.1f} | {did['shuffled'] / 1e6:.1f} | {did['rows']:,.0f} | {each:.0f} | "
            f"{did['spilled'] / 1e6:.1f} | {did['peak'] / 1e6:.0f} |"
        )


def match_names(companies: int, sizes: list[int]) -> None:
    """Decide names of the generated sample here and on Spark, and print what each took; the answers are the same."""
    import pandas as pd
    from match import sample

    from dagster_project.identity.regions import Regions
    from dagster_project.matching.resolve import resolve
    from dagster_project.matching.spark import resolve_on
    from dagster_project.matching.stand_alone import register_index

    registry, cases = sample(companies, max(sizes))
    index = register_index(registry, Regions.load())
    asked = pd.DataFrame(
        {"name": cases["published_name"], "published_code": "", "region_code": "", "first_date": None}
    )
    sent = len(pickle.dumps(index))
    print(
        f"{len(index.companies):,} companies, index pickled {sent:,} bytes, {sent / len(index.companies):.0f} a company"
    )
    print("| names | here, processor s | Spark, processor s | Spark, s by the clock | a worker, MB | load |")
    print("|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as temporary:
        spark = session(Path(temporary))
        resolve_on(spark, index, asked.head(100))
        for size in sizes:
            mentions = asked.head(size)
            before = processor()
            here = resolve(index, mentions)
            between, clock = processor(), time.perf_counter()
            there = resolve_on(spark, index, mentions)
            clock, after = time.perf_counter() - clock, processor()
            for one, other in zip(here, there, strict=True):
                pd.testing.assert_frame_equal(one, other, check_dtype=False)
            figures = f"{between - before:.2f} | {after - between:.2f} | {clock:.1f} | {held() / 1e6:.0f}"
            print(f"| {len(mentions):,} | {figures} | {os.getloadavg()[0]:.1f} |", flush=True)
        spark.stop()


def main() -> None:
    """Run what is asked for."""
    say = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = say.add_subparsers(dest="kind", required=True)
    kinds.add_parser("models").add_argument("--home", type=Path, required=True)
    match = kinds.add_parser("match")
    match.add_argument("--companies", type=int, default=10_000)
    match.add_argument("--names", type=int, nargs="+", default=[10_000, 50_000])
    told = say.parse_args()
    if told.kind == "models":
        build_models(told.home.resolve())
    else:
        match_names(told.companies, told.names)


if __name__ == "__main__":
    main()
