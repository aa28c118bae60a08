"""Provinces, cities and counties by their GB/T 2260 codes, and development zones: the seeds divisions.csv and zones.csv,
the codes and names that were in force before, and the forms in which a place is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from dagster_project.identity.text import fold
from dagster_project.seeds import seed_rows

# Codes that were in force before 2021-2023 and live on in addresses, lists and credit codes (old: new).
OLD_CODES = {
    "410306": "410308", "410322": "410308", "410381": "410307",
    # the prefecture of Lüliang before 2003, from memory
    "142301": "141181", "142302": "141102", "142303": "141182", "142322": "141121", "142323": "141122",
    "142325": "141123", "142326": "141124", "142327": "141125", "142328": "141126", "142329": "141127",
    "142330": "141128", "142332": "141129", "142333": "141130",
}  # fmt: skip
OLD_NAMES = {"偃师市": "410307", "孟津县": "410308", "吉利区": "410308"}
# Endings that a short form drops; autonomous places keep their people's name (大厂回族自治县 is not 大厂).
_ENDING = re.compile(r"(特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|地区|省|市|县|区|旗|盟)$")
SHARED = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@dataclass(frozen=True)
class Region:
    """A province, city or county with its counties, ordered by code."""

    code: str
    name: str
    level: str
    county_codes: tuple[str, ...]


@dataclass(frozen=True)
class Zone:
    """A development zone beside its host county. `words` are its name and aliases, folded, the longest first."""

    code: str
    name: str
    host_county_code: str
    city_code: str
    words: tuple[str, ...] = field(default=())


def short(name: str) -> str:
    """A place name without its ending, where at least two characters remain: 吕梁市 -> 吕梁, 兴县 -> 兴县."""
    bare = _ENDING.sub("", name)
    return bare if len(bare) >= 2 else name


@lru_cache(maxsize=1)
def read_divisions() -> tuple[dict[str, dict], dict[str, Zone]]:
    """The counties by code, each with its city and province, and the zones by code; read once. Raises OSError when a seed is missing."""
    counties = {row["county_code"]: row for row in seed_rows("divisions")}
    return counties, {row["zone_code"]: _zone(row) for row in seed_rows("zones")}


def _zone(row: dict) -> Zone:
    words = {fold(word) for word in [row["zone"], *row["aliases"].split(";")] if word}
    longest_first = tuple(sorted(words, key=lambda word: (-len(word), word)))
    return Zone(row["zone_code"], row["zone"], row["host_county_code"], row["city_code"], longest_first)


def regions_of(counties: dict[str, dict]) -> list[Region]:
    """Every province, city and county as a Region, ordered by level and code."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for code, row in sorted(counties.items()):
        found.setdefault(("province", row["province_code"], row["province"]), []).append(code)
        if row["city"] not in SHARED:
            found.setdefault(("city", row["city_code"], row["city"]), []).append(code)
        found.setdefault(("county", code, row["county"]), []).append(code)
    return [Region(code, name, level, tuple(codes)) for (level, code, name), codes in found.items()]


@lru_cache(maxsize=4096)
def pinyin(name: str) -> frozenset[str]:
    """lvliang, lüliang, luliang and lvliangshi for 吕梁市; xiaoyi for 孝义市."""
    from pypinyin import lazy_pinyin

    forms = set()
    for form in (name, short(name)):
        for v_to_u in (False, True):
            spelt = "".join(lazy_pinyin(form, v_to_u=v_to_u))
            forms |= {spelt, spelt.replace("ü", "v"), spelt.replace("v", "u").replace("ü", "u")}
    return frozenset(forms)
