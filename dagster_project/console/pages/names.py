"""名称核对: two names side by side, one key a verdict, with undo; each verdict is a delivery the next refresh reads."""

from __future__ import annotations

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


class _Queue:
    """The names that await a verdict, one at a time, those first whose verdict changes most."""

    def __init__(self, visit: Visit, pairs: list[Row]) -> None:
        self._visit = visit
        given = decisions.decided(visit.console.raw, visit.context.as_of)
        self._waiting = [pair for pair in pairs if decisions.key_of(pair) not in given]
        self._decided: list[Row] = []
        self._at = 0

    async def draw(self) -> None:
        ui.keyboard(on_key=self._pressed)
        self._draw()

    @ui.refreshable_method
    def _draw(self) -> None:
        with panel("名称核对", "判定当即记下，下一次刷新采用；按 1、2、3 判定，空格跳过，U 撤销上一个"):
            if not self._waiting:
                message("没有待核的名称", "都判定过了，或目前没有拿不准的名称。")
            else:
                self._pair(self._waiting[self._at])
            self._buttons()

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

    def _buttons(self) -> None:
        with ui.row().style("gap: 10px"):
            if self._waiting:
                for verdict, hint in _HINTS.items():
                    ui.button(hint, on_click=lambda v=verdict: self._decide(v)).props("no-caps outline")
                ui.button("跳过（空格）", on_click=self._skip).props("no-caps flat")
            if self._decided:
                last = self._decided[-1]
                ui.button("撤销上一个（U）", on_click=self._undo).props("no-caps flat")
                ui.label(f"{last['name']}：{last['verdict']}").classes("quiet").style("align-self: center")

    def _pressed(self, event: events.KeyEventArguments) -> None:
        if not event.action.keydown or event.action.repeat or event.modifiers.ctrl or event.modifiers.meta:
            return
        if (verdict := _KEYS.get(str(event.key))) and self._waiting:
            self._decide(verdict)
        elif event.key.space:
            self._skip()
        elif str(event.key).lower() == "u" and self._decided:
            self._undo()

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
        self._decided.append(pair | {"verdict": word})
        self._waiting.pop(self._at)
        self._at = self._at if self._at < len(self._waiting) else 0
        self._draw.refresh()

    def _skip(self) -> None:
        self._at = (self._at + 1) % len(self._waiting) if self._waiting else 0
        self._draw.refresh()

    def _undo(self) -> None:
        pair = self._decided.pop()
        newest = self._newest(pair)
        if newest is None or newest["判定人"] != self._visit.user.name:
            ui.notify("别人已改判，没有撤销")
            self._draw.refresh()
            return
        self._write(pair, decisions.WITHDRAWN)
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
