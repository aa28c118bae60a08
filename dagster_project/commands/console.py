"""The web page, and who may sign in to it."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dagster_project.commands.options import Home, Raw, settings_of

app = typer.Typer()
user = typer.Typer(
    help="网页的用户：增加或改密码（add）、删除（remove）、列出（list）。", no_args_is_help=True
)
app.add_typer(user, name="user")


class Role(StrEnum):
    """What a user may do."""

    city = "city"
    county = "county"
    reader = "reader"


@app.command()
def console(
    home: Home = None,
    raw: Raw = None,
    host: Annotated[str, typer.Option(help="监听地址；默认只有本机能打开")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口")] = 8080,
    certificate: Annotated[
        Path | None, typer.Option(help="TLS 证书文件（PEM）", show_default=False, exists=True)
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="TLS 私钥文件（PEM）", show_default=False, exists=True)
    ] = None,
    behind_proxy: Annotated[
        bool,
        typer.Option(
            "--behind-proxy",
            help="由反向代理加密并转发（信任它报的来访地址；代理要保留 Host，并转发 websocket）",
        ),
    ] = False,
) -> None:
    """打开网页：总览、培育库、企业、复核预警、名称核对、数据质量、标准、投放名单。

    只读现行发布（current），刷新时照常可用；先用 pool user add 建用户。
    """
    from dagster_project.console.server import Address, serve

    address = Address(host, port, certificate, key, behind_proxy)
    serve(
        settings_of(raw, home),
        address,
        lambda url: typer.echo(f"打开 {url} ，用 pool user add 建的用户登录；按 Ctrl+C 停止。"),
    )


@user.command()
def add(
    name: Annotated[str, typer.Argument(help="用户名；已有的用户则改其角色和密码")],
    role: Annotated[Role, typer.Option(help="city 市局，county 县级（只看本县），reader 只看")],
    place: Annotated[
        str, typer.Option(help="县级用户的县（市、区）或开发区代码，如 141121", show_default=False)
    ] = "",
    home: Home = None,
) -> None:
    """增加用户，或改其角色和密码；密码在提示后输入（不显示），也可从标准输入送入一行。"""
    from dagster_project.console.places import place_named
    from dagster_project.console.users import ROLES, Users

    if (role is Role.county) != bool(place):
        raise ValueError("县级用户要给 --place，其他角色不用给")
    home = settings_of(home=home).home
    seen = f"，只看{place_named(home, place)}（{place}）" if place else ""
    if sys.stdin.isatty():
        password = typer.prompt("密码", hide_input=True, confirmation_prompt="再输入一次")
    else:
        password = sys.stdin.readline().rstrip("\n")
    Users(home).add(name, role.value, place, password)
    typer.echo(f"用户 {name} 可以登录了：{ROLES[role.value]}{seen}")


@user.command()
def remove(name: Annotated[str, typer.Argument(help="用户名")], home: Home = None) -> None:
    """删除用户；已登录的立即失效。"""
    from dagster_project.console.users import Users

    Users(settings_of(home=home).home).remove(name)
    typer.echo(f"已删除用户 {name}")


@user.command("list")
def list_users(home: Home = None) -> None:
    """列出用户、角色和县。"""
    from dagster_project.console.users import ROLES, Users

    for one in Users(settings_of(home=home).home).all().values():
        typer.echo(f"{one.name}　{ROLES[one.role]}　{one.place}".rstrip())
