"""Putting a file into raw/ as a person would: under its source and today's date, whole, never over another."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from dagster_project.settings import today

LARGEST = 50 * 1024 * 1024  # bytes
_UNSAFE = re.compile(r"[^\w.（）()\-]+")


def deliver(raw: Path, source: str, name: str, content: bytes) -> Path:
    """Write `content` to raw/<source>/<today>/ under a name made of `name`; the path.

    Appears whole or not at all; where the name is taken, a number is put after it. `source` must be a contract's.
    """
    folder = raw / source / today().isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    wanted = safe_name(name)
    # a dot before it: what is being written is no delivery yet
    partial = folder / f".{secrets.token_hex(8)}.partial"
    try:
        with open(partial, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        number = 1
        while True:
            path = folder / (wanted if number == 1 else f"{Path(wanted).stem}_{number}{Path(wanted).suffix}")
            try:
                os.link(partial, path)  # unlike a rename, never over a file that is there
                return path
            except FileExistsError:
                number += 1
    finally:
        partial.unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """A file name without folders, hidden dots or odd characters: '../../.a b\\n.csv' becomes 'a_b_.csv'."""
    base = re.split(r"[/\\]", name)[-1]
    stem, suffix = os.path.splitext(_UNSAFE.sub("_", base).lstrip("._"))
    short = stem.encode()[:150].decode(errors="ignore")  # a file system counts bytes
    return f"{short or '名单'}{suffix.encode()[:10].decode(errors='ignore').lower()}"
