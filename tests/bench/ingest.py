"""How many rows a second come from a file into the lake, and with how much memory, by format.

python tests/bench/ingest.py [rows ...] [format ...]     (defaults: 10000 1000000, every format)

Writes fictional lists of ten columns, seeded, to a folder of its own, then reads each in a process of its own: file to
lake/<source>/rows.parquet, typed, keyed and with its lineage; then once more, from the cache. Rows a second are per second
of that process's CPU time, since the machine may be shared; peak memory is the process's. docx, html, pdf and xls are
measured up to 10,000 rows (xls holds 65,536 at most, the others come as attachments of some pages). LibreOffice writes the
xls; where there is none, that line says so.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ingest_files import write

from dagster_project.identity.codes import organisation_check, uscc_check
from dagster_project.ingest import ingest_source, scan
from dagster_project.ingest.contract_file import parse_contract

SEED = 7
SMALL = 10_000
FORMATS = ("csv", "xlsx", "xls", "html", "docx", "pdf")
LARGE = frozenset({"csv", "xlsx"})
CONTRACT = """
source: bench
title: 示例名单
publisher: 某局
purpose: 测速
delivery: full
key: [uscc, name]
cadence_days: 31
columns:
  name: {title: 企业名称, type: name, required: true, headings: [企业名称]}
  uscc: {title: 统一社会信用代码, type: uscc, headings: [统一社会信用代码]}
  certificate_no: {title: 证书编号, type: code, headings: [证书编号]}
  county: {title: 县, type: text, headings: [县]}
  address: {title: 地址, type: text, headings: [地址]}
  listed_on: {title: 日期, type: date, headings: [日期]}
  revenue: {title: 营业收入, type: number, unit: 万元, headings: [营业收入（万元）]}
  share: {title: 占比, type: percent, headings: [占比]}
  staff: {title: 人数, type: integer, headings: [人数]}
  listed: {title: 是否上市, type: flag, headings: [是否上市]}
"""
HEADINGS = ("企业名称", "统一社会信用代码", "证书编号", "县", "地址", "日期", "营业收入（万元）", "占比", "人数", "是否上市")  # fmt: skip


def rows_of(count: int):
    """Fictional rows, seeded."""
    random.seed(SEED)
    signs = [chr(sign) for sign in range(0x4E00, 0x5E00)]
    first = dt.date(2015, 1, 1)
    for number in range(count):
        organisation = f"MA{number:06d}"
        body = f"91149{number % 1000:03d}{organisation}{organisation_check(organisation)}"
        name = "".join(random.choices(signs, k=4))
        yield (
            f"示例{name}科技有限公司", body + uscc_check(body), f"SL{number:010d}", f"虚构{number % 13}县",
            f"虚山路{number % 5000}号{random.randrange(30)}室", (first + dt.timedelta(random.randrange(4000))).isoformat(),
            f"{random.random() * 1e5:.2f}", f"{random.random() * 100:.1f}%", str(random.randrange(2000)),
            "是" if number % 9 else "否",
        )  # fmt: skip


def read(folder: Path) -> None:
    """Read the one delivery of `folder` into its lake, twice; print rows, CPU seconds of each, and peak memory in MB."""
    contract = parse_contract(CONTRACT, "bench.yaml")
    few, found = (scan(folder / name, {"bench": contract}, dt.date(2026, 1, 1)) for name in ("few", "raw"))
    ingest_source(contract, few.deliveries, folder / "warm")  # imports are not what is measured
    seconds = []
    for _ in range(2):
        begin = time.process_time()
        report = ingest_source(contract, found.deliveries, folder / "lake")
        seconds.append(time.process_time() - begin)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(report.rows_accepted, *seconds, peak)


def main(*arguments: str) -> None:
    """Print one line a format and size."""
    sizes = [int(a) for a in arguments if a.isdigit()] or [SMALL, 1_000_000]
    formats = [a for a in arguments if a in FORMATS] or FORMATS
    print(f"{'format':8}{'rows':>10}{'MB':>8}{'rows/s':>10}{'again s':>9}{'peak MB':>9}")
    for kind in formats:
        for size in sizes:
            if size > SMALL and kind not in LARGE:
                continue
            with tempfile.TemporaryDirectory() as name:
                try:
                    for folder, count in (("few", 10), ("raw", size)):
                        path = Path(name) / folder / "bench" / "2026-01-01" / f"list.{kind}"
                        path.parent.mkdir(parents=True)
                        write(path, itertools.chain([HEADINGS], rows_of(count)))
                except LookupError as missing:
                    print(f"{kind:8}{size:>10} not measured: {missing}")
                    continue
                child = subprocess.run(
                    [sys.executable, __file__, "read", name], check=True, capture_output=True, text=True
                )
                accepted, first, again, peak = map(float, child.stdout.split())
                assert accepted == size, f"{accepted:.0f} of {size} rows came into the lake"
                megabytes = path.stat().st_size / 1e6
                print(
                    f"{kind:8}{size:>10}{megabytes:>8.1f}{size / first:>10.0f}{again:>9.2f}{peak:>9.0f}",
                    flush=True,
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["read"]:
        read(Path(sys.argv[2]))
    else:
        main(*sys.argv[1:])
