"""投放名单: a list as it came, looked at before it is put in: which source, how headings map, what would be refused."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from nicegui import events, run, ui

from dagster_project.console.deliver import LARGEST, deliver, safe_name
from dagster_project.console.frame import panel
from dagster_project.console.visit import Visit
from dagster_project.ingest import load_contracts
from dagster_project.ingest.contract import Contract
from dagster_project.ingest.fit import Fit, rank
from dagster_project.ingest.inspect import Inspection, inspect_file
from dagster_project.ingest.inspect_text import ranking, report
from dagster_project.ingest.readers import READABLE, UnreadableError

_LONGEST_LOOK = 120  # seconds


class _Drop:
    """One file on its way in."""

    def __init__(self, visit: Visit) -> None:
        self._visit, self._contracts = visit, load_contracts()
        self._name, self._content = "", b""

    def draw(self) -> None:
        with panel("投放名单", "把收到的文件原样放进来；先看一眼再确认，确认之前什么也不改动"):
            self._upload = (
                ui.upload(
                    label="选择文件，或拖到这里",
                    auto_upload=True,
                    max_files=1,
                    max_file_size=LARGEST,
                    on_upload=self._arrived,
                    on_rejected=lambda: ui.notify(f"文件不能超过 {LARGEST >> 20} MB", type="negative"),
                )
                .props(f'accept="{",".join(sorted(READABLE))}" flat bordered')
                .style("width: 420px")
            )
            self._seen = ui.column().classes("w-full").style("gap: 10px")

    async def _arrived(self, event: events.UploadEventArguments) -> None:
        if self._visit.user.role != "city":
            return
        self._name, self._content = safe_name(event.file.name), await event.file.read()
        self._upload.reset()
        await self._look(None)

    async def _look(self, source: str | None) -> None:
        """Read the file as `source`, or as the source that it fits best."""
        self._seen.clear()
        with self._seen:
            ui.spinner(size="lg")
        try:
            fits, found = await asyncio.wait_for(run.io_bound(self._inspected, source), _LONGEST_LOOK)
            told = None
        except TimeoutError:
            fits, found, told = [], None, "文件太大，网页上看不完：请直接放进名单目录，由夜间刷新读取"
        except UnreadableError as error:
            fits, found, told = [], None, f"{error.found}。{error.remedy}"
        except ValueError as error:
            fits, found, told = [], None, str(error)
        self._seen.clear()
        with self._seen:
            if told:
                ui.label(f"{self._name}：{told}").style("color: #b3261e").props('role="alert"')
            else:
                self._draw_found(fits, found)

    def _inspected(self, source: str | None) -> tuple[list[Fit], Inspection | None]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / self._name
            path.write_bytes(self._content)
            fits = rank(path, self._contracts)[:5]
            chosen = source or (fits[0].contract.source if fits else None)
            return fits, inspect_file(path, self._contracts[chosen]) if chosen else None

    def _draw_found(self, fits: list[Fit], found: Inspection | None) -> None:
        chosen = found.contract if found else None
        with ui.row().classes("items-center").style("gap: 12px"):
            ui.label(self._name).classes("font-medium")
            ui.select(
                {one.source: one.title for one in self._contracts.values()},
                label="作为哪份名单",
                value=chosen.source if chosen else None,
                on_change=lambda event: self._look(event.value),
            ).props("dense outlined options-dense").style("width: 300px")
            if chosen and found and not found.held and found.tray.accepted:
                ui.button("确认投放", on_click=lambda: self._confirm(chosen)).props("no-caps")
        lines = [*ranking(Path(self._name), fits), *(report(found) if found else [])]
        ui.label("\n".join(lines)).style("white-space: pre-wrap; font-size: 13px; line-height: 1.7")

    def _confirm(self, contract: Contract) -> None:
        if self._visit.user.role != "city":
            return
        path = deliver(self._visit.console.raw, contract.source, self._name, self._content)
        where = path.relative_to(self._visit.console.raw).as_posix()
        self._visit.log("deliver", file=where, bytes=str(len(self._content)))
        self._content = b""
        self._seen.clear()
        with self._seen:
            ui.label(f"已放入 {where}，今夜的刷新会读取；要马上看到结果，请运行 pool refresh。").props(
                'role="status"'
            )


async def build(visit: Visit) -> None:
    """The drop; for the city alone."""
    _Drop(visit).draw()
