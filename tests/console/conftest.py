"""The page of the shipped sample, served by `pool console`, in Debian's Chromium."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dagster_project.console.users import Users

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "disable-gpu",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
    "no-first-run",
)
PASSWORD = "一个够长的密码 2026"
COUNTY = "141121"
PATIENCE = 150  # seconds: beyond what the page itself allows a look at a file; a slow machine is no failure
expect.set_options(timeout=PATIENCE * 1000)
WAITING = """
    insert into match_review by name
    select 'a name in doubt' as mention_id, 'high_tech_enterprise' as source, replace(name, '有限', '') as name,
        county_code as region_code, county_code, company_id as candidate_id, name as candidate_name,
        0.8 as probability, '[]' as match_evidence, 1 as row_count, 0 as priority, '示例.xlsx#1!2' as first_evidence
    from company where county_code = ? and contains(name, '有限') order by company_id limit 1"""
HEADING = """
    insert into stg_unmapped_heading by name select 'patent_grant' as source, date '2026-11-20' as delivery_date,
        'patent_grant/2026-11-20/名单.csv' as file, '表1' as sheet, 1 as row, '专利权人甲' as heading, '专利权人' as near,
        '不认识的表头' as found, '加到 headings' as remedy"""
# what is otherwise than the day before: two of the county's near companies, for one reason
CHANGED = """
    insert into pool_change by name select 'status' as change, company_id, name, county_code, zone_code, tier,
        'near' as before, 'excluded' as after, '未被列入名录：是；事实变化：列入名录：否 → 是（名单.csv#表1!' || row_number() over () || '）' as reason,
        '' as evidence, date '2026-11-19' as as_of_before
    from cultivation_pool where is_next and county_code = ? and status = 'near' order by company_id limit 2"""
# refused rows: (source, file, cells) by whose they are; no cell of '' makes a row anybody's
REFUSED = {
    "mine": ("patent_grant", "patent_grant/2026-11-10/名单.csv", ["1", "{mine}", ""]),
    "others": ("patent_grant", "patent_grant/2026-11-10/名单.csv", ["2", "{others}", ""]),
    "nobody's": ("patent_grant", "patent_grant/2026-11-10/名单.csv", ["3", "", "查无此名有限公司"]),
    "my workbook": ("county_feedback", "county_feedback/2026-11-10/{county}_某县.xlsx", ["", "昨天下午"]),
    "another's workbook": ("county_feedback", "county_feedback/2026-11-10/141181_某市.xlsx", ["{mine}", ""]),
}


def refuse(connection: duckdb.DuckDBPyConnection) -> None:
    """Put REFUSED into quarantine, its reason saying which it is."""
    names = {
        key: connection.execute(
            f"select min(name) from company where county_code {sign} ?", [COUNTY]
        ).fetchone()[0]
        for key, sign in (("mine", "="), ("others", "<>"))
    }
    for whose, (source, file, cells) in REFUSED.items():
        told = [cell.format(**names) for cell in cells]
        connection.execute(
            """insert into stg_quarantine by name select ? as source, ? as file, ? as cells, ? as reason,
            date '2026-11-10' as delivery_date, '' as sheet, 1 as row, '' as heading, '' as found, '' as expected, '' as remedy""",
            [source, file.format(county=COUNTY), json.dumps(told, ensure_ascii=False), f"planted: {whose}"],
        )


def pytest_collection_modifyitems(items) -> None:
    if CHROMIUM is None:
        skip = pytest.mark.skip(reason="no Chromium on this machine: apt-get install chromium")
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(skip)


class Site:
    """A page being served: its address and the home behind it."""

    def __init__(self, home: Path, raw: Path) -> None:
        self.home, self.raw = home, raw
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        command = "from dagster_project.cli import main; main()"
        arguments = ["console", "--home", str(home), "--raw", str(raw), "--port", str(self.port)]
        # NiceGUI serves otherwise when it believes to be tested by its own harness
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
        self.process = subprocess.Popen([sys.executable, "-c", command, *arguments], env=environment)

    def open(self, page: Page) -> None:
        """Open the sign-in, trying again while the server comes up."""
        for _ in range(2 * PATIENCE):
            try:
                page.goto(f"{self.url}/login")
                return
            except Exception as error:
                # refused, or refused and still drawing the browser's own page on that
                if not any(word in str(error) for word in ("ERR_CONNECTION_REFUSED", "chrome-error")):
                    raise
                page.wait_for_timeout(500)
        raise TimeoutError(f"{self.url} does not answer")


@pytest.fixture(scope="session")
def site(settings, released, tmp_path_factory) -> Iterator[Site]:
    """The sample's release behind a home and a raw/ of the page's own, so that what it writes stays here.

    A name that awaits a verdict is put in: how many the sample has is the matcher's business.
    """
    home, raw = tmp_path_factory.mktemp("console_home"), tmp_path_factory.mktemp("console_raw")
    shutil.copytree(released, home / "releases" / released.name)
    (home / "current").symlink_to(Path("releases") / released.name)
    with duckdb.connect(str(home / "current" / "pool.duckdb")) as connection:
        connection.execute(WAITING, [COUNTY])
        connection.execute(HEADING)
        connection.execute(CHANGED, [COUNTY])
        refuse(connection)
    users = Users(home)
    for name, role, place in (("city", "city", ""), ("county", "county", COUNTY), ("reader", "reader", "")):
        users.add(name, role, place, PASSWORD)
    served = Site(home, raw)
    yield served
    served.process.terminate()
    served.process.wait(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", *(f"--{word}" for word in QUIET)]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(site, browser):
    """Signs a user in: `visitor("county")` gives a page. A script's error, or a request to elsewhere, fails the test."""
    opened, wrong = [], []

    def sign_in(name: str) -> Page:
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request",
            lambda asked: (
                asked.url.startswith((site.url, "data:", site.url.replace("http", "ws")))
                or wrong.append(asked.url)
            ),
        )
        opened.append(context)
        site.open(page)
        page.fill("#name", name)
        page.fill("#password", PASSWORD)
        page.click("button")
        page.wait_for_url(f"{site.url}/")
        return page

    yield sign_in
    for context in opened:
        context.close()
    assert wrong == []


@pytest.fixture(scope="session")
def pool(released):
    with duckdb.connect(str(released / "pool.duckdb"), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def companies(pool) -> dict[str, tuple[str, str]]:
    """{'mine' | 'other': (company_id, name)}: a candidate of the county and one of another."""
    query = "select company_id, name from cultivation_pool where is_next and county_code {} ? and zone_code is null order by 1"
    return {
        key: pool.execute(query.format(sign), [COUNTY]).fetchone()
        for key, sign in (("mine", "="), ("other", "<>"))
    }


def rows(page: Page):
    return page.locator("tbody tr")
