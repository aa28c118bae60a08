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
ANSWERS, RETURNED = "county_feedback/2026-11-13", "county_feedback/2026-11-18"


@pytest.fixture(scope="session")
def second_day(settings, shared) -> Settings:
    """Where the sample has been published as of DAY_BEFORE and then as of its day: what has changed since has rows. The lists
    are the sample's, and what the sample has none of: titles that moved into the city, answers that are doubted or refused."""
    mine = replace(settings, raw=shared / "two_days_raw", home=shared / "two_days_home")
    with FileLock(shared / "two_days.lock"):
        if not mine.current.exists():
            shutil.copytree(settings.raw, mine.raw)
            announce_moves(mine.raw)
            return_answers(mine.raw)
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


def return_answers(raw: Path) -> None:
    """Add a delivery to raw: a county's form whose answers are doubted, refused or can't be read."""
    shutil.copytree(raw / ANSWERS, raw / RETURNED, ignore=shutil.ignore_patterns("*.csv"))
    (listed,) = (raw / ANSWERS).glob("*.csv")
    with open(listed, encoding="utf-8-sig", newline="") as file:
        (answer,) = csv.DictReader(file)
    with open(next((raw / TITLES).glob("*.csv")), encoding="utf-8-sig", newline="") as file:
        elsewhere = next(
            title for title in csv.DictReader(file) if title["推荐单位"] != answer["县（市、区）"]
        )
    nobody = {"企业编号": "", "统一社会信用代码": ""}
    changes = [
        {"指标": "rd_staff", "期间": "2024", "填报值": "9999"},  # more than the staff
        {"指标": "revenue", "填报值": "约三千万"},
        {"指标": "own_brand", "填报值": "是", "期间": "2030"},
        {"指标": "rd_staff", "填报值": "12", "填报日期": "昨天"},  # this row can't be read
        {"指标": "rd_staff", "填报值": "12", **nobody, "企业名称": "示例查无此企业有限公司"},
        {"指标": "rd_staff", "填报值": "12", **nobody, "企业名称": elsewhere["单位名称"]},
    ]
    with open(raw / RETURNED / "141181_补报.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(answer))
        writer.writeheader()
        writer.writerows(answer | change for change in changes)


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
