"""What is told of a file while it is read: lines set aside, notes for a person, headings that hold it."""

from __future__ import annotations

from dataclasses import dataclass, field

from dagster_project.ingest.contract import Contract
from dagster_project.ingest.faults import problems
from dagster_project.ingest.layout import Layout
from dagster_project.ingest.lines import Line, text_of
from dagster_project.ingest.problems import HeldError
from dagster_project.ingest.readers.base import Row, Sheet


@dataclass
class Telling:
    """file: its path under raw/, with the member of an archive that is being read. lines and notes fill in order."""

    contract: Contract
    file: str
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, sheet: Sheet, text: str) -> None:
        """A note on a sheet: to people, and among the lines as row 0."""
        self.notes.append(f"{self.file} 表“{sheet.name}”：{text}")
        self.lines.append(Line(self.file, sheet.name, 0, text, ""))

    def set_aside(self, sheet: Sheet, row: Row, why: str) -> Line:
        """Write down a line that is no row of the list, and why."""
        line = Line(self.file, sheet.name, row[0], why, text_of(row[1]))
        self.lines.append(line)
        return line

    def check(self, layout: Layout, sheet: Sheet) -> None:
        """Raises HeldError where a table can't be taken under its headings."""
        if found := problems(self.contract, layout, self.file, sheet.name):
            raise HeldError(found)
