"""名称核对: two names side by side, one key a verdict, with undo; each verdict is a delivery the next refresh reads."""

from __future__ import annotations

from typing import Any

from nicegui import events, ui

from dagster_project.console import decisions
from dagster_project.console.frame import message, panel
from dagster_project.console.pool import Row
from dagster_project.console.visit import Visit
from dagster_project.publish.marks import marked
from dagster_project.publish.sheets.names import ALL_NAMES, NAMES

_KEYS = {"1": "same", "2": "different", "3": "not_registered"}
_HINTS = {
    verdict: f"{word}（{key}）" for key, verdict in _KEYS.items() for word in [decisions.VERDICTS[verdict]]
}
_MOST_MINE = 20  # of one's own verdicts listed
# a key is sent with the number of the drawing that it was pressed on: the next pair is not judged before it is seen
_LISTEN = """window.addEventListener('keydown', event => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
    const at = event.target.closest?.('input, textarea, select, button, a')
    if (at && (event.key === ' ' || !at.matches('button, a'))) return
    if (event.key === ' ') event.preventDefault()
    const drawn = document.querySelector('[data-drawing]')?.dataset.drawing
    emitEvent('judged', {key: event.key, drawing: drawn ?? ''})
})
document.body.dataset.keys = 'heard'"""


