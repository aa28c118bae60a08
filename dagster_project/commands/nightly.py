"""The nightly refresh, and how the last one went."""

from __future__ import annotations

import typer

from dagster_project.commands.options import AsOf, Home, OverdueOn, Raw, Region, Terminal, settings_of

app = typer.Typer()


@app.command()
def refresh(raw: Raw = None, home: Home = None, as_of: AsOf = None, region: Region = None) -> None:
    """读名单、比对企业、评分、检查、发布，最后给出小结。

    退出码非 0 表示没有发布，原因写在最后一行；上一次发布（current）不受影响。发布保留：现行发布、每个地区最近
    14 次、每个月份最晚的一次；名单原件从不删除。环境变量 POOL_NOTICES 指向一个通知配置文件时，完成或失败都发通知。
    """
    from dagster_project import refresh as steps
    from dagster_project.publish import summary

    done = steps.refresh(settings_of(raw, home, as_of, region), Terminal())
    typer.echo(summary.summarise(done))


@app.command()
def status(home: Home = None, as_of: OverdueOn = None) -> None:
    """上次刷新的时间与结果、各名单最新一批是否逾期、质量检查。"""
    from dagster_project.publish.status import status as text_of

    settings = settings_of(home=home, as_of=as_of)
    typer.echo(text_of(settings.home, settings.as_of))
