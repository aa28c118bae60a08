"""Text written for a terminal, as sections of the page."""

from __future__ import annotations

from collections.abc import Iterable

from dagster_project.publish.terminal import section

_MARK = section("")[1]  # what a heading begins with


def sections(lines: Iterable[str]) -> list[tuple[str, list[str]]]:
    """(heading, lines) of each section, blank lines left out; what stands before the first heading comes under its own
    first line."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith(_MARK):
            found.append((line.removeprefix(_MARK), []))
        elif line.strip() and not found:
            found.append((line.strip(), []))
        elif line.strip():
            found[-1][1].append(line.removeprefix("  "))
    return found
