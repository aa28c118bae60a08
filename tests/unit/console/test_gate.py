"""What a person reads where a page fails, and what may not pass."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

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
