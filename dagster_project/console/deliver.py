"""Putting a file into raw/ as a person would: under its source and today's date, whole, never over another."""

from __future__ import annotations

import os
import re
import secrets
from datetime import date
from pathlib import Path

from dagster_project.ingest.deliveries import WITHDRAWN
from dagster_project.settings import today

LARGEST = 50 * 1024 * 1024  # bytes
_UNSAFE = re.compile(r"[^\w.（）()\-]+")


def deliver(raw: Path, source: str, name: str, content: bytes, day: date | None = None) -> Path:
    """Write `content` to raw/<source>/<day>/ under a name made of `name`; the path. day: when it was received, today
    where none is given.

    Appears whole or not at all; where the name is taken, a number is put after it. `source` must be a contract's.
    """
    folder = raw / source / (day or today()).isoformat()
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


def delivered(raw: Path, source: str, content: bytes) -> Path | None:
    """The file of `source` that holds just this already, in a delivery that wasn't withdrawn; None when there is none."""
    for path in sorted((raw / source).glob("*/*")):
        if path.name.startswith(".") or not path.is_file() or (path.parent / WITHDRAWN).exists():
            continue
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return path
    return None


def safe_name(name: str) -> str:
    """A file name without folders, hidden dots or odd characters: '../../.a b\\n.csv' becomes 'a_b_.csv'."""
    base = re.split(r"[/\\]", name)[-1]
    stem, suffix = os.path.splitext(_UNSAFE.sub("_", base).lstrip("._"))
    short = stem.encode()[:150].decode(errors="ignore")  # a file system counts bytes
    return f"{short or '名单'}{suffix.encode()[:10].decode(errors='ignore').lower()}"
