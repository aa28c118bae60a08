"""Signing in and out: one plain form, which needs no script."""

from __future__ import annotations

from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dagster_project.console import log
from dagster_project.console.gate import COOKIE
from dagster_project.console.plain import plain_page
from dagster_project.console.sessions import LONGEST, Sessions, TooManyTries
from dagster_project.console.turns import SIGN_INS

_FORM = """<form method="post" action="/login"><h1>专精特新培育库</h1><p>请登录</p>
<label for="name">用户名</label><input id="name" name="name" autocomplete="username" required autofocus value="{name}">
<label for="password">密码</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<button>登录</button>{wrong}</form>"""


def routes(home: Path, sessions: Sessions, secure: bool) -> list[Route]:
    """/login and /logout. secure: the cookie is sent over TLS only."""

    async def form(request: Request) -> Response:
        return _page()

    async def sign_in(request: Request) -> Response:
        sent = await request.form(max_files=0, max_fields=4)
        name, password = str(sent.get("name", ""))[:100], str(sent.get("password", ""))[:1000]
        address = request.client.host if request.client else ""
        try:
            # a password's hash takes the better part of a second: off the loop that serves the others
            token = await SIGN_INS.take(f"{name} from {address}", sessions.sign_in, name, password, address)
        except TooManyTries:
            log.write(home, name, "sign_in_held", address=address)
            return _page(name, "尝试次数过多，请 15 分钟后再试", 429)
        if token is None:
            log.write(home, name, "sign_in_failed", address=address)
            return _page(name, "用户名或密码不对", 401)
        log.write(home, name, "sign_in", address=address)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(
            COOKIE, token, max_age=LONGEST, httponly=True, samesite="strict", secure=secure, path="/"
        )
        return answer

    async def sign_out(request: Request) -> Response:
        sessions.sign_out(request.cookies.get(COOKIE))
        log.write(home, request.state.user.name, "sign_out")
        answer = RedirectResponse("/login", 303)
        answer.delete_cookie(COOKIE)
        return answer

    return [
        Route("/login", form, methods=["GET"]),
        Route("/login", sign_in, methods=["POST"]),
        Route("/logout", sign_out, methods=["POST"]),
    ]


def _page(name: str = "", wrong: str = "", status: int = 200) -> Response:
    told = f'<p class="wrong" role="alert">{escape(wrong)}</p>' if wrong else ""
    return plain_page("登录", _FORM.format(name=escape(name, quote=True), wrong=told), status)
