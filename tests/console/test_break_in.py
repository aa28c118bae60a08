"""The list of break-in attempts and their answers, each tried on the page as it is served."""

from __future__ import annotations

import http.client
import io
from contextlib import closing
from dataclasses import replace
from datetime import date

import duckdb
import httpx
import openpyxl
import pytest
from console.conftest import COUNTY, PASSWORD, PATIENCE

from dagster_project.console.deliver import safe_name
from dagster_project.console.gate import COOKIE, LARGEST_BODY
from dagster_project.console.look import Upload
from dagster_project.console.returned import Sender, look_at_returned
from dagster_project.publish.context import Place

HTML = {"accept": "text/html"}
# (who, what is tried, method, address, headers) -> (status, what the answer holds)
ATTEMPTS = [
    ("nobody", "a page", "GET", "/companies", HTML, 303, ""),
    ("nobody", "a page, as a program", "GET", "/", {}, 401, "请先登录"),
    ("nobody", "a company by its address", "GET", "/company/{other}", {}, 401, "请先登录"),
    ("nobody", "the socket", "GET", "/_nicegui_ws/socket.io/?EIO=4&transport=polling", {}, 401, "请先登录"),
    ("nobody", "an upload", "POST", "/_nicegui/client/1/upload/1", {}, 401, "请先登录"),
    ("nobody", "a cookie made up", "GET", "/", {"cookie": f"{COOKIE}=made-up"}, 401, "请先登录"),
    ("nobody", "the users' file", "GET", "/console/users.json", {}, 401, "请先登录"),
    ("county", "the users' file", "GET", "/console/users.json", HTML, 404, "没有这一页"),
    ("county", "out of the folder", "GET", "/..%2f..%2fconsole/users.json", HTML, 404, "没有这一页"),
    (
        "county",
        "out of the static files",
        "GET",
        "/_nicegui/3/static/..%2f..%2f..%2fmain.py",
        HTML,
        404,
        "没有这一页",
    ),
    (
        "county",
        "another county's workbook",
        "GET",
        "/exports/141181_孝义市_示例数据.xlsx",
        HTML,
        404,
        "没有这一页",
    ),
    ("county", "another county's company", "GET", "/company/{other}", HTML, 200, ""),
    ("county", "SQL for a company", "GET", "/company/' or 1=1 --", HTML, 200, ""),
    ("county", "SQL in a filter", "GET", "/companies?county=' or '1'='1", HTML, 200, ""),
    ("county", "another county as a filter", "GET", "/companies?county=孝义市", HTML, 200, ""),
    ("county", "the city's page", "GET", "/lists", HTML, 200, "这一页不对您的角色开放"),
    (
        "county",
        "from another site",
        "POST",
        "/logout",
        {"origin": "https://elsewhere.example"},
        403,
        "不是从本页面",
    ),
    ("reader", "judging names", "GET", "/names", HTML, 200, "这一页不对您的角色开放"),
]


@pytest.fixture(scope="module")
def others(site) -> list[tuple[str, str]]:
    """(company_id, name) of every company that isn't the county's."""
    with duckdb.connect(str(site.home / "current" / "pool.duckdb"), read_only=True) as pool:
        return pool.execute(
            "select company_id, name from company where county_code <> ? order by 1", [COUNTY]
        ).fetchall()


@pytest.fixture(scope="module")
def clients(site, browser):
    """An HTTP client of each role, signed in."""
    page = browser.new_page()
    site.open(page)  # the server is up
    page.close()
    found = {}
    for name in ("nobody", "county", "reader"):
        found[name] = httpx.Client(base_url=site.url, timeout=PATIENCE)
        if name != "nobody":
            answer = found[name].post("/login", data={"name": name, "password": PASSWORD})
            assert answer.status_code == 303
            [cookie] = answer.headers.get_list("set-cookie")
            assert "httponly" in cookie.lower() and "samesite=strict" in cookie.lower()
    yield found
    for client in found.values():
        client.close()


@pytest.mark.parametrize(
    ("who", "what", "method", "address", "headers", "status", "word"),
    ATTEMPTS,
    ids=[f"{a[0]}: {a[1]}" for a in ATTEMPTS],
)
def test_an_attempt_and_its_answer(clients, others, who, what, method, address, headers, status, word):
    answer = clients[who].request(method, address.format(other=others[0][0]), headers=headers)
    assert answer.status_code == status
    assert word in answer.text
    assert (
        answer.headers["x-frame-options"] == "DENY" and answer.headers["x-content-type-options"] == "nosniff"
    )
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    # what a page shows goes over the socket: test_pages asks there too
    assert not [name for _, name in others if name in answer.text]


def test_a_body_that_is_said_to_be_too_large(site, clients):
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    with closing(connection):
        connection.putrequest("POST", "/login")
        connection.putheader("content-length", str(LARGEST_BODY + 1))
        connection.endheaders()
        assert connection.getresponse().status == 413


def test_guessing_a_password_is_held(site, clients):
    answers = [
        clients["nobody"].post("/login", data={"name": "guessed", "password": f"guess {n}"}).status_code
        for n in range(7)
    ]
    assert answers == [401] * 5 + [429] * 2
    log = (site.home / "console" / "log.jsonl").read_text(encoding="utf-8")
    assert '"sign_in_held"' in log and "guess 1" not in log and PASSWORD not in log


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\名单.xlsx", "名单.xlsx"),
        (".hidden.csv", "hidden.csv"),
        ("a\n$(rm).csv", "a_(rm).csv"),
        ("", "名单"),
    ],
)
def test_a_files_name_is_never_trusted(name, safe):
    assert safe_name(name) == safe


def test_an_answer_about_anothers_company_is_told_like_one_about_nobodys(released, others, tmp_path):
    """What is sent in can't be used to ask which companies stand elsewhere."""
    with duckdb.connect(str(released / "pool.duckdb"), read_only=True) as pool:
        mine = pool.execute("select name from company where county_code = ? limit 1", [COUNTY]).fetchone()[0]
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["企业名称", "指标", "期间", "填报值"])
    for name in (mine, others[0][1], "查无此名有限公司"):
        book.active.append([name, "revenue", "2025", 900])
    book.save(content)
    file = f"county_feedback/2026-11-20/{COUNTY}_某县.xlsx"
    sender = Sender(Place(COUNTY, "某县", "county"), released / "pool.duckdb", file, date(2026, 11, 20))
    upload = Upload("回填.xlsx", content.getvalue())
    back = look_at_returned(upload, sender, tmp_path)
    assert back.good == 1
    [foreign, unknown] = back.refused
    assert (foreign.row, foreign.name, unknown.row) == (3, others[0][1], 4)
    assert replace(foreign, row=0, cell="", name="") == replace(unknown, row=0, cell="", name="")
