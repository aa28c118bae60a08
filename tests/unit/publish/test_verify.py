"""A publication is held against its manifest."""

from __future__ import annotations

import json

import pytest

from dagster_project.publish.manifest import sha256, tree
from dagster_project.publish.names import append_record
from dagster_project.publish.verify import verify


@pytest.fixture
def release(tmp_path):
    folder = tmp_path / "home" / "releases" / "2026-11-20_001"
    for name in ("pool.duckdb", "exports/一.xlsx", "exports/二.xlsx"):
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(name, encoding="utf-8")
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps({"as_of": "2026-11-20", "outputs": tree(folder)}), encoding="utf-8")
    append_record(tmp_path / "home" / "runs.jsonl", {"release": folder.name, "manifest": sha256(manifest)})
    return folder


def test_as_published(release):
    assert "3 个文件" in verify(release)


def test_missing_changed_and_extra_files_are_named(release):
    (release / "pool.duckdb").write_text("pool.duckdc", encoding="utf-8")
    (release / "exports" / "一.xlsx").unlink()
    (release / "exports" / "三.xlsx").write_text("", encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"缺少：exports/一.xlsx；多出：exports/三.xlsx；被改动：pool.duckdb"
    ):
        verify(release)


@pytest.mark.parametrize("text", ["", "{}", '{"outputs": ['])
def test_a_manifest_that_cannot_be_read_is_said(release, text):
    (release / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"manifest\.json 读不了"):
        verify(release)


def test_links_and_another_manifest_are_extra(release, tmp_path):
    (release / "exports" / "manifest.json").write_text("{}", encoding="utf-8")
    (release / "exports" / "远").symlink_to(tmp_path, target_is_directory=True)
    (release / "断").symlink_to(release / "查无此处")
    with pytest.raises(ValueError, match=r"多出：exports/manifest.json；多出：exports/远；多出：断"):
        verify(release)


def test_a_changed_manifest_is_told(release):
    manifest = release / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("2026", "2020"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"被改动：manifest.json"):
        verify(release)
