"""What `--help` says on a terminal of 80 columns, as ssh gives it."""

from __future__ import annotations

import pytest
import typer
from typer.testing import CliRunner

from dagster_project.cli import app


def _commands(command, path=()):
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from _commands(below, (*path, name))


COMMANDS = dict(_commands(typer.main.get_command(app)))


def _told(command) -> dict[str, str]:
    """What is to stand in the boxes, by name: each argument and option, each command below with its first sentence."""
    below = getattr(command, "commands", {})
    first = {name: one.help.partition("\n")[0] for name, one in below.items()}
    return {one.name: one.help for one in command.params} | first


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: "pool " + " ".join(path))
def test_help_loses_no_word(path):
    shown = CliRunner().invoke(app, [*path, "--help"], env={"COLUMNS": "80", "NO_COLOR": "1"}).stdout
    lines = [line[1:-1] for line in shown.splitlines() if line.startswith("│")]
    # the last column of a box without its spaces, wherever it may begin
    columns = ["".join("".join(line[at:].split()) for line in lines) for at in range(6, 60)]
    for name, text in _told(COMMANDS[path]).items():
        said = "".join((text or "").split())
        assert said, f"nothing is said of {name}"
        assert any(said in column for column in columns), f"{name}: {text}\n{shown}"
    assert shown.count("…") == (COMMANDS[path].help or "").count("…")
