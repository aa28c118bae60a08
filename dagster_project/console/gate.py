"""The gate before everything: no session, no page, no socket, no file; and the headers every answer carries."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dagster_project.console.plain import refusal
from dagster_project.console.sessions import Sessions, SignedOut
from dagster_project.console.users import BrokenUsers

COOKIE = "pool_session"
OPEN_PATHS = frozenset({"/login"})
_EVENT = "4"  # what begins a message of the page, by Engine.IO's protocol; 2 and 3 are its beat
LARGEST_BODY = 60 * 1024 * 1024  # bytes of one request: a list a bureau sends in is far smaller
HEADERS = {
    # pages are drawn by scripts of installed packages, from this address alone
    "content-security-policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws: wss:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
}


class Gate:
    """ASGI middleware. A request that passes carries its user in `scope["state"]["user"]` and the token beside it."""

    def __init__(self, app: ASGIApp, sessions: Sessions) -> None:
        self._app, self._sessions = app, sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused is None:
            await self._answered(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refused(scope, receive, _dressed(scope, send))

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = _Told(scope, _dressed(scope, send))
        try:
            if scope["type"] == "http":
                await self._app(scope, _limited(scope, receive), told)
            else:
                await self._app(scope, self._held(scope["state"]["token"], receive), send)
        except BrokenUsers:
            if scope["type"] != "http" or told.begun:
                raise
            await refusal(503)(scope, receive, _dressed(scope, send))
        except Exception as error:
            # a browser that left before the answer is no failure
            if isinstance(error, RuntimeError) and str(error) == "No response returned.":
                return
            if scope["type"] != "http" or told.begun:
                raise
            logging.getLogger(__name__).exception("%s failed", scope["path"])
            await refusal(500)(scope, receive, _dressed(scope, send))

    def _held(self, token: str | None, receive: Receive) -> Receive:
        """What a page sends over an open socket is dropped once its session has ended; the socket's own beat goes on, so
        that the page can be led to the sign-in."""

        async def held() -> Message:
            while True:
                message = await receive()
                sent = message.get("text") or (message.get("bytes") or b"")[:1].decode("latin-1")
                if (
                    message["type"] != "websocket.receive"
                    or not sent.startswith(_EVENT)
                    or self._holds(token)
                ):
                    return message

        return held

    def _holds(self, token: str | None) -> bool:
        try:
            return self._sessions.holds(token)
        except BrokenUsers:
            return False

    def _refused(self, scope: Scope) -> Response | None:
        """Why a request may not pass, as an answer; None when it may."""
        request = HTTPConnection(scope)
        changes = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")
        if changes and not _same_origin(request.headers):
            return refusal(403)
        length = request.headers.get("content-length", "")
        if length.isdigit() and int(length) > LARGEST_BODY:
            return refusal(413)
        token = request.cookies.get(COOKIE)
        try:
            user = self._sessions.user(token)
        except SignedOut:
            if scope["path"] in OPEN_PATHS:
                return None
            if scope["type"] == "http" and _wants_page(scope):
                return RedirectResponse("/login", 303)
            return refusal(401)
        except BrokenUsers as error:
            logging.getLogger(__name__).error("%s", error)
            return refusal(503)
        scope.setdefault("state", {}).update(user=user, token=token)
        return None


class _Told:
    """Passes an answer on; where a person's page failed, the refusal in our words stands in its place."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send
        self.begun = self._replaced = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            # the sign-in tells what is wrong itself
            own = self._scope["path"] in OPEN_PATHS or not _wants_page(self._scope)
            self._replaced = message["status"] >= 400 and not own
            if self._replaced:
                answer = refusal(message["status"])
                await self._send({**message, "status": answer.status_code, "headers": answer.raw_headers})
                await self._send({"type": "http.response.body", "body": answer.body})
        if not self._replaced:
            await self._send(message)


def _wants_page(scope: Scope) -> bool:
    return "text/html" in Headers(scope=scope).get("accept", "")


def _same_origin(headers: Headers) -> bool:
    """A browser names the page that a request comes from; one from another site is refused."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _limited(scope: Scope, receive: Receive) -> Receive:
    """Reading a body stops where it grows past LARGEST_BODY, whatever its header said."""
    read = 0

    async def limited() -> Message:
        nonlocal read
        message = await receive()
        if message["type"] == "http.request":
            read += len(message.get("body", b""))
            if read > LARGEST_BODY:
                return {"type": "http.disconnect"}
        return message

    return limited if scope["type"] == "http" else receive


def _dressed(scope: Scope, send: Send) -> Send:
    """Every answer carries HEADERS; a page's own (not what packages ship) is never kept by browser or proxy."""

    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            if not scope["path"].startswith("/_nicegui"):
                headers["cache-control"] = "no-store"
        await send(message)

    return dressed
