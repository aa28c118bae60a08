"""What the machine did to a refresh, in words that say what to do."""

from __future__ import annotations

import errno

from dagster_project.run import RefreshError

# How Python, DuckDB and the threads of both say it.
OUT_OF_MEMORY = (
    "Out of Memory Error",
    "MemoryError",
    "std::bad_alloc",
    "Cannot allocate memory",
    "can't start new thread",
    "Failed to launch worker thread",
)
FULL_DISK = ("No space left on device", "Disk quota exceeded")


def in_words(error: BaseException) -> BaseException:
    """A failure of the machine as a RefreshError that says what to do; any other error as it is.

    dbt tells what stopped it in its log only, so its words are looked at too.
    """
    text = str(error)
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    if full or any(words in text for words in FULL_DISK):
        return RefreshError("磁盘已满：请腾出空间，再运行 pool refresh；现行发布不变", "磁盘已满")
    if isinstance(error, MemoryError) or any(words in text for words in OUT_OF_MEMORY):
        return RefreshError("内存不足：请腾出内存，再运行 pool refresh；现行发布不变", "内存不足")
    return error
