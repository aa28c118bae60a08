"""What every process does that a refresh starts to help it: it ends when the refresh does, however that one ended. And how many
there may be.

Killed with -9 it can't tell its child, and an orphan would go on writing a build or a release that nobody reads.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Have this process killed with the one that started it, where the system (Linux) can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def how_it_ended(status: int) -> str:
    """What the exit status of a child says that didn't say it itself (Chinese)."""
    if status == -signal.SIGKILL:
        return "进程被系统强行终止，多半是内存不足：请腾出内存后重新运行 pool refresh"
    return f"进程中途退出，退出码 {status}"
