"""How long the page takes on a pool of many companies, in the browser: first page, search, filters, a company.

`PYTHONPATH=tests python tests/bench/page.py --home HOME [--companies 100000]` multiplies the release in force (rows copied with a number
after each company's id and name) into a folder of its own, serves it, and prints the median and the slowest of the runs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path

import duckdb
from console.conftest import CHROMIUM, PASSWORD, QUIET, Site
from playwright.sync_api import Page, expect, sync_playwright

from dagster_project.console.users import Users
from dagster_project.publish.names import release_of

NAMED = ("company", "stg_company_name", "cultivation_pool", "review_watch")
KEYED = ("company_signal", "title", "title_cohort", "row_company")
RUNS = 5


def multiplied(release: Path, home: Path, companies: int) -> int:
    """A copy of the release in home with at least so many companies; how many there are."""
    folder = home / "releases" / release.name
    shutil.copytree(release, folder)
    (home / "current").symlink_to(Path("releases") / release.name)
    with duckdb.connect(str(folder / "pool.duckdb")) as connection:
        [(now,)] = connection.execute("select count(*) from company").fetchall()
        times = -(-companies // now)
        for table in (*NAMED, *KEYED):
            named = ", name || n.range as name" if table in NAMED else ""
            connection.execute(
                f"insert into {table} select t.* replace (company_id || '-' || n.range as company_id{named})"
                f" from {table} t cross join range(1, {times}) n"
            )
        return connection.execute("select count(*) from company").fetchall()[0][0]


# from what a person last did (a click, a key) to the frame that shows the answer, as the browser sees it
WATCH = """() => {
  const told = document.querySelector('[role=status]'), before = told.innerText
  let begun = performance.now()
  for (const kind of ['click', 'input']) addEventListener(kind, () => begun = performance.now(), {capture: true})
  window.answered = new Promise(done => new MutationObserver(() => told.innerText !== before &&
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begun)))
  ).observe(told, {childList: true, characterData: true, subtree: true}))
}"""


def timed(what: str, action, reset=lambda: None) -> tuple[str, float, float]:
    """(what, median, slowest) seconds of RUNS runs; where the action gives seconds itself, those."""
    seconds = []
    for _ in range(RUNS):
        reset()
        begin = time.perf_counter()
        seen = action()
        seconds.append(time.perf_counter() - begin if seen is None else seen)
    return what, statistics.median(seconds), max(seconds)


def measure(page: Page, url: str) -> list[tuple[str, float, float]]:
    """Each action until what it shows is on the screen; a filter from the choice, as the browser sees it."""
    rows = page.locator("tbody tr")

    def opened(path: str):
        def open_page() -> None:
            page.goto(url + path)
            expect(rows.first).to_be_visible(timeout=60_000)

        return open_page

    def first() -> None:
        page.goto(url + "/")
        expect(page.get_by_role("heading", name="今天先联系哪个县")).to_be_visible(timeout=60_000)

    def answered() -> float:
        return page.evaluate("() => window.answered") / 1000

    def chosen(label: str, option: str):
        def choose() -> float:
            offered = page.get_by_role("option", name=option, exact=True)
            while not offered.is_visible():  # what is still being drawn may close the menu again
                page.get_by_label(label, exact=True).click()
                page.wait_for_timeout(500)
            page.evaluate(WATCH)
            offered.click()
            return answered()

        return choose

    def named() -> float:
        page.evaluate(WATCH)
        page.get_by_label("企业名称或代码").fill("氢能装备")
        return answered()

    def company() -> None:
        rows.first.get_by_role("link").first.click()
        expect(page.get_by_role("heading", name="历次发布")).to_be_visible(timeout=60_000)

    pool, watch = opened("/companies"), opened("/watch")
    return [
        timed("总览，打开", first),
        timed("培育库，打开", pool),
        timed("培育库，按状态筛选", chosen("状态", "差一步"), pool),
        timed("培育库，按县筛选", chosen("县（市、区）", "文水县"), pool),
        timed("培育库，按名称查找（含 0.2 秒停顿）", named, pool),
        timed("一家企业，打开", company, pool),
        timed("复核预警，打开", watch),
        timed("复核预警，按等级筛选", chosen("预警", "红"), watch),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--companies", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        load = os.getloadavg()[0]
        count = multiplied(release_of(asked.home), home, asked.companies)
        Users(home).add("city", "city", "", PASSWORD)
        site = Site(home, home)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=CHROMIUM, args=["--no-sandbox", *(f"--{word}" for word in QUIET)]
                )
                page = browser.new_page(viewport={"width": 1366, "height": 768})
                site.open(page)
                page.fill("#name", "city")
                page.fill("#password", PASSWORD)
                page.click("button")
                results = measure(page, site.url)
                browser.close()
        finally:
            site.process.terminate()
            site.process.wait(timeout=20)
    print(f"load {load:.1f} before, {os.getloadavg()[0]:.1f} after")
    print(f"| {count:,} companies | median s | slowest s |\n|---|---|---|")
    for what, median, slowest in results:
        print(f"| {what} | {median:.2f} | {slowest:.2f} |")


if __name__ == "__main__":
    main()
