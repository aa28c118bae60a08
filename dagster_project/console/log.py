"""home/console/log.jsonl: who did what and when; append-only, one JSON line an action."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

from dagster_project.settings import TIMEZONE


def write(home: Path, user: str, action: str, **details: str) -> None:
    """Append one action (sign_in, sign_in_failed, decide, undo, download, upload ...) with its details."""
    folder = home / "console"
    folder.mkdir(parents=True, exist_ok=True)
    at = datetime.now(TIMEZONE).isoformat(timespec="seconds")
    line = json.dumps({"at": at, "user": user, "action": action, **details}, ensure_ascii=False) + "\n"
    descriptor = os.open(folder / "log.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, line.encode())
    finally:
        os.close(descriptor)
