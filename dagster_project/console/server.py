"""Puts the page together and serves it."""

from __future__ import annotations

from pathlib import Path

import uvicorn
from fastapi import FastAPI
from nicegui import ui
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
    site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    site.router.routes += signin.routes(settings.home, sessions, secure)
    ui.run_with(site, title="专精特新培育库", language="zh-CN", favicon="📋", show_welcome_message=False)
    uvicorn.run(
        Gate(site, sessions),
        host=host,
        port=port,
        log_level="warning",
        ws="wsproto",
        ssl_certfile=certificate,
        ssl_keyfile=key,
        # a proxy's word on who asks counts only when there is one
        proxy_headers=behind_proxy,
        server_header=False,
    )


def _register(console: Console, page: Page) -> None:
    @ui.page(page.path)
    async def _(request: Request) -> None:
        await show(console.visit(request), page, PAGES)
