"""Holds a publication against its manifest: every file that it names is there, unchanged, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

from dagster_project.publish.manifest import tree


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
    return [f"{told[path]}：{path}" for path in sorted(told)]


def verify(release: Path) -> str:
    """One line on a publication that is as its manifest says. Raises ValueError naming every file that isn't."""
    if different := differences(release):
        raise ValueError(
            f"发布 {release.name} 与 manifest.json 不符：{'；'.join(different)}。请重新运行 pool refresh 再发布一次"
        )
    return f"发布 {release.name} 核对无误：{len(tree(release))} 个文件与 manifest.json 一致"
