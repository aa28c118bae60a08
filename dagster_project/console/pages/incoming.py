"""One file on its way in, whatever it is: the box that it is dropped into, what is seen of it, and its content until it is put in place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from nicegui import events, ui

from dagster_project.console.bounded import TooMuchError, bounded
from dagster_project.console.deliver import LARGEST, safe_name
from dagster_project.console.look import Upload
from dagster_project.console.pages import looked
from dagster_project.console.turns import LOOKS
from dagster_project.console.visit import Visit


class Incoming:
    """may: whether the user may send one, asked at each file; arrived: what is done when one is there."""

    def __init__(self, visit: Visit, may: Callable[[], bool], arrived: Callable[[], Awaitable[None]]) -> None:
        self._visit, self._may, self._arrived = visit, may, arrived
        self.upload = Upload("", b"")

    def draw(self, label: str, kinds: Iterable[str], rejected: str) -> None:
        """kinds: the endings of names that the browser offers; rejected: what is said to a file that it does not send."""
        self._box = ui.upload(
            label=label,
            auto_upload=True,
            max_files=1,
            max_file_size=LARGEST,
            on_upload=self._take,
            on_rejected=lambda: ui.notify(rejected, type="negative"),
        )
        self._box.props(f'accept="{",".join(sorted(kinds))}" flat bordered').style("width: 420px")
        self._seen = ui.column().classes("w-full").style("gap: 10px")

    async def _take(self, event: events.UploadEventArguments) -> None:
        if not self._may():
            return
        upload = Upload(safe_name(event.file.name), await event.file.read())
        self._box.reset()
        if len(upload.content) > LARGEST:  # the browser's word isn't enough
            ui.notify(f"文件不能超过 {LARGEST >> 20} MB", type="negative")
            return
        self.upload = upload
        await self._arrived()

    async def look(self, work: Callable[..., Any], *about: object) -> Any:
        """What `work` finds of the file and `about`, in a process of its own; the TooMuchError where that takes too much; None
        when another file has come meanwhile."""
        upload = self.upload
        with self.anew():
            looked.waits(upload.name)
        under = self._visit.console.home / "console"
        try:
            found = await LOOKS.take(self._visit.user.name, bounded, work, upload, *about, under=under)
        except TooMuchError as error:
            found = error
        return found if upload is self.upload else None

    def anew(self) -> ui.column:
        """Where what is seen of the file is drawn, cleared."""
        self._seen.clear()
        return self._seen

    def is_in(self, told: str) -> None:
        """The file is in its place: it can't be put in twice."""
        self.upload = Upload("", b"")
        with self.anew():
            ui.label(told).props('role="status"')
