"""What a person reads where a page fails, and what may not pass."""

from __future__ import annotations

from contextlib import suppress

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from dagster_project.console.gate import COOKIE, LARGEST_BODY, Gate
from dagster_project.console.sessions import Sessions
from dagster_project.console.users import Users

PASSWORD = "一个够长的密码 2026"
BROWSER = {"accept": "text/html"}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    def fails(request):
        raise ValueError("a name that nobody may read")

    async def takes(request):
        return PlainTextResponse(str(len(await request.body())))

    site = Starlette(routes=[Route("/fails", fails), Route("/takes", takes, methods=["POST"])])
    users = Users(tmp_path_factory.mktemp("home"))
    users.add("a", "city", "", PASSWORD)
    sessions = Sessions(users)
    client = TestClient(Gate(site, sessions), raise_server_exceptions=False)
    client.cookies.set(COOKIE, sessions.sign_in("a", PASSWORD, "x"))
    return client


@pytest.mark.parametrize(
    ("method", "path", "status", "word"),
    [
        ("GET", "/nowhere", 404, "没有这一页"),
        ("GET", "/takes", 405, "不能这样打开"),
        ("GET", "/fails", 500, "没有完成"),
    ],
)
def test_a_failed_page_is_told_in_chinese_with_a_way_back(client, method, path, status, word):
    answer = client.request(method, path, headers=BROWSER)
    assert answer.status_code == status and word in answer.text and 'href="/"' in answer.text
    assert "nobody may read" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_a_request_from_another_page_is_refused(client):
    answer = client.post("/takes", headers={"origin": "http://elsewhere.example"})
    assert answer.status_code == 403 and "不是从本页面" in answer.text


@pytest.mark.parametrize("length", ["99999999999", "１"])
def test_a_body_that_is_said_to_be_large(client, length):
    answer = client.post("/takes", headers={"content-length": length.encode()}, content=b"x")
    assert answer.status_code == (413 if int(length) > LARGEST_BODY else 200)


def test_a_users_file_that_is_broken_is_told_in_words(tmp_path):
    users = Users(tmp_path)
    users.add("a", "city", "", PASSWORD)
    sessions = Sessions(users)
    token = sessions.sign_in("a", PASSWORD, "x")
    client = TestClient(Gate(Starlette(), sessions), raise_server_exceptions=False)
    client.cookies.set(COOKIE, token)
    users.path.write_text("[{", encoding="utf-8")
    answer = client.get("/", headers=BROWSER)
    assert answer.status_code == 503 and "用户文件读不了" in answer.text
    assert str(tmp_path) not in answer.text and answer.headers["x-frame-options"] == "DENY"


def test_a_removed_users_events_on_an_open_socket_are_dropped(tmp_path):
    users = Users(tmp_path)
    users.add("a", "city", "", PASSWORD)
    sessions = Sessions(users)

    async def echoes(socket: WebSocket) -> None:
        await socket.accept()
        with suppress(WebSocketDisconnect):
            while True:
                await socket.send_text(await socket.receive_text())

    site = Starlette(routes=[WebSocketRoute("/socket", echoes)])
    client = TestClient(Gate(site, sessions))
    client.cookies.set(COOKIE, sessions.sign_in("a", PASSWORD, "x"))
    with client.websocket_connect("/socket") as socket:
        socket.send_text("42 an event")
        assert socket.receive_text() == "42 an event"
        users.remove("a")
        socket.send_text("42 another")
        socket.send_text("3")
        assert socket.receive_text() == "3"
