"""Work that goes wrong, in a module that a process of its own can import."""

from __future__ import annotations

import os
import signal
from pathlib import Path


def sleeps(folder: Path) -> None:
    (folder / "left behind").touch()
    signal.pause()


def grows(folder: Path) -> bytes:
    return bytes(8 << 30)


def dies(folder: Path) -> None:
    os._exit(3)


def fails(folder: Path) -> None:
    raise KeyError("a bug")
