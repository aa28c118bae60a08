"""A file that is taken away while a refresh reads, or after it was read: the refresh stops and says which."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import replace

import duckdb
import pytest

from dagster_project import refresh
from dagster_project.run import RefreshError, Run, runs

SOURCE = "tech_sme"


class Remover:
    """A terminal that takes a file away as soon as the first list was read."""

    def __init__(self, file):
        self.file = file

    @contextmanager
    def step(self, title):
        yield lambda text: self.file.unlink(missing_ok=True)


@pytest.fixture
def mine(settings, tmp_path):
    """The settings over a copy of two of the sample's lists."""
    for name in ("abnormal_operation", SOURCE):
        shutil.copytree(settings.raw / name, tmp_path / "raw" / name)
    shutil.copyfile(settings.raw / "SAMPLE", tmp_path / "raw" / "SAMPLE")
    return replace(settings, raw=tmp_path / "raw", home=tmp_path / "home")


@pytest.fixture
def file(mine):
    newest = sorted((mine.raw / SOURCE).glob("2*"))[-1]
    return next(path for path in sorted(newest.iterdir()) if path.name != "SAMPLE")


def test_taken_away_while_the_lists_are_read(mine, file):
    with pytest.raises(RefreshError, match="在刷新过程中被删除、移走或改动") as stop:
        refresh.refresh(mine, Remover(file))
    assert file.name in str(stop.value) and "原样放回" in str(stop.value)
    assert file.name not in stop.value.outward
    last = runs(mine.home)[-1]
    assert last["outcome"] == "failed" and file.name in last["reason"]
    assert not (mine.home / "current").exists() and not mine.build.exists()
    # dbt was not waited for, and nothing half written is left of it
    assert not (mine.home / "dbt" / "manifest.json").exists()


@pytest.mark.parametrize("change", ["taken away", "changed"])
def test_gone_or_changed_after_it_was_read(mine, file, change):
    run = Run(mine, "night")
    run.build.mkdir(parents=True)
    found = [delivery for delivery in refresh.deliveries_of(mine).deliveries if delivery.source == SOURCE]
    with duckdb.connect(str(run.pool)) as connection:
        connection.execute(
            "create table stg_delivery (source varchar, delivery_date date, file_hash varchar, status varchar)"
        )
        connection.executemany(
            "insert into stg_delivery values (?, ?, ?, 'read')",
            [(SOURCE, delivery.date, delivery.file_hash()) for delivery in found],
        )
    refresh.unchanged(run)
    if change == "changed":
        file.write_bytes(file.read_bytes() + b"\n")
    else:
        file.unlink()
    with pytest.raises(RefreshError, match=f"{SOURCE}/{file.parent.name}"):
        refresh.unchanged(run)
