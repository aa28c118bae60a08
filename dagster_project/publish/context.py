"""What a publication is about: the day, the region, whether it is the sample, which places get a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb


@dataclass(frozen=True)
class Context:
    """One build's day and region, as stg_run holds them; as_of_before: the day that it is compared with."""

    as_of: date
    region_code: str
    region_name: str
    region_level: str
    is_sample: bool
    as_of_before: date | None

    @property
    def unchanged(self) -> str:
        """Why there are no changes: nothing changed, or there is nothing to compare with."""
        if self.as_of_before is None:
            return "没有基准日更早的发布，无从比较（变化与更早一天的发布相比）"
        return f"与 {self.as_of_before} 的发布相比没有变化"


@dataclass(frozen=True)
class Place:
    """A place with a workbook. level: county, zone, or city for the region's own."""

    code: str
    name: str
    level: str
    host: str = ""

    @property
    def filter(self) -> str:
        """The SQL condition on a table's county_code and zone_code that keeps this place's rows."""
        return {"county": "county_code = ?", "zone": "zone_code = ?", "city": "true"}[self.level]

    @property
    def parameters(self) -> list[str]:
        return [] if self.level == "city" else [self.code]


def read_context(connection: duckdb.DuckDBPyConnection) -> Context:
    """The context of the build behind `connection`. Raises ValueError when the build holds no run."""
    found = connection.execute(
        "select r.as_of, r.region_code, r.region_name, r.region_level, r.is_sample, p.as_of_before"
        " from stg_run as r cross join publication as p"
    ).fetchall()
    if not found:
        raise ValueError("培育库中没有运行信息（stg_run 为空）：请重新运行 pool refresh")
    [row] = found
    return Context(row[0], row[1], row[2], row[3], bool(row[4]), row[5])


def read_places(connection: duckdb.DuckDBPyConnection) -> list[Place]:
    """Every county of the region, then every zone that one of them hosts, each by code."""
    counties = connection.execute(
        "select county_code, county from stg_region_county order by county_code"
    ).fetchall()
    zones = connection.execute(
        "select z.zone_code, z.zone, r.county from zones z join stg_region_county r"
        " on cast(z.host_county_code as varchar) = r.county_code order by z.zone_code"
    ).fetchall()
    return [Place(code, name, "county") for code, name in counties] + [
        Place(code, name, "zone", host) for code, name, host in zones
    ]
