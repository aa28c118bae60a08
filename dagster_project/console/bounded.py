"""Work on what came from outside, in a process of its own that is ended when it takes too long or too much."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

SECONDS = 120
MEMORY = 3 << 30  # bytes of a process
WRITTEN = 1 << 30  # bytes of a file that it writes


class TooMuchError(Exception):
    """The work took more time or memory than it may, or ended of itself; the message says which (Chinese)."""


def bounded(function: Callable, *arguments: Any, under: Path, seconds: float = SECONDS) -> Any:
    """What `function(*arguments, folder)` gives; blocks until then. All of it must be fit for pickle. folder: one made
    for it in `under`, and removed afterwards, however it ended.

    Raises TooMuchError, and RuntimeError with the trace where the function raised.
    """
    # a fresh process: a fork of one with threads may hang
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(dir=under, prefix=".look-", ignore_cleanup_errors=True) as folder:
        here, there = context.Pipe(duplex=False)
        process = context.Process(
            target=_work, args=(there, MEMORY, function, (*arguments, Path(folder))), daemon=True
        )
        process.start()
        there.close()
        try:
            if not here.poll(seconds):
                raise TooMuchError(f"读了 {seconds:g} 秒还没有读完")
            kind, result = here.recv()
        except EOFError as error:
            raise TooMuchError("读的时候程序中断了，多半是内存不够") from error
        finally:
            process.kill()
            process.join()
            here.close()
    if kind == "memory":
        raise TooMuchError("解开后太大，内存放不下")
    if kind == "error":
        raise RuntimeError(result)
    return result


def _work(there: Connection, memory: int, function: Callable, arguments: tuple) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    try:
        answer = ("result", function(*arguments))
    except MemoryError:
        answer = ("memory", None)
    except Exception:
        answer = ("error", traceback.format_exc())
    there.send(answer)
