"""The thirteen counties and eight zones of Lüliang, read from the project's own seeds."""

from __future__ import annotations

from functools import cache

from dagster_project.identity.divisions import read_divisions, short

__all__ = ["CITY", "CITY_CODE", "OTHER_CITIES", "PROVINCE", "counties", "short", "zones"]
CITY_CODE, CITY, PROVINCE = "141100", "吕梁市", "山西省"
OTHER_CITIES = ("太原市", "临汾市", "晋中市", "运城市", "忻州市", "长治市", "大同市", "阳泉市")


@cache
def counties() -> dict[str, str]:
    """County code -> name, in code order."""
    found, _ = read_divisions()
    return {code: row["county"] for code, row in sorted(found.items()) if row["city_code"] == CITY_CODE}


@cache
def zones() -> dict[str, tuple[str, str]]:
    """Host county code -> (zone code, zone name)."""
    _, found = read_divisions()
    return {
        zone.host_county_code: (zone.code, zone.name)
        for zone in found.values()
        if zone.city_code == CITY_CODE
    }
