"""Release folders: `<as-of>_<nnn>`, numbered over all days; which are whole, which is in force."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{3,})")
PARTIAL = ".partial"


def release_folders(home: Path) -> list[Path]:
    """Whole releases in the order they were published; unfinished ones (.partial) are none."""
    folder = home / "releases"
    found = [p for p in folder.iterdir() if p.is_dir() and _NAME.fullmatch(p.name)] if folder.is_dir() else []
    return sorted((p for p in found if (p / "manifest.json").exists()), key=_number)


def newest_release(home: Path) -> Path | None:
    """The release that was completed last, whatever its day; None when there is none yet."""
    return next(reversed(release_folders(home)), None)


def next_name(home: Path, as_of: date) -> str:
    """The name of the next release. Numbers count up over all days: they are the order of publication."""
    folder = home / "releases"
    taken = [_number(p) for p in folder.iterdir() if _NAME.match(p.name)] if folder.is_dir() else []
    return f"{as_of.isoformat()}_{max(taken, default=0) + 1:03d}"


def day_of(release: Path) -> date:
    """The as-of date in a release's name."""
    match = _NAME.match(release.name)
    if match is None:
        raise ValueError(f"{release.name} 不是发布文件夹的名称（应为 日期_序号）")
    return date.fromisoformat(match[1])


def in_force(home: Path) -> Path | None:
    """The release that home/current links to; None when there is none yet."""
    current = home / "current"
    return current.resolve() if current.is_symlink() and current.exists() else None


def release_of(home: Path, as_of: date | None = None) -> Path:
    """The newest release of the as-of date; without one, the release in force.

    Raises FileNotFoundError saying what to run when there is no such release.
    """
    if as_of is None:
        release = in_force(home)
        if release is None:
            raise FileNotFoundError(f"{home} 下还没有发布：请先运行 pool refresh --home {home}")
        return release
    of_day = [release for release in release_folders(home) if day_of(release) == as_of]
    if not of_day:
        raise FileNotFoundError(
            f"没有基准日为 {as_of} 的发布：请先运行 pool refresh --as-of {as_of} --home {home}"
        )
    return of_day[-1]


def read_manifest(release: Path) -> dict[str, Any]:
    """A release's manifest.json."""
    return json.loads((release / "manifest.json").read_text(encoding="utf-8"))


def _number(release: Path) -> int:
    match = _NAME.match(release.name)
    return int(match[2]) if match else 0


def record_lines(path: Path) -> list[dict]:
    """The lines of a file of JSON lines, oldest first; none without the file. A line cut off by a full disk is passed
    over."""
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []:
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def append_record(path: Path, line: dict) -> None:
    """Append one JSON line; the one before it is ended first where a full disk cut it off. Raises OSError."""
    torn = path.exists() and path.stat().st_size and not path.read_bytes().endswith(b"\n")
    with open(path, "a", encoding="utf-8") as file:
        file.write("\n" * bool(torn) + json.dumps(line, ensure_ascii=False) + "\n")
