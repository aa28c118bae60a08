"""Help that loses no word. Chinese has no spaces, so a text wider than its column is one word to the terminal's tables, which
would cut it and put … in its place; and click 8.5 empties what typer 0.25 has to say of an argument.
"""

from __future__ import annotations

from rich.table import Table
from rich.text import Text
from typer import main, rich_utils
from typer.core import TyperArgument


class FoldingTable(Table):
    """A table whose columns carry on in the next line what does not fit."""

    def __rich_console__(self, console, options):
        for column in self.columns:
            column.overflow = "fold"
        return super().__rich_console__(console, options)


def _one_text(items: list[Text]) -> Text:
    """What is said of an option, its default and whether it is required, as one text in place of a column each."""
    return Text(" ").join(items)


class _ToldArgument(TyperArgument):
    """An argument that keeps its help, whatever click makes of it."""

    def __init__(self, *, help: str | None = None, **others) -> None:
        super().__init__(help=help, **others)
        self.help = help


def fold_help() -> None:
    """Let typer draw its help so: it has no setting for it."""
    main.TyperArgument = _ToldArgument  # type: ignore[misc]
    rich_utils.Table = FoldingTable  # type: ignore[misc]
    rich_utils.Columns = _one_text  # type: ignore[assignment,misc]
