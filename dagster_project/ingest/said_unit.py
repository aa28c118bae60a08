"""The unit of amounts that lines inside and under a table say: of the heading that follows, else of the table above."""

from __future__ import annotations

from dataclasses import dataclass

from dagster_project.ingest.faults import unit_problem
from dagster_project.ingest.layout import Layout, amounts_without_unit
from dagster_project.ingest.lines import text_of
from dagster_project.ingest.problems import HeldError
from dagster_project.ingest.readers.base import Row, Sheet
from dagster_project.ingest.telling import Telling
from dagster_project.ingest.units import amount_unit, is_units
from dagster_project.ingest.values.numbers import SCALE


@dataclass
class SaidUnit:
    """What a line under a heading last said of the unit: its row, the unit ('' where it is unclear), its words."""

    telling: Telling
    sheet: Sheet
    said: tuple[int, str, str] | None = None

    def hear(self, row: Row, layout: Layout) -> None:
        """Keep what a line says of the unit: a heading right under it is in that unit, else, as a note, it speaks of
        the table above.
        """
        texts = [cell for cell in row[1] if cell.strip()]
        unit, unclear = amount_unit([" ".join(texts)])
        if unit or unclear:
            self.check(layout)
            self.said = (row[0], unit, unclear or text_of(texts))
            if texts[0].strip("(（【* ").startswith(("注", "说明", "备注")):
                self.check(layout)

    def refuse_line(self, row: Row, layout: Layout) -> None:
        """Raises HeldError for a line of nothing but units (元) under a heading that did not take them: they speak of the
        columns that they stand in, which were read in another.
        """
        texts = [cell for cell in row[1] if cell.strip()]
        if is_units(texts) and any(
            self.telling.contract.columns[name].unit in SCALE for name in layout.columns
        ):
            raise HeldError([unit_problem(text_of(texts), row[0], self.telling.file, self.sheet.name)])

    def check(self, layout: Layout) -> None:
        """Raises HeldError where the unit said under a table is not the one that its amounts were read in."""
        if self.said is None:
            return
        (number, unit, words), self.said = self.said, None
        contract = self.telling.contract
        for name in amounts_without_unit(contract, layout):
            if not unit or SCALE[unit] != SCALE[layout.unit or contract.columns[name].unit]:
                raise HeldError([unit_problem(words, number, self.telling.file, self.sheet.name)])

    def give(self, heading: Layout, above: Layout) -> None:
        """Give a heading inside a table the unit said right over it, else that of the table above."""
        _, unit, unclear = self.said or (0, "", "")
        self.said = None
        if unit or not heading.unit:
            heading.unit = unit or above.unit
            heading.unclear_unit = heading.unclear_unit or ("" if unit else unclear)
