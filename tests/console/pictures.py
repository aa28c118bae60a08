"""Take the page's pictures in README.md and README.zh-CN.md anew: dagster_project/console/pictures/.

    python tests/console/pictures.py [HOME]      HOME: where the shipped sample has been refreshed; default warehouse

Needs Chromium, like the tests beside it. The workbook's picture is cut by hand from a workbook opened in LibreOffice.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from dagster_project.console.users import Users
from dagster_project.settings import PROJECT

sys.path.insert(0, str(PROJECT / "tests"))
from console.conftest import CHROMIUM, PASSWORD, QUIET, Site

PICTURES = PROJECT / "dagster_project" / "console" / "pictures"
BEFORE = Path("tech_sme") / "2026-07-09"
LIST = sorted((PROJECT / "raw" / "tech_sme" / "2026-10-20").glob("*.csv"))[0]
# picture: (address, width and height, what is there once the page is drawn)
PAGES = {
    "overview": ("/", (1366, 768), "名单是否及时"),
    "names": ("/names", (1180, 532), "判定影响"),
    "lists": ("/lists", (1180, 620), "选择文件"),
}


def take(page: Page, site: Site) -> None:
    """Sign in as the city and take every picture."""
    site.open(page)
    page.fill("#name", "张三")
    page.fill("#password", PASSWORD)
    page.click("button")
    page.wait_for_url(f"{site.url}/")
    for name, (address, (width, height), told) in PAGES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(site.url + address)
        page.get_by_text(told).first.wait_for()
        if name == "lists":
            page.locator("input[type=file]").set_input_files(LIST)
            page.get_by_text("前 10 行").wait_for()
        page.wait_for_load_state("networkidle")
        save(page.screenshot(animations="disabled"), PICTURES / f"{name}.png")


def save(shot: bytes, picture: Path) -> None:
    """Write a screenshot with 256 colours: a third of its size, and nobody sees which of the others it had."""
    with Image.open(BytesIO(shot)) as drawn:
        drawn.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(picture, optimize=True)


def main(warehouse: Path) -> None:
    """Serve a copy of the release in force, and a raw/ with the list before the one that is dropped."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        released = (warehouse / "current").resolve()
        shutil.copytree(released, home / "releases" / released.name)
        (home / "current").symlink_to(Path("releases") / released.name)
        Users(home).add("张三", "city", "", PASSWORD)
        # without its mark: in a raw/ that is not the sample's, what is marked as sample is held
        shutil.copytree(
            PROJECT / "raw" / BEFORE, Path(folder) / "raw" / BEFORE, ignore=shutil.ignore_patterns("SAMPLE")
        )
        site = Site(home, Path(folder) / "raw")
        try:
            with sync_playwright() as playwright:
                flags = ["--no-sandbox", *(f"--{flag}" for flag in QUIET)]
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
                take(browser.new_page(locale="zh-CN"), site)
                browser.close()
        finally:
            site.process.terminate()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT / "warehouse")
