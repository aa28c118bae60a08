"""县级回填: a county takes its workbook, sends it back filled in, sees at once what can't be taken, and what became of it."""

from __future__ import annotations

from pathlib import Path

from nicegui import ui

from dagster_project.console.asked import Filter
from dagster_project.console.bounded import TooMuchError
from dagster_project.console.deliver import deliver, delivered
from dagster_project.console.frame import panel
from dagster_project.console.grid import Grid
from dagster_project.console.pages import looked
from dagster_project.console.pages.incoming import Incoming
from dagster_project.console.pages.tables import table
from dagster_project.console.returned import ASKED, RULED, VISITED, Returned, Sender, look_at_returned
from dagster_project.console.take import named
from dagster_project.console.visit import Visit
from dagster_project.publish.sheets.feedback import ALL_FEEDBACK, FEEDBACK
from dagster_project.settings import today

# the sources that read the sheets of one workbook, and what they are called here
READ = {ASKED: "答复", VISITED: "走访", RULED: "名称判定"}
_HEADING = ("处理结果", "交回的每一条采用了没有、为什么")
_FILTERS = (
    Filter(
        "outcome",
        "处理结果",
        "select outcome_title from feedback_outcomes order by outcome_order",
        "outcome_title = ?",
        200,
    ),
)
_SHOWN = ("name", "about", "told", "outcome_title", "detail", "advice", "told_by", "delivery_date")


async def build(visit: Visit) -> None:
    """The workbook to take, the filled one to send, and what became of everything sent so far."""
    _take(visit)
    _Sent(visit).draw()
    whole = visit.place.level == "city"
    await Grid(visit, ALL_FEEDBACK if whole else FEEDBACK, _FILTERS, _SHOWN, heading=_HEADING).show()


def _workbooks(visit: Visit) -> list[Path]:
    """The workbooks of the release in force that this user may have."""
    place = visit.place
    folder = visit.console.pool.release().folder / "exports"
    return sorted(folder.glob("*.xlsx" if place.level == "city" else f"{place.code}_*.xlsx"))


def _take(visit: Visit) -> None:
    with panel("取工作簿", "现行发布的工作簿，填黄色格子，其余不要改"), ui.row().style("gap: 10px"):
        for path in _workbooks(visit):
            ui.button(path.stem, on_click=lambda chosen=path: _send(visit, chosen.name)).props(
                "outline no-caps dense"
            )


def _send(visit: Visit, name: str) -> None:
    """Looked up again among what the user may have now: the page may have stood open over a change."""
    found = {path.name: path for path in _workbooks(visit)}
    if name not in found:
        ui.notify("工作簿已更新，请刷新本页")
        return
    visit.log("download", file=name)
    ui.download.content(found[name].read_bytes(), named(found[name].stem, ".xlsx", visit.context))


class _Sent:
    """One filled workbook on its way in."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._file = Incoming(visit, lambda: visit.user.may_decide, self._look)

    def draw(self) -> None:
        with panel("交回填好的工作簿", "先看一眼再确认，确认之前什么也不改动"):
            self._file.draw("选择填好的 xlsx，或拖到这里", [".xlsx"], "请选择一份不超过 50 MB 的 xlsx 文件")

    async def _look(self) -> None:
        console, file = self._visit.console, (Path(ASKED) / today().isoformat() / self._name()).as_posix()
        sender = Sender(self._visit.place, console.pool.release().folder / "pool.duckdb", file, today())
        found = await self._file.look(look_at_returned, sender)
        if found is None:
            return
        if isinstance(found, TooMuchError):
            found = f"{found}，没有收下：请确认是本系统发出的工作簿"
        with self._file.anew():
            if isinstance(found, str):
                looked.alert(f"{self._file.upload.name}：{found}")
            else:
                self._told(found)

    def _name(self) -> str:
        """Whose answers they are is told by who signed in, not by what the file is called."""
        place = self._visit.place
        return self._file.upload.name if place.level == "city" else f"{place.code}_{place.name}.xlsx"

    def _told(self, back: Returned) -> None:
        taken = {source: one.tray.accepted for source, one in back.found.items() if not one.held}
        problems = list(dict.fromkeys(problem for one in back.found.values() for problem in one.held))
        if any(taken.values()):
            told = "，".join(f"{READ[source]} {count} 条" for source, count in taken.items())
            ui.label(f"{self._file.upload.name}：{told}")
        elif not problems:
            looked.alert(
                f"{self._file.upload.name}：没有读到填写的内容。请确认是本系统发出的工作簿，填在黄色格子里，并已保存。"
            )
        if problems:
            looked.alert(f"{self._file.upload.name}：有的表读不了，改好后请重新交回：")
            looked.problems(problems)
        for one in back.found.values():
            looked.refused(one)
        self._not_counted(back)
        if back.good:
            ui.button("确认交回", on_click=self._confirm).props("no-caps")

    @staticmethod
    def _not_counted(back: Returned) -> None:
        if not back.refused:
            return
        rest = f"也可以先交回，其余 {back.good} 条照常采用" if back.good else "没有能采用的，改好才能交回"
        looked.alert(f"{len(back.refused)} 处不会采用：请在工作簿里改好后重新选择文件；{rest}。")
        told = [
            (one.sheet, one.cell or f"第 {one.row} 行", one.heading, one.name, one.about, one.shown, one.problem, one.remedy)
            for one in back.refused[: looked.MOST_REFUSED]
        ]  # fmt: skip
        if len(back.refused) > len(told):
            ui.label(f"先列 {len(told)} 处").classes("quiet")
        table(("表", "单元格", "列", "企业", "所问", "所填", "问题", "怎么办"), told)

    def _confirm(self) -> None:
        content = self._file.upload.content
        if not self._visit.user.may_decide or not content:
            return
        raw = self._visit.console.raw
        if there := delivered(raw, ASKED, content):
            ui.notify(f"同样的工作簿 {there.parent.name} 已经交回，不用再交", type="warning")
            return
        path = deliver(raw, ASKED, self._name(), content)
        where = path.relative_to(raw).as_posix()
        self._visit.log("deliver", file=where, bytes=str(len(content)))
        self._file.is_in("已交回，今夜的刷新会采用；处理结果明天见下表和工作簿的“反馈处理”。")
