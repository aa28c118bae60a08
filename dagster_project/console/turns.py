"""Work that takes long, away from what answers at once: in threads of its own, one piece a user at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar
from weakref import WeakValueDictionary

P = ParamSpec("P")
R = TypeVar("R")


class Turns:
    """Threads for one kind of long work. What one user starts more than once waits for itself, not others for it."""

    def __init__(self, at_once: int) -> None:
        self._at_once, self._under_way = at_once, 0
        self._threads = ThreadPoolExecutor(at_once)
        self._users: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @property
    def ahead(self) -> int:
        """How many pieces would be ended before one more begins, at the least."""
        return max(0, self._under_way - self._at_once + 1)

    async def take(self, user: str, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What `call` gives, once it is the user's turn."""
        mine = self._users.setdefault(user, asyncio.Lock())
        self._under_way += 1
        try:
            async with mine:
                running = asyncio.get_running_loop().run_in_executor(
                    self._threads, partial(call, *args, **kwargs)
                )
                return await running
        finally:
            self._under_way -= 1


# two cores serve a bureau: what is looked at or supposed takes one each
LOOKS, SUPPOSED, SIGN_INS = Turns(2), Turns(1), Turns(2)
