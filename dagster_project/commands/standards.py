"""The standards as they are entered, and any table judged by one."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dagster_project.commands.options import say, settings_of

app = typer.Typer()


class Purpose(StrEnum):
    """What a company is judged for."""

    new = "new"
    review = "review"


@app.command("assess")
def assess_facts(
    facts: Annotated[
        Path, typer.Option(help="事实表（CSV 或 Parquet）：company_id 和任意量的列，空白为未知")
    ],
    standard: Annotated[str, typer.Option(help="标准编号，见 pool standards")],
    purpose: Annotated[Purpose, typer.Option(help="new 认定，review 复核")] = Purpose.new,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="按哪一天判定：只影响限期适用的条款（年度通知）；默认今天",
            show_default=False,
        ),
    ] = None,
    json: Annotated[Path | None, typer.Option(help="写 JSON，一家一行", show_default=False)] = None,
    parquet: Annotated[Path | None, typer.Option(help="写 Parquet，同样的列", show_default=False)] = None,
    gains: Annotated[
        bool | None,
        typer.Option(
            "--gains/--no-gains", help="缺啥补啥；默认写 JSON 时算，只写 Parquet 时不算", show_default=False
        ),
    ] = None,
) -> None:
    """用一个标准评一张事实表：事实照给的用，不推算、不替换、不核对。"""
    from dagster_project.assess.results import assess_table
    from dagster_project.publish.standards import outcome

    if json is None and parquet is None:
        raise ValueError("结果写到哪里？请给 --json 或 --parquet（可以都给）")
    done = assess_table(
        facts,
        standard,
        settings_of(as_of=as_of).as_of,
        purpose.value,
        json,
        parquet,
        json is not None if gains is None else gains,
        lambda now, total: say(f"{now}/{total} 家"),
    )
    typer.echo(outcome(done))


@app.command()
def standards(
    verb: Annotated[str | None, typer.Argument(help="show：看一个标准的全文", show_default=False)] = None,
    standard: Annotated[str | None, typer.Argument(help="标准编号", show_default=False)] = None,
) -> None:
    """已录入的标准；pool standards show 标准编号：逐条看一个标准。"""
    from dagster_project.publish.standards import listed, shown

    if verb not in (None, "show") or (verb is None) != (standard is None):
        raise ValueError("写法：pool standards，或 pool standards show 标准编号")
    typer.echo(shown(standard) if standard else listed())
