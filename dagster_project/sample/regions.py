"""The thirteen counties and eight zones of Lüliang, read from the project's own seeds."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from dagster_project.identity.regions import short

__all__ = ["CITY", "CITY_CODE", "OTHER_CITIES", "PROVINCE", "counties", "short", "zones"]
_SEEDS = Path(__file__).resolve().parents[2] / "dbt_models" / "seeds"
CITY_CODE, CITY, PROVINCE = "141100", "吕梁市", "山西省"
OTHER_CITIES = ("太原市", "临汾市", "晋中市", "运城市", "忻州市", "长治市", "大同市", "阳泉市")


@cache
def counties() -> dict[str, str]:
    """County code -> name, in code order."""
    with open(_SEEDS / "divisions.csv", encoding="utf-8") as file:
        found = {
            row["county_code"]: row["county"] for row in csv.DictReader(file) if row["city_code"] == CITY_CODE
        }
    return dict(sorted(found.items()))


@cache
def zones() -> dict[str, tuple[str, str]]:
    """Host county code -> (zone code, zone name)."""
    with open(_SEEDS / "zones.csv", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["city_code"] == CITY_CODE]
    return {row["host_county_code"]: (row["zone_code"], row["zone"]) for row in rows}
