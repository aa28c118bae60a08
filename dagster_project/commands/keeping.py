"""Keeping lists and publications right: a delivery taken back, a publication held against its manifest or put back."""

from __future__ import annotations

import getpass
import os
from datetime import datetime
from typing import Annotated

import typer

from dagster_project.commands.options import Home, Raw, ReleaseDay, released, settings_of

app = typer.Typer()


@app.command()
def withdraw(
    source: Annotated[str, typer.Argument(help="名单的标识，如 tech_sme：名单目录下的文件夹名")],
    received: Annotated[
        datetime,
        typer.Argument(
            metavar="DATE", formats=["%Y-%m-%d"], help="收到这一批的日期，如 2026-11-20：其下的文件夹名"
        ),
    ],
    why: Annotated[str, typer.Option(help="为什么撤回；写进发布和变化里")],
    by: Annotated[str | None, typer.Option(help="谁撤回的；默认当前用户", show_default=False)] = None,
    raw: Raw = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="撤回自哪个基准日起算，更早的照旧采用；默认 POOL_AS_OF，没有设则今天",
            show_default=False,
        ),
    ] = None,
) -> None:
    """撤回一批发错的名单：在它旁边写一个带日期的说明，文件原样保留；下一次刷新起不再采用。

    从基准日（默认今天）起算撤回，更早的基准日照旧采用。改正后的名单放进新的收到日期即可。
    撤回错了、日期不对：删去那个说明（WITHDRAWN.txt），要改的再撤回一次。
    """
    from dagster_project.ingest import load_contracts
    from dagster_project.ingest.withdraw import withdraw as write_note

    settings = settings_of(raw, as_of=as_of)
    who = by or _user()
    note = write_note(settings.raw, load_contracts(), source, received.date(), why, settings.as_of, who)
    typer.echo(
        f"已撤回：{note}\n下一步：pool refresh --as-of {settings.as_of}（或更晚；不写则为刷新当天），小结和变化会写明这次撤回；"
        f"自 {settings.as_of} 起的基准日不再采用，更早的照旧采用"
    )


@app.command()
def verify(home: Home = None, as_of: ReleaseDay = None) -> None:
    """把一次发布与它的 manifest.json 对照：缺少、改动、多出的文件逐个列出，退出码 1。"""
    from dagster_project.publish.verify import verify as hold

    typer.echo(hold(released(settings_of(home=home, as_of=as_of), as_of)))


@app.command()
def restore(
    release: Annotated[str, typer.Argument(help="发布的名称，如 2026-11-19_001（在 releases/ 下）")],
    home: Home = None,
) -> None:
    """把以前的一次发布恢复为现行发布：先与它的 manifest.json 对照，完好才切换；下一次刷新照常发布新的。

    谁在什么时候恢复的记在 runs.jsonl，pool status 会说。正在刷新时不能恢复。
    """
    from dagster_project.publish.release import restore as put_back
    from dagster_project.run import Run, locked, record

    settings, who = settings_of(home=home), _user()
    with locked(settings):
        restored = put_back(settings.home, release)
        record(Run(settings, f"restore-{release}"), "restored", f"{who} 恢复为 {release}")
    typer.echo(f"现行发布已恢复为 {restored.name}")


def _user() -> str:
    """Who runs the command. In a container that may be a number without a name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
