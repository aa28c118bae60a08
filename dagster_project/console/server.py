"""Puts the page together and serves it."""

from __future__ import annotations

import os
from pathlib import Path

from nicegui import app, ui
from starlette.requests import Request

from dagster_project.console import signin
from dagster_project.console.frame import Page, show
from dagster_project.console.gate import Gate
from dagster_project.console.pages import PAGES
from dagster_project.console.pool import Pool
from dagster_project.console.sessions import Sessions
from dagster_project.console.users import Users
from dagster_project.console.visit import Console
from dagster_project.settings import Settings

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def serve(
    settings: Settings, host: str, port: int, certificate: Path | None, key: Path | None, behind_proxy: bool
) -> None:
    """Serve the page until stopped.

    Raises ValueError when nobody could sign in, or when the page would be open to a network without TLS.
    """
    users = Users(settings.home)
    if not users.all():
        raise ValueError(f"还没有用户：请先运行 pool user add 用户名 --role city --home {settings.home}")
    if (certificate is None) != (key is None):
        raise ValueError("--certificate 与 --key 要一起给")
    if host not in LOOPBACK and certificate is None and not behind_proxy:
        raise ValueError(
            "对外开放需要加密：请给 --certificate 与 --key；若由反向代理加密，请加 --behind-proxy"
        )
    sessions = Sessions(users)
    console = Console(settings.raw, settings.home, Pool(settings.home), users, sessions)
    secure = certificate is not None or behind_proxy
    for page in PAGES:
        _register(console, page)
    app.router.routes[:0] = signin.routes(settings.home, sessions, secure)
    app.add_middleware(Gate, sessions=sessions)
    ui.run(
        host=host,
        port=port,
        title="专精特新培育库",
        language="zh-CN",
        show=False,
        reload=False,
        show_welcome_message=False,
        favicon="📋",
        ssl_certfile=os.fspath(certificate) if certificate else None,
        ssl_keyfile=os.fspath(key) if key else None,
        # a proxy's word on who asks counts only when there is one
        proxy_headers=behind_proxy,
        server_header=False,
    )


def _register(console: Console, page: Page) -> None:
    @ui.page(page.path)
    async def _(request: Request) -> None:
        await show(console.visit(request), page, PAGES)
