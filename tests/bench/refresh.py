"""How long a refresh takes and what it holds in memory, stage by stage, and how both grow with the region.

    python tests/bench/refresh.py --companies 1000 10000 100000 --label after [--work DIR]

For each size a fictional region is made (`pool sample`), refreshed as of 2026-11-10 into an empty home (the full refresh: nothing
cached) and once more as of 2026-11-20 (the nightly one: the deliveries since, about 1% of the rows, the rest read from the cache).
Figures are kept under their label in tests/bench/refresh.json, of which tests/bench/RESULTS.md and growth.svg are written anew.

Seconds are of processor time, this process and those it started: those of a clock depend on who else uses the machine. dbt's
layers are seconds of a clock inside dbt, its threads added up. Memory is the most that was resident at once, children included,
what is shared counted once, looked at four times a second (Linux).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from growth import report

HERE = Path(__file__).resolve().parent
FIGURES = HERE / "refresh.json"
STAGES = {
    "读取名单": "ingest",
    "比对企业名称": "match",
    "建库与评分": "dbt",
    "质量检查": "audit",
    "写工作簿并发布": "publish",
}
DAYS = {"full": "2026-11-10", "nightly": "2026-11-20"}


def processor() -> float:
    """Seconds of processor time of this process and of its ended children."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def resident(process: int) -> int:
    """Bytes resident of a process and of those it started, what forks share counted once; 0 once it has ended."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text().split()
        own = int(rollup[rollup.index("Pss:") + 1]) * 1024
        tasks = list(Path(f"/proc/{process}/task").glob("*/children"))
        return own + sum(resident(int(child)) for task in tasks for child in task.read_text().split())
    except (OSError, ValueError):
        return 0


class Stages:
    """A terminal that measures its steps: name -> {cpu, wall: seconds, memory: MB}."""

    def __init__(self) -> None:
        self.seen: dict[str, dict[str, float]] = {}

    @contextmanager
    def step(self, title: str):
        peak, over = [resident(os.getpid())], threading.Event()

        def look() -> None:
            while not over.wait(0.25):
                peak[0] = max(peak[0], resident(os.getpid()))

        watcher = threading.Thread(target=look)
        watcher.start()
        cpu, wall = processor(), time.perf_counter()
        try:
            yield lambda text: None
        finally:
            over.set()
            watcher.join()
        self.seen[STAGES[title]] = {
            "cpu": processor() - cpu,
            "wall": time.perf_counter() - wall,
            "memory": peak[0] / 1e6,
        }
        # at once: a run of a million companies may fail in its last step
        print(title, json.dumps(self.seen[STAGES[title]]), file=sys.stderr, flush=True)


def seconds_in_dbt(home: Path) -> dict[str, dict[str, float]]:
    """Seconds of dbt's nodes: `layers`, by folder of models/, seed or test, and `longest`, the ten longest models."""
    results = json.loads((home / "dbt" / "run_results.json").read_text(encoding="utf-8"))["results"]
    nodes = json.loads((home / "dbt" / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    layers: dict[str, float] = {}
    models: dict[str, float] = {}
    for result in results:
        node, seconds = nodes[result["unique_id"]], result["execution_time"]
        is_model = node["resource_type"] == "model"
        layer = node["fqn"][1] if is_model else node["resource_type"]
        layers[layer] = layers.get(layer, 0) + seconds
        if is_model:
            models[node["name"]] = seconds
    longest = dict(sorted(models.items(), key=lambda model: -model[1])[:10])
    return {"layers": layers, "longest": longest}


def run(raw: Path, home: Path, day: str) -> None:
    """One refresh in this process; prints its figures as JSON."""
    from dagster_project.refresh import refresh
    from dagster_project.settings import Settings

    terminal = Stages()
    settings = Settings.of(raw=raw, home=home, as_of=day)
    terminal.seen["start"] = {"cpu": processor(), "wall": 0.0, "memory": resident(os.getpid()) / 1e6}
    refresh(settings, terminal)
    load = os.getloadavg()[1]
    print(json.dumps({"stages": terminal.seen, "load": load, "cpu": processor()} | seconds_in_dbt(home)))


def measure(companies: int, work: Path, since: str) -> dict:
    """The figures of a full and of a nightly refresh of a region of so many companies."""
    pool = [sys.executable, "-c", "from dagster_project.cli import main; main()"]
    raw, home = work / f"raw{companies}{since}", work / f"home{companies}{since}"
    if not raw.exists():
        made = [*pool, "sample", "--companies", str(companies), "--out", str(raw)]
        subprocess.run(made, check=True, capture_output=True)
        for delivery in (raw / "raw").glob("*/*/"):
            if delivery.name < since:
                shutil.rmtree(delivery)
    shutil.rmtree(home, ignore_errors=True)  # what an earlier run read would be in its cache
    found = {}
    for kind, day in DAYS.items():
        command = [sys.executable, __file__, "run", str(raw / "raw"), str(home), day]
        began = time.perf_counter()
        child = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        found[kind] = json.loads(child.stdout.splitlines()[-1]) | {"wall": time.perf_counter() - began}
        print(companies, kind, json.dumps(found[kind]), flush=True)
    found["rows"] = rows_of(home)
    return found


def rows_of(home: Path) -> dict[str, int]:
    """Rows read: of the register, and of all other lists."""
    import duckdb

    with duckdb.connect(str(home / "current" / "pool.duckdb"), read_only=True) as connection:
        query = "select source = 'company_registry', sum(rows_read) from stg_delivery group by all"
        found = dict(connection.execute(query).fetchall())
    return {"register": int(found.get(True, 0)), "lists": int(found.get(False, 0))}


def machine() -> str:
    """This machine in words: nothing of whose it is."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB, Python {platform.python_version()}"
    )


def main() -> None:
    """Measure each size, keep the figures, write the page."""
    say = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    say.add_argument("--companies", type=int, nargs="*", default=[1000, 10_000])
    say.add_argument("--label", default="after", help="before or after a change")
    say.add_argument(
        "--since",
        default="",
        help="leave out what was received before this day: 2026-01-01 is 3 list rows a company; the figures of such a region are "
        "printed, not kept",
    )
    say.add_argument(
        "--work", type=Path, help="where regions and homes are made and kept; else they are not kept"
    )
    told = say.parse_args()
    figures = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    with tempfile.TemporaryDirectory() as temporary:
        for companies in told.companies:
            measured = measure(companies, told.work or Path(temporary), told.since)
            if not told.since:
                figures.setdefault(told.label, {})[str(companies)] = measured | {"machine": machine()}
                FIGURES.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    if not told.since:
        report(figures, HERE)


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        run(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
    else:
        main()
