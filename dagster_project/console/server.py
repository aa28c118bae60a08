"""Puts the page together and serves it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
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

# seconds without a sign of life: then the browser makes a new connection, and the page it had is kept so much longer;
# a refresh on the same cores or a sleeping notebook loses nothing
SILENT, KEPT = 20, 120
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Address:
    """Where to listen, and what keeps it from being read on the way. port 0: any that is free."""

    host: str = "127.0.0.1"
    port: int = 8080
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False


def serve(settings: Settings, address: Address, ready: Callable[[str], None]) -> None:
    """Serve the page until stopped; `ready` is told its address once nothing stands in the way any more.

    Raises ValueError when nobody could sign in, when the page would be open to a network without TLS, or when the
    certificate or the port can't be used; NoReleaseError when there is no release to show.
    """
    users, pool = Users(settings.home), Pool(settings.home)
    if not users.all():
        raise ValueError(f"还没有用户：请先运行 pool user add 用户名 --role city --home {settings.home}")
    _check_encryption(address)
    sessions = Sessions(users)
    console = Console(settings.raw, settings.home, pool, users, sessions)
    secure = address.certificate is not None or address.behind_proxy
    for page in PAGES:
        _register(console, page)
    site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    site.router.routes += signin.routes(settings.home, sessions, secure)
    ui.run_with(
        site,
        title="专精特新培育库",
        language="zh-CN",
        favicon="📋",
        show_welcome_message=False,
        reconnect_timeout=SILENT,
    )
    config = uvicorn.Config(
        Gate(site, sessions),
        log_level="warning",
        ws="wsproto",
        ssl_certfile=address.certificate,
        ssl_keyfile=address.key,
        # a proxy's word on who asks counts only when there is one
        proxy_headers=address.behind_proxy,
        server_header=False,
    )
    with _listening(address) as listening:
        pool.release()
        scheme, port = "https" if address.certificate else "http", listening.getsockname()[1]
        host = f"[{address.host}]" if ":" in address.host else address.host
        ready(f"{scheme}://{host}:{port}")
        uvicorn.Server(config).run(sockets=[listening])


def _check_encryption(address: Address) -> None:
    if (address.certificate is None) != (address.key is None):
        raise ValueError("--certificate 与 --key 要一起给")
    if address.host not in LOOPBACK and address.certificate is None and not address.behind_proxy:
        raise ValueError(
            "对外开放需要加密：请给 --certificate 与 --key；若由反向代理加密，请加 --behind-proxy"
        )
    if address.certificate is None or address.key is None:
        return

    def locked_key() -> str:
        raise ValueError(f"私钥 {address.key} 加了密码：请换成不加密码的私钥文件，并只让本程序的用户可读")

    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(address.certificate, address.key, locked_key)
    except OSError as error:  # ssl.SSLError is one
        raise ValueError(
            f"证书 {address.certificate} 与私钥 {address.key} 用不了（{error}）：要 PEM 格式、彼此相配、可读"
        ) from error


def _listening(address: Address) -> socket.socket:
    """A socket that listens, so that the port is ours before anybody is told of it."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address.host, address.port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        raise ValueError(
            f"{address.host}:{address.port} 不能监听（{error}）：端口可能已被占用，请用 --port 换一个"
        ) from error
    return listening


def _register(console: Console, page: Page) -> None:
    @ui.page(page.path, reconnect_timeout=KEPT)
    async def _(request: Request) -> None:
        await show(console.visit(request), page, PAGES)
