"""`pool ...`: thin, over the same functions that the Dagster assets call."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dagster_project.run import RefreshError
from dagster_project.settings import Settings

app = typer.Typer(
    name="pool",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="专精特新培育库：把各部门名单变成有依据的培育名单、复核预警和县级工作簿。",
    epilog="第一次用：pool refresh（用自带的示例数据）；用自己的名单：pool init 名单目录，"
    "放好文件后 pool refresh --raw 名单目录。",
)

Raw = Annotated[Path | None, typer.Option(help="名单目录；默认为自带示例 raw/", show_default=False)]
Home = Annotated[
    Path | None, typer.Option(help="输出目录：lake/、releases/、current；默认 warehouse/", show_default=False)
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], help="基准日，只读这一天及以前收到的名单；默认今天", show_default=False
    ),
]
ReleaseDay = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="看这一基准日的发布；默认看现行发布", show_default=False),
]
Region = Annotated[
    str | None,
    typer.Option(help="省、市或县的名称或代码，如 吕梁市、140000；默认 lvliang", show_default=False),
]


class Purpose(StrEnum):
    """What a company is judged for."""

    new = "new"
    review = "review"


def _settings(
    raw: Path | None = None,
    home: Path | None = None,
    as_of: datetime | None = None,
    region: str | None = None,
) -> Settings:
    return Settings.of(raw, home, as_of.date() if as_of else None, region)


@app.command()
def refresh(raw: Raw = None, home: Home = None, as_of: AsOf = None, region: Region = None) -> None:
    """读名单、比对企业、评分、检查、发布，最后给出小结。

    退出码非 0 表示没有发布，原因写在最后一行；上一次发布（current）不受影响。
    """
    from dagster_project import refresh as steps
    from dagster_project.publish import summary

    done = steps.refresh(_settings(raw, home, as_of, region), _Terminal())
    typer.echo(summary.summarise(done))


@app.command()
def sample(
    out: Annotated[Path, typer.Option(help="写到这个目录：其下建 raw/ 与 truth/")],
    companies: Annotated[int, typer.Option(min=50, help="企业数")] = 600,
    seed: Annotated[int, typer.Option(help="随机种子：同一种子，同样的数据")] = 7,
    home: Home = None,
    as_of: AsOf = None,
) -> None:
    """造一个虚构的地区（示例数据）：各种格式的名单，以及答案（truth/）。"""
    from dagster_project.sample import write_sample

    write_sample(out, companies, seed, lambda done, total: _say(f"{done}/{total} 家"))
    typer.echo(
        f"示例数据已写入 {out / 'raw'}，答案在 {out / 'truth'}。\n下一步：pool refresh --raw {out / 'raw'}"
    )


@app.command()
def explain(
    name_or_uscc: Annotated[str, typer.Argument(help="企业名称（可写一部分）或统一社会信用代码")],
    home: Home = None,
    as_of: ReleaseDay = None,
) -> None:
    """一家企业的全部依据：称号、得分区间与条款、缺什么、风险，每条注明文件、表和行。"""
    from dagster_project.publish.explain import explain as text_of

    typer.echo(text_of(_released(_settings(home=home, as_of=as_of), as_of) / "pool.duckdb", name_or_uscc))


@app.command()
def status(home: Home = None, as_of: AsOf = None) -> None:
    """上次刷新的时间与结果、各名单最新一批是否逾期、质量检查。"""
    from dagster_project.publish.status import status as text_of

    settings = _settings(home=home, as_of=as_of)
    _released(settings, as_of)
    typer.echo(text_of(settings.home, settings.as_of))


@app.command()
def init(
    directory: Annotated[Path, typer.Argument(help="新建的名单目录")], home: Home = None, as_of: AsOf = None
) -> None:
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
    source: Annotated[str, typer.Argument(help="名单的标识，如 company_report")],
    out: Annotated[
        Path | None, typer.Option(help="文件名；默认 <名单>_填报表.xlsx", show_default=False)
    ] = None,
    home: Home = None,
    as_of: AsOf = None,
) -> None:
    """写一张空白填报表（xlsx，带下拉和校验），填好后原样放回名单目录即可读取。"""
    from dagster_project.ingest import load_contracts
    from dagster_project.ingest.template import write_template

    contracts = load_contracts()
    if source not in contracts:
        raise ValueError(f"没有名为 {source} 的名单；可用：{'、'.join(sorted(contracts))}")
    out = out or Path(f"{source}_填报表.xlsx")
    write_template(contracts[source], out)
    typer.echo(f"已写入 {out}")


@app.command("assess")
def assess_facts(
    facts: Annotated[
        Path, typer.Option(help="事实表（CSV 或 Parquet）：company_id 和任意量的列，空白为未知")
    ],
    standard: Annotated[str, typer.Option(help="标准编号，见 pool standards")],
    purpose: Annotated[Purpose, typer.Option(help="new 认定，review 复核")] = Purpose.new,
    as_of: AsOf = None,
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
        _settings(as_of=as_of).as_of,
        purpose.value,
        json,
        parquet,
        json is not None if gains is None else gains,
        lambda now, total: _say(f"{now}/{total} 家"),
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


def _released(settings: Settings, as_of: datetime | None) -> Path:
    """The release to read: the newest of the as-of date where one is given, else the one in force."""
    from dagster_project.publish.release import release_of

    return release_of(settings.home, settings.as_of if as_of else None)


def _say(text: str) -> None:
    typer.echo(f"  {text}", err=True)


class _Terminal:
    """Tells a person how far the refresh is: on standard error, so that the summary can be piped."""

    def __call__(self, text: str) -> None:
        _say(text)

    @contextmanager
    def step(self, title: str):
        typer.echo(f"▸ {title} …", err=True)
        begin = time.monotonic()
        yield self
        typer.echo(f"  完成，{time.monotonic() - begin:.1f} 秒", err=True)


def main() -> None:
    """The `pool` command. What a person can mend is one line on standard error and exit status 1."""
    try:
        app()
    except (RefreshError, ValueError, OSError) as error:
        typer.secho(f"没有完成：{error}", fg="red", err=True)
        sys.exit(1)
