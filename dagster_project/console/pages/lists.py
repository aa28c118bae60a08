"""投放名单: a list as it came, looked at before it is put in: which source, how headings map, what would be refused."""

from __future__ import annotations

from datetime import date

from nicegui import ui

from dagster_project.console.bounded import TooMuchError
from dagster_project.console.deliver import LARGEST, deliver, delivered
from dagster_project.console.frame import panel
from dagster_project.console.look import Kept, Seen, look_at_list
from dagster_project.console.pages import looked
from dagster_project.console.pages.incoming import Incoming
from dagster_project.console.visit import Visit
from dagster_project.ingest import load_contracts
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.deliveries import SAMPLE
from dagster_project.ingest.readers import READABLE
from dagster_project.settings import today


class _Drop:
    """One file on its way in."""

    def __init__(self, visit: Visit) -> None:
        self._visit, self._titles = visit, {one.source: one.title for one in load_contracts().values()}
        self._file = Incoming(visit, lambda: visit.user.role == "city", self._look)

    def draw(self) -> None:
        with panel("投放名单", "把收到的文件原样放进来；先看一眼再确认，确认之前什么也不改动"):
            if (self._visit.console.raw / SAMPLE).exists():
                ui.label(
                    "这里是示例名单目录：可以试看，但放进来的名单没有示例标记，刷新时会搁置。真实名单请另建目录（pool init 目录）。"
                ).classes("quiet")
            self._file.draw("选择文件，或拖到这里", READABLE, f"文件不能超过 {LARGEST >> 20} MB")

    async def _look(self, source: str = "") -> None:
        """Read the file as `source`, or as the source that it fits best."""
        console = self._visit.console
        seen = await self._file.look(look_at_list, source, Kept(console.raw, console.home / "lake", today()))
        if seen is None:
            return
        if isinstance(seen, TooMuchError):
            seen = Seen(f"{seen}，网页上看不了：请拆分后再送，或直接放进名单目录，由夜间刷新读取")
        with self._file.anew():
            self._draw(seen)

    def _draw(self, seen: Seen) -> None:
        name = self._file.upload.name
        if seen.wrong:
            looked.alert(f"{name}：{seen.wrong}")
            return
        found = seen.found
        with ui.row().classes("items-center").style("gap: 12px"):
            ui.label(name).classes("font-medium")
            ui.select(
                self._titles,
                label="作为哪份名单",
                value=found.contract.source if found else None,
                on_change=lambda event: self._look(event.value),
            ).props("dense outlined options-dense").style("width: 300px")
            if found and not found.held and found.tray.accepted:
                received = ui.input("收到日期", value=today().isoformat())
                received.props(f'type=date max="{today()}" dense outlined')
                ui.button("确认投放", on_click=lambda: self._confirm(found.contract, received.value)).props(
                    "no-caps"
                )
        if found and (wrong := self._there(found.contract, today())):
            looked.alert(wrong)
        looked.draw(seen)

    def _there(self, contract: Contract, day: date) -> str:
        """Why the file would be taken twice: it lies there already, or one of its name was received that day."""
        raw, upload = self._visit.console.raw, self._file.upload
        if path := delivered(raw, contract.source, upload.content):
            return f"内容相同的文件已经在 {path.relative_to(raw).as_posix()}，不用再放。"
        if (raw / contract.source / day.isoformat() / upload.name).exists():
            return (
                f"{day} 已收到同名文件，内容不同。是另一部分的，请改名后再放；是更正的，请先撤回那一批"
                f"（pool withdraw {contract.source} {day} --why 原因），再以更正收到的日期放入。"
            )
        return ""

    def _confirm(self, contract: Contract, received: str) -> None:
        raw, upload = self._visit.console.raw, self._file.upload
        if self._visit.user.role != "city" or not upload.content:
            return
        try:
            day = date.fromisoformat(received or "")
        except ValueError:
            day = date.max
        wrong = "收到日期要是今天或更早的日子" if day > today() else self._there(contract, day)
        if wrong:
            ui.notify(wrong, type="negative", multi_line=True, timeout=15_000)
            return
        path = deliver(raw, contract.source, upload.name, upload.content, day)
        where = path.relative_to(raw).as_posix()
        self._visit.log("deliver", file=where, bytes=str(len(upload.content)))
        self._file.is_in(f"已放入 {where}，今夜的刷新会读取；要马上看到结果，请运行 pool refresh。")


async def build(visit: Visit) -> None:
    """The drop; for the city alone."""
    _Drop(visit).draw()
