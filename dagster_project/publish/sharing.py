"""The files of a publication, written by as many processes as there are cores, this one among them: nearly all of it is
Python putting cells together, which threads can't share.

A helper (helper.py) makes the same list of pieces from the same pool and is told one after another by its place in the list.
Which process writes a piece changes nothing in it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_project.child import cores, how_it_ended

MOST = 4  # processes: each holds some 300 MB, and the region's own workbook can't be divided
ROWS_EACH = 10_000  # below so many rows a process takes longer to start than to write them

Rows = dict[str, int]  # table -> rows


class WriteError(RuntimeError):
    """A helper could not write its piece; the message says which and why."""


@dataclass(frozen=True)
class Piece:
    """A file that is handed out: its name below exports/, what index.html calls it, and who writes it (no rows: no file).

    `whole`: it holds the whole region, and is begun first, since it takes longest.
    """

    name: str
    title: str
    write: Callable[[duckdb.DuckDBPyConnection, Path], Rows]
    whole: bool = False


def write_all(
    connection: duckdb.DuckDBPyConnection,
    pool: Path,
    folder: Path,
    pieces: list[Piece],
    rows: int,
    spill: Path,
) -> list[Rows]:
    """Write every piece of the pool below `folder`; the rows of each, in the order of the list. `rows`: about how many in all;
    `spill`: where a process may leave what its memory doesn't hold.

    Raises what a piece raises here, WriteError for one of a helper; no helper is left when it returns.
    """
    waiting = deque(sorted(range(len(pieces)), key=lambda at: not pieces[at].whole))
    written: dict[int, Rows] = {}
    helpers = [_Helper(pool, folder, spill) for _ in range(min(cores(), MOST, rows // ROWS_EACH) - 1)]
    try:
        with ThreadPoolExecutor(len(helpers) + 1) as threads:
            served = [threads.submit(helper.serve, pieces, waiting, written) for helper in helpers]
            try:
                while (at := _next(waiting)) is not None:
                    written[at] = pieces[at].write(connection, folder / pieces[at].name)
            except BaseException:
                waiting.clear()
                for helper in helpers:
                    helper.kill()
                raise
        for one in served:
            one.result()
    finally:
        for helper in helpers:
            helper.end()
    return [written[at] for at in range(len(pieces))]


def _next(waiting: deque[int]) -> int | None:
    """The next piece that nobody has begun; None when there is none left."""
    try:
        return waiting.popleft()
    except IndexError:
        return None


class _Helper:
    """A process that writes pieces; serve() tells it which, from a thread of its own."""

    def __init__(self, pool: Path, folder: Path, spill: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dagster_project.publish.helper", str(pool), str(folder), str(spill)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert self._process.stdin and self._process.stdout  # pipes, both
        self._input, self._output = self._process.stdin, self._process.stdout

    def serve(self, pieces: list[Piece], waiting: deque[int], written: dict[int, Rows]) -> None:
        """Have pieces written until none waits. Raises WriteError, and nobody begins another piece then."""
        while (at := _next(waiting)) is not None:
            with suppress(BrokenPipeError):  # it has ended: that it doesn't answer tells
                self._input.write(f"{at}\n")
                self._input.flush()
            answer = self._output.readline()
            told = json.loads(answer) if answer else {"error": self._how_it_ended()}
            if "error" in told:
                waiting.clear()
                raise WriteError(f"写 {pieces[at].name} 没有完成：{told['error']}")
            written[at] = told["rows"]

    def _how_it_ended(self) -> str:
        return how_it_ended(self._process.wait())

    def kill(self) -> None:
        """Stop the process, at work or not; its thread learns of it."""
        self._process.kill()

    def end(self) -> None:
        """Stop the process and let go of it, once no thread serves it."""
        self._process.kill()
        self._process.communicate()
