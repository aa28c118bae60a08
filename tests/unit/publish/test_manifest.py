"""By which code a release was made."""

from __future__ import annotations

from dagster_project.publish.manifest import code_version


def test_a_machine_without_git_tells_the_code_by_its_hash(monkeypatch):
    monkeypatch.setenv("PATH", "")
    told = code_version()
    assert told["commit"] is None and len(told["sha256"]) == 64
