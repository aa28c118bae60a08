"""Long work waits for its own user's work before it, and for nobody else's."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

from dagster_project.console.turns import Turns


def test_one_user_can_not_take_all_turns():
    async def many() -> None:
        turns, open_up, begun = Turns(2), threading.Event(), []

        def looks(name: str) -> str:
            begun.append(name)
            if name == "greedy":
                assert open_up.wait(60)
            return name

        greedy = [asyncio.create_task(turns.take("greedy", looks, "greedy")) for _ in range(5)]
        while not begun:
            await asyncio.sleep(0)
        assert turns.ahead == 4
        # while the first of them still runs
        assert await turns.take("other", looks, "other") == "other"
        assert begun == ["greedy", "other"]
        open_up.set()
        assert await asyncio.gather(*greedy) == ["greedy"] * 5
        assert turns.ahead == 0

    with ThreadPoolExecutor(1) as thread:  # a test in a browser leaves a loop running in the worker's own
        thread.submit(asyncio.run, many()).result()
