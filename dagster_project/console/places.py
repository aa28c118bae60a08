"""Whether a county's user has a county: the code held against the regions."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dagster_project.identity.regions import Regions
from dagster_project.publish.context import read_context, read_places
from dagster_project.publish.names import in_force


def place_named(home: Path, code: str) -> str:
    """The name of the county or zone that `code` stands for: of the published region, else of the whole country.

    Raises ValueError, with the codes to choose from, when there is none.
    """
    release = in_force(home)
    if release is None:
        return _of_the_country(code)
    with duckdb.connect(str(release / "pool.duckdb"), read_only=True) as connection:
        names = {place.code: place.name for place in read_places(connection)}
        region = read_context(connection).region_name
    if code not in names:
        raise ValueError(f"现行发布的{region}没有 {code} 这个县区或开发区；可用：{_listed(names)}")
    return names[code]


def _of_the_country(code: str) -> str:
    regions = Regions.load()
    zones = {zone.code: zone.name for zone in regions.zones.values()}
    name = regions.full_name(code) or zones.get(code, "")
    if name:
        return name
    near = {other: regions.county_name(other) for other in regions.counties if code[:4] == other[:4]}
    given = regions.find(code)
    if given:
        near = {given: regions.county_name(given)}
    raise ValueError(
        f"没有 {code} 这个县区或开发区代码：请用六位县区代码或开发区代码"
        + (f"；是不是：{_listed(near)}" if near else "，如 141121")
    )


def _listed(names: dict[str, str]) -> str:
    return "、".join(f"{code} {name}" for code, name in sorted(names.items()))
