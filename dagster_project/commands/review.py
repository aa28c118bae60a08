"""Reviews over time: the pool of past days rebuilt, and what a standard would do to today's titles."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dagster_project.commands.options import Home, Raw, Region, ReleaseDay, Terminal, released, settings_of

app = typer.Typer()


class Every(StrEnum):
    """How far apart replayed days are."""

    week = "week"
    month = "month"


@app.command("replay")
def replay_days(
    first: Annotated[
        datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="第一个基准日", show_default=False)
    ],
    last: Annotated[
        datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="最后一个基准日", show_default=False)
    ],
    every: Annotated[Every, typer.Option(help="week 每周，month 每月")] = Every.month,
    raw: Raw = None,
    home: Home = None,
    region: Region = None,
) -> None:
    """重建一段时间里每周或每月的培育库和复核预警，最后回测：失去的称号此前预警过没有。

    中断后再运行会接着做；输入没有变化的日子不重做。现行发布（current）不受影响。
    """
    from dagster_project import backtest
    from dagster_project.replay import days, replay

    settings = settings_of(raw, home, None, region)
    history = replay(settings, days(first.date(), last.date(), every.value), Terminal())
    counts = backtest.back_test(history)
    path = settings.home / "replay" / "backtest.csv"
    backtest.write_csv(counts, path)
    typer.echo(f"{backtest.told(counts)}\n\n  已写入 {path}")


@app.command("review")
def review_titles(
    under: Annotated[
        str, typer.Option(help="标准编号，见 pool standards；施行日可以在将来", show_default=False)
    ],
    out: Annotated[Path | None, typer.Option("--csv", help="逐项写到这个 CSV", show_default=False)] = None,
    home: Home = None,
    as_of: ReleaseDay = None,
) -> None:
    """换一个标准复核现有称号：多少项过不了、因为哪一条。"""
    from dagster_project.assess.under import review_under
    from dagster_project.publish.under import told, write_csv

    outcome = review_under(released(settings_of(home=home, as_of=as_of), as_of) / "pool.duckdb", under)
    typer.echo(told(outcome))
    if out is not None:
        write_csv(outcome, out)
        typer.echo(f"\n  逐项已写入 {out}")
