"""Signing in and out: one plain form, which needs no script."""

from __future__ import annotations

from html import escape
from pathlib import Path

from nicegui import run
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from dagster_project.console import log
from dagster_project.console.gate import COOKIE
from dagster_project.console.sessions import LONGEST, Sessions, TooManyTries

_PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>登录 · 专精特新培育库</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body{{font-family:"Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;background:#f3f5f7;color:#1f2933;
display:grid;place-items:center;min-height:100vh;margin:0}}
form{{background:#fff;padding:36px 40px;border-radius:8px;box-shadow:0 1px 4px #0002;width:320px}}
h1{{font-size:20px;margin:0 0 4px}}p{{color:#5c6b7a;margin:0 0 20px;font-size:14px}}
label{{display:block;font-size:14px;margin:14px 0 4px}}
input{{width:100%;box-sizing:border-box;padding:9px 10px;font-size:15px;border:1px solid #b8c2cc;border-radius:4px}}
button{{margin-top:22px;width:100%;padding:10px;font-size:15px;background:#1d4e89;color:#fff;border:0;border-radius:4px;cursor:pointer}}
button:focus,input:focus{{outline:3px solid #8fb8e8}}.wrong{{color:#a61b1b;margin:16px 0 0}}</style></head><body>
<form method="post" action="/login"><h1>专精特新培育库</h1><p>请登录</p>
<label for="name">用户名</label><input id="name" name="name" autocomplete="username" required autofocus value="{name}">
<label for="password">密码</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<button>登录</button>{wrong}</form></body></html>"""


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
            token = await run.io_bound(sessions.sign_in, name, password, address)
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
    return HTMLResponse(_PAGE.format(name=escape(name, quote=True), wrong=told), status)
