"""Work in processes forked off this one, one for each core: what this one holds, a large register's index, they share."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

from dagster_project.child import cores, end_with_parent

MOST = 4  # processes: what one reads of the index it soon holds again

Task = TypeVar("Task")
Result = TypeVar("Result")
_work: Callable = print  # in a forked process: what it was begun for


class ForkError(RuntimeError):
    """A process ended before its work was done; the message says how (Chinese)."""


def processes(most: int) -> int:
    """How many to use, `most` at most. A lock that another thread holds would stay locked in a fork: then this one alone."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return min(cores(), MOST, most)


def over(work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
    """`work` of each task, in their order. Raises what `work` raises, and ForkError."""
    count = processes(len(tasks))
    if count < 2:
        yield from map(work, tasks)
        return
    with _forks(work, count) as forks:
        yield from forks.map(_do, tasks)


@contextmanager
def beside(work: Callable[[], Result], worth: bool) -> Iterator[Callable[[], Result]]:
    """`work` in a process of its own, where it is `worth` one, while this one does something else; what it gives is asked for by a
    call, which raises what `work` raises, and ForkError."""
    if not worth or processes(2) < 2:
        yield work
        return
    with _forks(lambda _: work(), 1) as forks:
        found: Future = forks.submit(_do, None)
        yield found.result


@contextmanager
def _forks(work: Callable[[Task], Result], count: int) -> Iterator[ProcessPoolExecutor]:
    gc.collect()
    gc.freeze()  # a collection in a fork would write to every object, and so copy them all
    try:
        with ProcessPoolExecutor(count, get_context("fork"), _begin, (work,)) as forks:
            yield forks
    except BrokenProcessPool as error:
        raise ForkError("分出的进程被系统强行终止，多半是内存不足：请腾出内存后重新运行") from error
    finally:
        gc.unfreeze()


def _begin(work: Callable) -> None:
    global _work
    end_with_parent()
    _work = work


def _do(task: Any) -> Any:
    return _work(task)
