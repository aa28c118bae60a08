"""What the published pool says."""

from __future__ import annotations

from typing import Annotated

import typer

from dagster_project.commands.options import Home, ReleaseDay, released, say, settings_of

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


@app.command()
def docs(home: Home = None, as_of: ReleaseDay = None) -> None:
    """写出说明页：每张表每一列是什么、从哪里来（dbt docs），来龙去脉图；并指出质量检查页（Data Docs）在哪里。"""
    from dagster_project import warehouse
    from dagster_project.ingest import load_contracts
    from dagster_project.publish.lineage import lineage

    settings = settings_of(home=home, as_of=as_of)
    release = released(settings, as_of)
    folder = settings.home / "docs"
    say("读取模型，约半分钟")
    picture = lineage(warehouse.document(release, folder), len(load_contracts()))
    (folder / "lineage.mmd").write_text(picture + "\n", encoding="utf-8")
    typer.echo(f"表和列的说明：{folder / 'models.html'}")
    typer.echo(f"来龙去脉图（Mermaid）：{folder / 'lineage.mmd'}")
    typer.echo(f"质量检查：{release / 'docs' / 'index.html'}")
