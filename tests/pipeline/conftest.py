"""A Spark of this machine, and two publications for it to follow, for the tests that ask for them."""

from __future__ import annotations

import csv
import shutil
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock
from pipeline.harness import Silent

from dagster_project.publish.names import release_of
from dagster_project.refresh import refresh
from dagster_project.settings import Settings

DAY_BEFORE = date(2026, 10, 15)  # deliveries of eleven lists lie between it and the sample's day
TITLES, MOVES = "recognised_title/2024-12-30", "recognised_title/2026-11-16"


@pytest.fixture(scope="session")
def second_day(settings, shared) -> Settings:
    """Where the sample has been published as of DAY_BEFORE and then as of its day: what has changed since has rows. The lists
    are the sample's, and three titles that moved into the city, which the sample has none of."""
    mine = replace(settings, raw=shared / "two_days_raw", home=shared / "two_days_home")
    with FileLock(shared / "two_days.lock"):
        if not mine.current.exists():
            shutil.copytree(settings.raw, mine.raw)
            announce_moves(mine.raw)
            refresh(replace(mine, as_of=DAY_BEFORE), Silent())
            refresh(mine, Silent())
    return mine


@pytest.fixture(scope="session")
def second_release(second_day) -> Path:
    """The later release of second_day."""
    return release_of(second_day.home, None)


def announce_moves(raw: Path) -> None:
    """Add a delivery to raw: the first three titles of a list, moved from another city of the province."""
    (listed,) = (raw / TITLES).glob("*.csv")
    shutil.copytree(raw / TITLES, raw / MOVES, ignore=shutil.ignore_patterns(listed.name))
    with open(listed, encoding="utf-8-sig", newline="") as file:
        titles = list(csv.DictReader(file))[:3]
    moved = {"结果": "跨区域迁移", "事项日期": "2026-11-02", "迁出地": "太原市", "迁入地": "吕梁市"}
    with open(raw / MOVES / "称号迁移名单.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(titles[0] | moved))
        writer.writeheader()
        writer.writerows(title | moved for title in titles)


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """A session on two cores whose tables are Parquet in a folder of its own; dbt's session method takes it over."""
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.memory": "4g",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("spark")),
        "spark.sql.catalogImplementation": "in-memory",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()
