"""Which releases are kept: the rule stands in KEPT, and history needs none of the others.

Every release carries the history of all that its region published before, and the newest of each region always stays;
so a release that goes takes nothing with it that `pool replay` or the changes would read.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from dagster_project.publish.names import PARTIAL, day_of, in_force, read_manifest, release_folders

NEWEST = 14
KEPT = f"现行发布、每个地区最近 {NEWEST} 次发布，以及每个月份基准日最晚的一次；名单原件（raw/）从不删除"


def superfluous(home: Path) -> list[Path]:
    """The releases that KEPT does not name, oldest first: real and sample data, and regions, are counted apart."""
    groups: dict[tuple, list[Path]] = {}
    for release in release_folders(home):
        manifest = read_manifest(release)
        groups.setdefault((manifest["region"]["code"], manifest["is_sample"]), []).append(release)
    gone: list[Path] = []
    present = in_force(home)
    for releases in groups.values():
        # by day, then by order of publication: the last one standing is its month's
        of_month = {f"{day_of(release):%Y-%m}": release for release in sorted(releases, key=day_of)}
        kept = {*releases[-NEWEST:], *of_month.values()}
        gone += [r for r in releases if r not in kept and r.resolve() != present]
    return gone


def prune(home: Path) -> list[str]:
    """Remove what is superfluous; the names of what went. A reader with a file of it open reads on to the end.

    Each goes under a name that is no release's first, so that nobody opens half of one. What can't be removed stays
    for the next time: pruning never fails a refresh.
    """
    names = []
    for release in superfluous(home):
        leaving = release.with_name(release.name + PARTIAL)
        with suppress(OSError):
            os.rename(release, leaving)
            names.append(release.name)
            shutil.rmtree(leaving)
    return names
