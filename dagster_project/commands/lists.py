"""Lists before they are read: the folders they are put in, forms to fill in, and a fictional region's."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dagster_project.commands.options import AsOf, Home, released, say, settings_of

app = typer.Typer()


@app.command()
def init(directory: Annotated[Path, typer.Argument(help="新建的名单目录")]) -> None:
    """建一个空的名单目录：每类名单一个文件夹和一页中文说明。"""
    from dagster_project.ingest import load_contracts
    from dagster_project.ingest.template import init_raw

    init_raw(directory, load_contracts())
    typer.echo(
        f"已建好 {directory}。把收到的文件原样放进 {directory}/<名单>/<收到日期>/，"
        f"再运行 pool refresh --raw {directory}"
    )


@app.command()
def template(
    source: Annotated[str, typer.Argument(help="名单的标识，如 company_report：pool init 所建的文件夹名")],
    out: Annotated[
        Path | None, typer.Option(help="文件名；默认 <名单>_填报表.xlsx", show_default=False)
    ] = None,
    company: Annotated[
        str | None, typer.Option(help="只用于 company_report：名称或代码，已知数先填好", show_default=False)
    ] = None,
    home: Home = None,
    as_of: AsOf = None,
) -> None:
    """写一张空白填报表（xlsx，带下拉和校验），填好后原样放回名单目录即可读取。"""
    from dagster_project.ingest import load_contracts
    from dagster_project.ingest.template import write_template
    from dagster_project.publish.report_forms import SOURCE, write_form_of

    contracts = load_contracts()
    if source not in contracts:
        raise ValueError(f"没有名为 {source} 的名单；可用：{'、'.join(sorted(contracts))}")
    out = out or Path(f"{source}_填报表.xlsx")
    if out.suffix.lower() != ".xlsx":
        raise ValueError(f"--out 应为 xlsx 文件的名称，如 {source}_填报表.xlsx；现为 {out}")
    if out.exists():
        raise ValueError(f"{out} 已经有了，不覆盖（里面可能填了数）：请用 --out 换个名称")
    if company is None:
        write_template(contracts[source], out)
    elif source == SOURCE:
        settings = settings_of(home=home, as_of=as_of)
        typer.echo(write_form_of(released(settings, as_of) / "pool.duckdb", company, out))
    else:
        raise ValueError(f"--company 只用于 {SOURCE}：只有它填企业自己的数")
    typer.echo(f"已写入 {out}")


@app.command()
def sample(
    out: Annotated[Path, typer.Option(help="写到这个目录：其下建 raw/ 与 truth/")],
    companies: Annotated[int, typer.Option(min=50, help="企业数")] = 600,
    seed: Annotated[int, typer.Option(help="随机种子：同一种子，同样的数据")] = 7,
) -> None:
    """造一个虚构的地区（示例数据）：各种格式的名单，以及答案（truth/）。"""
    from dagster_project.sample import write_sample

    write_sample(out, companies, seed, lambda done, total: say(f"{done}/{total} 家"))
    typer.echo(
        f"示例数据已写入 {out / 'raw'}，答案在 {out / 'truth'}。\n下一步：pool refresh --raw {out / 'raw'}"
    )
