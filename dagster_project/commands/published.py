"""What the published pool says."""

from __future__ import annotations

from typing import Annotated

import typer

from dagster_project.commands.options import Home, ReleaseDay, released, settings_of

app = typer.Typer()


@app.command()
def explain(
    name_or_uscc: Annotated[str, typer.Argument(help="企业名称（可写一部分）或统一社会信用代码")],
    home: Home = None,
    as_of: ReleaseDay = None,
) -> None:
    """一家企业的全部依据：称号、得分区间与条款、缺什么、风险，每条注明文件、表和行。"""
    from dagster_project.publish.explain import explain as text_of

    typer.echo(text_of(released(settings_of(home=home, as_of=as_of), as_of) / "pool.duckdb", name_or_uscc))
