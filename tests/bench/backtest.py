"""How well the watch sees falls coming, on a sample whose falls nobody arranged (sample/review_life.py).

python tests/bench/backtest.py [companies] [seed ...]     (defaults: 5000 7 11)

Writes each sample, replays it on the days that lie a year, a half and a quarter before its reviews, prints the product's own
back-test, and holds it against the truth: of the falls whose cause stood in the lists by then, how many were flagged.
About 20 days are built a seed; hours on a busy machine. BENCH_LEADS=365 looks a year ahead only, six days a seed;
BENCH_REVIEWED=60 lets so many of 200 companies come up for review instead of 12: a smaller sample, as many falls.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import duckdb

from dagster_project import backtest
from dagster_project.commands.options import Terminal
from dagster_project.replay import replay
from dagster_project.sample import kinds, write_sample
from dagster_project.settings import Settings

LAST = date(2026, 11, 20)
DECIDED = (date(2025, 12, 17), date(2026, 3, 5), date(2026, 4, 15), date(2026, 6, 5), date(2026, 9, 5))
FLAGGED = """
    with asked as (
        select f.*, (select max(d) from (select unnest($days) as d) where d <= cast(f.fell_on as date) - $lead) as as_of
        from read_csv($falls, all_varchar = true) as f
        where try_cast(f.known_on as date) <= cast(f.fell_on as date) - $lead
    )
    select a.cause, coalesce(r.level, 'unwatched') as level, count(*)
    from asked as a
    left join read_parquet($reviews) as r on a.company_id = r.company_id and a.tier = r.tier and a.as_of = r.as_of
    where a.as_of >= cast(a.known_on as date)
    group by all order by all
"""


def main(companies: int, seeds: list[int]) -> None:
    leads = [int(lead) for lead in os.environ.get("BENCH_LEADS", "365,182,91").split(",")]
    if reviewed := int(os.environ.get("BENCH_REVIEWED", "0")):
        kinds.DECK |= {"reviewed": reviewed, "plain": max(0, 60 - reviewed)}
    days = sorted({decided - timedelta(days=lead) for decided in DECIDED for lead in leads} | {LAST})
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder)
            write_sample(out, companies, seed)
            settings = Settings.of(out / "raw", out / "home", LAST, "lvliang")
            history = replay(settings, days, Terminal())
            print(f"companies {companies}, seed {seed}")
            print(backtest.told(backtest.back_test(history)))
            for lead in leads:
                rows = duckdb.execute(
                    FLAGGED,
                    {
                        "days": days,
                        "lead": lead,
                        "falls": str(out / "truth" / "fall.csv"),
                        "reviews": [str(place / "review.parquet") for place in history.values()],
                    },
                ).fetchall()
                flagged = sum(n for _, level, n in rows if level in ("red", "orange"))
                print(f"{lead} days: cause in the lists {sum(n for *_, n in rows)}, flagged {flagged}")
                print("  " + "; ".join(f"{cause} {level} {n}" for cause, level, n in rows), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000, [int(seed) for seed in sys.argv[2:]] or [7, 11])