class _Queue:
    """The names that await a verdict, one at a time, those first whose verdict changes most."""

    def __init__(self, visit: Visit, pairs: list[Row]) -> None:
        self._visit, self._pairs = visit, {decisions.key_of(pair): pair for pair in pairs}
        given = decisions.decided(visit.console.raw, visit.context.as_of)
        self._waiting = [pair for pair in pairs if decisions.key_of(pair) not in given]
        self._at = self._drawing = 0

    async def draw(self) -> None:
        ui.on("judged", self._pressed)
        self._draw()
        ui.run_javascript(_LISTEN)

    @ui.refreshable_method
    def _draw(self) -> None:
        self._drawing += 1
        mine = decisions.of_today(self._visit.console.raw, self._visit.user.name)
        with panel("名称核对", "判定当即记下，下一次刷新采用；按 1、2、3 判定，空格跳过，U 撤销上一个"):
            ui.element("div").props(f'data-drawing="{self._drawing}"').style("display: none")
            if not self._waiting:
                message("没有待核的名称", "都判定过了，或目前没有拿不准的名称。")
            else:
                self._pair(self._waiting[self._at])
            self._buttons(mine)
        if mine:
            self._mine(mine)

    def _pair(self, pair: Row) -> None:
        ui.label(f"第 {self._at + 1} 个，共 {len(self._waiting)} 个").classes("quiet").props('role="status"')
        with ui.row().classes("w-full no-wrap items-stretch").style("gap: 24px"):
            for title, name, other, lines in (
                ("名单上的名称", pair["name"], pair["candidate_name"] or "", self._on_list(pair)),
                (
                    "最像的登记企业",
                    pair["candidate_name"] or "（没有）",
                    pair["name"],
                    self._registered(pair),
                ),
            ):
                with ui.column().style(
                    "flex: 1; gap: 6px; border: 1px solid #d5dbe1; border-radius: 6px; padding: 14px"
                ):
                    ui.label(title).classes("quiet")
                    with ui.row().style("gap: 0; font-size: 22px"):
                        for piece, differs in marked(name, other):
                            mark = "background: #ffe08a; border-bottom: 3px solid #b3261e" if differs else ""
                            ui.label(piece).style(mark)
                    for line in filter(None, lines):
                        ui.label(line).classes("quiet")
        for label, text in (("为什么像", pair["match_evidence"]), ("判定影响", pair["effect"])):
            if text:
                ui.label(f"{label}：{text}").style("white-space: pre-wrap")

    @staticmethod
    def _on_list(pair: Row) -> list[str]:
        code = f"公布的代码 {pair['published_code']}" if pair["published_code"] else "没有公布代码"
        return [
            f"{pair['source_title']}，{pair['row_count']} 行",
            code,
            pair["county"],
            f"依据：{pair['first_evidence']}",
        ]

    @staticmethod
    def _registered(pair: Row) -> list[str]:
        share = pair["probability"]
        sure = (
            "" if share is None else f"按证据估计的把握 {min(float(share), 0.99):.0%}"
        )  # no pair in doubt is certain
        others = f"还像：{pair['others']}" if pair["others"] else ""
        return [pair["candidate_facts"] or "", sure, others]

    def _buttons(self, mine: list[dict[str, str]]) -> None:
        with ui.row().style("gap: 10px"):
            if self._waiting:
                for verdict, hint in _HINTS.items():
                    ui.button(hint, on_click=lambda v=verdict: self._decide(v)).props("no-caps outline")
                ui.button("跳过（空格）", on_click=self._skip).props("no-caps flat")
            if mine:
                ui.button("撤销上一个（U）", on_click=lambda: self._undo(mine[0])).props("no-caps flat")
                last = f"{mine[0][decisions.HEADINGS['name']]}：{mine[0]['判定']}"
                ui.label(last).classes("quiet").style("align-self: center")

    def _mine(self, mine: list[dict[str, str]]) -> None:
        """What the user has decided today, on whichever page: each can be taken back."""
        with panel("我今天的判定", f"共 {len(mine)} 个，新的在前；撤销后回到待核"):
            for row in mine[:_MOST_MINE]:
                with ui.row().classes("items-center no-wrap").style("gap: 12px"):
                    ui.button("撤销", on_click=lambda row=row: self._undo(row)).props("no-caps flat dense")
                    name, other = (row[decisions.HEADINGS[key]] for key in ("name", "candidate_name"))
                    ui.label(f"{row['判定时间'][11:16]}　{name}：{row['判定']}　{other}")

    def _pressed(self, event: events.GenericEventArguments) -> None:
        sent: dict[str, Any] = event.args if isinstance(event.args, dict) else {}
        if sent.get("drawing") != str(self._drawing):
            return
        key = str(sent.get("key"))
        if (verdict := _KEYS.get(key)) and self._waiting:
            self._decide(verdict)
        elif key == " ":
            self._skip()
        elif key.lower() == "u":
            mine = decisions.of_today(self._visit.console.raw, self._visit.user.name)
            if mine:
                self._undo(mine[0])

    def _newest(self, pair: Row) -> dict[str, str] | None:
        """What anybody has decided on the pair by now."""
        given = decisions.decided(self._visit.console.raw, self._visit.context.as_of)
        return given.get(decisions.key_of(pair))

    def _decide(self, verdict: str) -> None:
        pair, word = self._waiting[self._at], decisions.VERDICTS[verdict]
        if other := self._newest(pair):
            ui.notify(f"{other['判定人']}已判定为“{other['判定']}”，没有再写")
            self._waiting.pop(self._at)
            self._at = self._at if self._at < len(self._waiting) else 0
            self._draw.refresh()
            return
        self._write(pair, word)
        self._waiting.pop(self._at)
        self._at = self._at if self._at < len(self._waiting) else 0
        self._draw.refresh()

    def _skip(self) -> None:
        self._at = (self._at + 1) % len(self._waiting) if self._waiting else 0
        self._draw.refresh()

    def _undo(self, row: dict[str, str]) -> None:
        """Take back one's own verdict, as `decisions.of_today` gives it."""
        told: Row = {key: row[heading] for key, heading in decisions.HEADINGS.items()}
        newest = self._newest(told)
        if newest is None or newest["判定人"] != self._visit.user.name:
            ui.notify("别人已改判，没有撤销")
            self._draw.refresh()
            return
        self._write(told, decisions.WITHDRAWN)
        if pair := self._pairs.get(decisions.key_of(told)):
            self._waiting.insert(self._at, pair)
        self._draw.refresh()

    def _write(self, pair: Row, word: str) -> None:
        """Raises SignedOut, so that nobody decides on a session that has ended."""
        user = self._visit.user
        decisions.decide(self._visit.console.raw, pair, word, user.name)
        self._visit.log("decide", name=pair["name"], verdict=word, candidate=pair["candidate_id"] or "")


async def build(visit: Visit) -> None:
    """The queue: all names for the city; a county's own, where the likeliest company is its own too."""
    whole = visit.place.level == "city"
    pairs = await visit.table(ALL_NAMES if whole else NAMES)
    await _Queue(visit, [pair for pair in pairs if whole or not pair["elsewhere"]]).draw()
