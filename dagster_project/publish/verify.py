"""Holds a publication against its manifest: every file that it names is there, unchanged, and nothing else is.

The manifest itself is held against the hash that the run recorded when it published. Both guard against accidents and
quiet edits, not against somebody who may write to the whole of home/.
"""

from __future__ import annotations

import json
from pathlib import Path

from dagster_project.publish.manifest import sha256, tree
from dagster_project.publish.names import record_lines


def differences(release: Path) -> list[str]:
    """What differs between a release's folder and its manifest.json, in Chinese, one line a file, by path.

    Raises ValueError when the manifest can't be read.
    """
    try:
        manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
        listed = {entry["path"]: entry["sha256"] for entry in manifest["outputs"]}
    except (OSError, ValueError, KeyError) as error:
        raise ValueError(
            f"发布 {release.name} 的 manifest.json 读不了（{error}）：请重新运行 pool refresh"
        ) from error
    found = {entry["path"]: entry["sha256"] for entry in tree(release)}
    told = dict.fromkeys(listed.keys() - found.keys(), "缺少")
    told |= dict.fromkeys(found.keys() - listed.keys(), "多出")
    told |= {path: "被改动" for path in listed.keys() & found.keys() if listed[path] != found[path]}
    told |= dict.fromkeys(_strays(release), "多出")
    if _recorded(release) not in ("", sha256(release / "manifest.json")):
        told["manifest.json"] = "被改动"
    return [f"{told[path]}：{path}" for path in sorted(told)]


def _strays(release: Path) -> list[str]:
    """Links: a release has none, and what they lead to is not its own."""
    return [path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_symlink()]


def _recorded(release: Path) -> str:
    """The hash of the manifest as the run wrote it down; '' where no run did."""
    lines = record_lines(release.parents[1] / "runs.jsonl")
    return next((line["manifest"] for line in reversed(lines) if line.get("release") == release.name), "")


def verify(release: Path) -> str:
    """One line on a publication that is as its manifest says. Raises ValueError naming every file that isn't."""
    if different := differences(release):
        raise ValueError(
            f"发布 {release.name} 与 manifest.json 不符：{'；'.join(different)}。请重新运行 pool refresh 再发布一次"
        )
    return f"发布 {release.name} 核对无误：{len(tree(release))} 个文件与 manifest.json 一致"
