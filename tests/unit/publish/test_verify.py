"""A publication is held against its manifest."""

from __future__ import annotations

import json

import pytest

from dagster_project.publish.manifest import tree
from dagster_project.publish.verify import verify


@pytest.fixture
def release(tmp_path):
    for name in ("pool.duckdb", "exports/一.xlsx", "exports/二.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    (tmp_path / "manifest.json").write_text(json.dumps({"outputs": tree(tmp_path)}), encoding="utf-8")
    return tmp_path


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
