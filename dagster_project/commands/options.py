"""What the commands share: their common options, the release they read, and how they speak."""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from dagster_project.settings import Settings

Raw = Annotated[
    Path | None, typer.Option(help="名单目录；默认 POOL_RAW，没有设则自带示例 raw/", show_default=False)
]
Home = Annotated[
    Path | None,
    typer.Option(
        help="输出目录：lake/、releases/、current；默认 POOL_HOME，没有设则 warehouse/", show_default=False
    ),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        help="基准日，只读这一天及以前收到的名单；默认 POOL_AS_OF，没有设则今天",
        show_default=False,
    ),
]
ReleaseDay = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="看这一基准日的发布；默认看现行发布", show_default=False),
]
OverdueOn = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="名单算到这一天是否逾期；默认今天", show_default=False),
]
Region = Annotated[
    str | None,
    typer.Option(
        help="省、市或县的名称或代码，如 吕梁市、140000；默认 POOL_REGION，没有设则吕梁市", show_default=False
    ),
]


def settings_of(
    raw: Path | None = None,
    home: Path | None = None,
    as_of: datetime | None = None,
    region: str | None = None,
) -> Settings:
    return Settings.of(raw, home, as_of.date() if as_of else None, region)


def released(settings: Settings, as_of: datetime | None) -> Path:
    """The release to read: the newest of the as-of date where one is given, else the one in force."""
    from dagster_project.publish.names import release_of

    return release_of(settings.home, settings.as_of if as_of else None)


def say(text: str) -> None:
    typer.echo(f"  {text}", err=True)


class Terminal:
    """Tells a person how far the refresh is: on standard error, so that the summary can be piped."""

    def __call__(self, text: str) -> None:
        say(text)

    @contextmanager
    def step(self, title: str):
        typer.echo(f"▸ {title} …", err=True)
        begin = time.monotonic()
        yield self
        typer.echo(f"  完成，{time.monotonic() - begin:.1f} 秒", err=True)
