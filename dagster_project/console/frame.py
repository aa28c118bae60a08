"""What every page has: the head with menu and user, the sample's mark, a word when a newer pool is out."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
from nicegui import ui

from dagster_project.console.pool import NoReleaseError
from dagster_project.console.sessions import SignedOut
from dagster_project.console.users import ROLES, BrokenUsers
from dagster_project.console.visit import NoPlace, Visit
from dagster_project.publish.cells import chinese_date
from dagster_project.publish.words import MADE_UP, SAMPLE

LOOK_AGAIN = 5  # seconds between two looks whether a newer pool is out
COLOURS = {
    "primary": "#1d4e89",
    "red": "#b3261e",
    "orange": "#c25e00",
    "yellow": "#8a6d00",
    "green": "#2e6b34",
}
_STYLE = """
body { font-family: "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; background: #f3f5f7; color: #1f2933 }
.nicegui-content { padding: 16px 24px; gap: 16px }
.panel { background: #fff; border-radius: 6px; padding: 16px 18px; box-shadow: 0 1px 3px #0001; width: 100% }
.quiet { color: #52606d; font-size: 13px }
.figure { font-size: 26px; font-weight: 600; line-height: 1.2 }
a:not(.q-btn) { color: #1d4e89 }
.clamp { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden }
tr:has(:focus-visible) .clamp { display: block }
.sorts { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: inherit }
.q-table tbody td { vertical-align: top; padding: 6px 10px }
.q-timeline__title { font-size: 15px; margin-bottom: 4px } .q-timeline__subtitle { margin-bottom: 2px; opacity: .8 }
.q-timeline__content { padding-bottom: 10px } .q-timeline__content .q-timeline__title { margin-bottom: 0; line-height: 1.5 }
.q-timeline__content .q-timeline__subtitle { text-transform: none; letter-spacing: 0 }
.q-uploader__subtitle { display: none }
:focus-visible { outline: 3px solid #8fb8e8; outline-offset: 1px }
.q-table thead th { padding-left: 10px !important; padding-right: 10px !important }
.close .q-table thead th, .close td { padding: 4px 6px !important }
.only-print { display: none }
@page { size: A4 landscape; margin: 10mm }
@media print { .clamp, .only-print { display: block }
  .q-expansion-item--collapsed::after { content: "（折叠着，没有印出；请先展开再印）" }
  .q-header, .no-print, .q-table__bottom { display: none !important }
  .q-page-container { padding-top: 0 !important } .q-layout { min-height: 0 !important }
  body { zoom: .74 } body, .panel { background: #fff; box-shadow: none }
  .panel { padding: 6px 0 } tr, .q-timeline__entry { break-inside: avoid } thead { display: table-header-group }
  .q-table__middle, .nicegui-content { overflow: visible !important }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
"""


_NO_RELEASE = (
    "发布读不了",
    "还没有发布，或现行发布的文件缺了、坏了。请管理员在服务器上运行 pool restore 换回上一份好的发布，"
    "或运行 pool refresh 重做一份；完成后刷新本页。",
)
_NO_PLACE = (
    "您的县（市、区）不在现行发布里",
    "登录没有问题，只是现在没有可看的数据。请联系市局管理员核对您的县区代码。",
)
# the release is gone, or its file is broken under an open connection
_UNREADABLE = (NoReleaseError, duckdb.IOException, duckdb.FatalException, duckdb.InternalException)


@dataclass(frozen=True)
class Page:
    """One page: its address, title and builder. roles may open it; menu says whether the menu shows it."""

    path: str
    title: str
    build: Callable[[Visit], Awaitable[None]]
    roles: tuple[str, ...] = tuple(ROLES)
    menu: bool = True


async def show(visit: Visit, page: Page, menu: list[Page]) -> None:
    """Draw `page` inside the frame. What goes wrong is told without saying whose data it was about."""
    ui.colors(primary=COLOURS["primary"])
    ui.add_css(_STYLE)
    ui.page_title(f"{page.title} · 专精特新培育库")
    user = visit.user
    if user.role not in page.roles:
        with _head(visit, page, menu):
            message("这一页不对您的角色开放", "如需查看，请联系市局管理员。")
        return
    ui.on_exception(_failed)
    with _head(visit, page, menu):
        try:
            await page.build(visit)
        except SignedOut:
            ui.navigate.to("/login")
        except NoPlace:
            message(*_NO_PLACE)
        except _UNREADABLE as error:
            logging.getLogger(__name__).error("%s: %s", page.path, error)
            message(*_NO_RELEASE)
        except Exception:
            logging.getLogger(__name__).exception("%s failed", page.path)
            message("这一页没能打开", "请刷新重试；若仍不行，请把时间告诉管理员，原因已写入运行日志。")


def _failed(error: Exception) -> None:
    """What goes wrong after a page has been drawn: a session that ended leads to the sign-in, all else is told."""
    if isinstance(error, SignedOut):
        ui.navigate.to("/login")
    elif isinstance(error, NoPlace):
        ui.notify("：".join(_NO_PLACE), type="warning")
    elif isinstance(error, _UNREADABLE):
        ui.notify("：".join(_NO_RELEASE), type="warning")
    else:
        ui.notify("没有完成，请刷新本页重试；原因已写入运行日志", type="negative")


def message(title: str, text: str = "") -> None:
    """An empty or failed state: what there is, and what to do."""
    with ui.column().classes("panel items-center").style("padding: 48px 24px; gap: 6px"):
        ui.label(title).classes("text-lg font-medium")
        if text:
            ui.label(text).classes("quiet")


@contextmanager
def panel(title: str = "", hint: str = ""):
    """A white box, with a heading where it has a title."""
    with ui.column().classes("panel").style("gap: 10px"):
        if title:
            with ui.row().classes("items-baseline").style("gap: 10px"):
                ui.label(title).classes("text-base font-semibold").props('role="heading" aria-level="2"')
                if hint:
                    ui.label(hint).classes("quiet")
        yield


@contextmanager
def _head(visit: Visit, page: Page, menu: list[Page]):
    user = visit.user
    with (
        ui.header(elevated=False).style("background: #1d4e89; padding: 0 20px"),
        ui.row().classes("items-center w-full no-wrap").style("gap: 2px"),
    ):
        ui.label("专精特新培育库").classes("text-base font-semibold").style(
            "margin-right: 18px; white-space: nowrap"
        )
        for other in menu:
            if other.menu and user.role in other.roles:
                here = "background: #ffffff2e;" if other.path == page.path else ""
                ui.link(other.title, other.path).style(
                    f"color: #fff; text-decoration: none; padding: 13px 11px; white-space: nowrap; {here}"
                ).props('aria-current="page"' if here else "")
        ui.space()
        ui.label(f"{user.name} · {_role(visit)}").style("white-space: nowrap; font-size: 13px")
        ui.html(
            '<form method="post" action="/logout" style="margin-left:12px"><button style="color:#fff;'
            'background:none;border:1px solid #ffffff80;border-radius:4px;padding:3px 10px;cursor:pointer">退出</button></form>',
            sanitize=False,
        )
    _state(visit)
    with ui.column().classes("w-full").style("gap: 16px; max-width: 1500px; margin: 0 auto"):
        yield


def _role(visit: Visit) -> str:
    user = visit.user
    if user.role != "county":
        return ROLES[user.role]
    try:
        return visit.place.name
    except (NoReleaseError, NoPlace):
        return ROLES[user.role]


def _state(visit: Visit) -> None:
    """The line under the head: the day, the sample's mark; and a word when a newer pool has been published."""
    try:
        release = visit.console.pool.release()
    except NoReleaseError:
        return
    with ui.row().classes("w-full items-center").style("max-width: 1500px; margin: 0 auto; gap: 14px"):
        ui.label(f"{release.context.region_name} · 截至 {chinese_date(release.context.as_of)}").classes(
            "quiet"
        )
        if release.context.is_sample:
            ui.label(f"{SAMPLE}：{MADE_UP}").style(
                "background: #fff4d6; color: #6b5300; padding: 1px 8px; border-radius: 3px; font-size: 13px"
            )
        # to wherever the page is now: what was chosen stands in the address
        newer = ui.link("有新的发布，点此看最新一版", "").classes("no-print")
        newer.visible = False
        gone = ui.label("：".join(_NO_RELEASE)).props('role="alert"')
        gone.visible = False

    def look() -> None:
        """Told once, in place: what can't be read now may be there again at the next look."""
        try:
            if not visit.is_signed_in:
                ui.navigate.to("/login")
                return
            newer.visible = visit.console.pool.release().folder != release.folder
            gone.visible = False
        except BrokenUsers:
            return
        except NoReleaseError:
            gone.visible = True

    ui.timer(LOOK_AGAIN, look)
