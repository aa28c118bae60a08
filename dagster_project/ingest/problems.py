"""What goes wrong with a delivery, in words that say where, what was expected, what was found, and what to
do.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One reason why a delivery is held. `row` 0 and '' mean: not tied to one. near: where the heading is one that the
    contract neither maps nor ignores, the known one most like it, '' when none is; None for any other problem.
    """

    file: str
    sheet: str = ""
    row: int = 0
    heading: str = ""
    expected: str = ""
    found: str = ""
    remedy: str = ""
    near: str | None = None

    def __str__(self) -> str:
        where = [self.file]
        if self.sheet:
            where.append(f"表“{self.sheet}”")
        if self.row:
            where.append(f"第{self.row}行")
        if self.heading:
            where.append(f"表头“{self.heading}”")
        text = f"{' '.join(where)}：{self.found}"
        if self.expected:
            text += f"；应为{self.expected}"
        return f"{text}。{self.remedy}" if self.remedy else f"{text}。"


class HeldError(Exception):
    """The delivery can't be taken as it is; it is held whole and its problems are told."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("；".join(map(str, problems)))
        self.problems = problems


class RequiredSourceError(RuntimeError):
    """The newest delivery of a source whose contract says `required` can't be read; the message says why
    (Chinese).
    """
