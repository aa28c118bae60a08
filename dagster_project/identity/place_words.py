"""Words for places as they stand in company names: 山西省, 山西, 吕梁市, 吕梁, 孝义市, 孝义, 梧桐镇 ..."""

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from dagster_project.identity.divisions import SHARED, read_divisions

# Counties under the names that they bore before, with today's code: one that was only renamed is the same place, one that
# became part of another lies within it. From memory, checked against divisions.csv; names that another county bears are left out.
FORMER = Path(__file__).with_name("renamed_places.csv")
_PROVINCE_ENDS = ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "特别行政区", "省", "市")
_COUNTY_ENDS = ("自治县", "自治旗", "矿区", "林区", "特区", "新区", "市", "县", "区", "旗")
_MINORITIES = (
    "土家族苗族",
    "苗族侗族",
    "藏族羌族",
    "布依族苗族",
    "哈尼族彝族",
    "壮族苗族",
    "傣族景颇族",
    "土家族",
    "苗族",
    "侗族",
    "藏族",
    "彝族",
    "回族",
    "满族",
    "蒙古族",
    "朝鲜族",
    "白族",
    "傣族",
    "瑶族",
    "壮族",
    "黎族",
    "羌族",
    "水族",
    "畲族",
    "傈僳族",
    "哈萨克",
    "柯尔克孜",
    "蒙古",
    "各族",
    "仡佬族",
    "布依族",
    "毛南族",
    "仫佬族",
    "哈尼族",
    "纳西族",
    "土族",
    "撒拉族",
    "东乡族",
    "保安族",
    "裕固族",
    "拉祜族",
    "佤族",
    "景颇族",
    "独龙族",
    "怒族",
    "普米族",
    "锡伯",
    "达斡尔族",
    "鄂温克族",
)
# 街道, 镇, 乡 and zones below a county; the stem is what people write when they leave the kind out
_TOWN = re.compile(
    r"^([一-鿿]{2,4}?)(街道办事处|街道办|街道|办事处|镇|乡|社区|经济技术开发区|经济开发区|经济发展区|高新技术产业开发区|"
    r"高新技术开发区|高新区|经开区|开发区|工业园区|工业园|园区|示范区)"
)


_ORDER = {"country": 0, "province": 1, "city": 2, "county": 3}


class Place(NamedTuple):
    """A place word found at the head of a name: the text as written, its stem without 省/市/县/区, level and possible codes."""

    text: str
    stem: str
    level: str  # country | province | city | county | town
    codes: tuple  # code prefixes: 2 digits a province, 4 a city, 6 a county; () for a town


def stem(name: str, level: str) -> str:
    """A division's name without its kind (孝义市 -> 孝义); 兴县 and 城区 keep theirs: one character alone names nothing."""
    ends = (
        _PROVINCE_ENDS
        if level == "province"
        else (("自治州", "地区", "盟", "市") if level == "city" else _COUNTY_ENDS)
    )
    short = name
    for end in ends:
        if short.endswith(end) and len(short) - len(end) >= 2:
            short = short[: -len(end)]
            break
    if level != "province" and short != name:
        for people in _MINORITIES:
            if short.endswith(people) and len(short) - len(people) >= 2:
                short = short[: -len(people)]
    return short


@lru_cache(maxsize=1)
def place_words() -> dict[str, tuple[Place, ...]]:
    """{word: places that it can mean}, full names and stems, from divisions.csv (GB/T 2260)."""
    found: dict[str, dict] = {}

    def add(name: str, level: str, code: str) -> None:
        short = stem(name, level)
        for word in {name, short}:
            found.setdefault(word, {}).setdefault((level, short), set()).add(code)

    for code, row in read_divisions()[0].items():
        add(row["province"], "province", row["province_code"][:2])
        if row["city"] not in SHARED:
            add(row["city"], "city", row["city_code"][:4])
        add(row["county"], "county", code)
    with open(FORMER, encoding="utf-8", newline="") as file:
        _add_former(found, list(csv.DictReader(file)))
    words: dict[str, tuple[Place, ...]] = {"中国": (Place("中国", "中国", "country", ("",)),)}
    for word, meanings in found.items():
        words[word] = tuple(
            Place(word, short, level, tuple(sorted(codes)))
            for (level, short), codes in sorted(
                meanings.items(), key=lambda told: (_ORDER[told[0][0]], told[0][1])
            )
        )
    return words


def _add_former(found: dict[str, dict], rows: list[dict]) -> None:
    """Former county names to `found` {word: {(level, stem): codes}}; 苍山 alone is one as well, 九江 alone is the city."""
    today = {
        code: short for meanings in found.values() for (_, short), codes in meanings.items() for code in codes
    }
    for row in rows:
        bare = stem(row["former"], "county")
        meant = today.get(row["code"], bare) if row["kind"] == "renamed" else bare
        for word in (
            {row["former"], bare}
            if not row["former"].endswith("区") and bare not in found
            else {row["former"]}
        ):
            found.setdefault(word, {}).setdefault(("county", meant), set()).add(row["code"])


@lru_cache(maxsize=1)
def county_chains() -> dict[str, tuple[str, ...]]:
    """{county code: stems of its county, city and province}, the nearest first."""
    levels = ("county", "city", "province")
    return {
        code: tuple(stem(row[level], level) for level in levels if row[level] not in SHARED)
        for code, row in read_divisions()[0].items()
    }


@lru_cache(maxsize=1)
def county_cities() -> frozenset[str]:
    """Codes of the county-level cities (县级市), which have a name of their own beside their prefecture's."""
    return frozenset(code for code, row in read_divisions()[0].items() if row["county"].endswith("市"))


def read_places(text: str) -> tuple[list[Place], str]:
    """(place words at the head of a folded name, what is left). Never leaves less than two characters."""
    words = place_words()
    places: list[Place] = []
    while len(text) > 3:
        place = _next_place(text, places, words)
        if place is None:
            break
        places.append(place)
        text = text[len(place.text) :]
    if (len(places) and len(text) > 4) or re.match(r"^[一-鿿]{2,3}[镇乡]", text):
        town = _TOWN.match(text)
        if town and len(text) - town.end() >= 3:
            places.append(Place(town.group(0), town.group(1), "town", ()))
            text = text[town.end() :]
    return places, text


@lru_cache(maxsize=1)
def _sizes() -> dict[str, tuple[int, ...]]:
    """{first two characters: how long the place words are that begin so}, the longest first."""
    found: dict[str, set[int]] = {}
    for word in place_words():
        found.setdefault(word[:2], set()).add(len(word))
    return {head: tuple(sorted(sizes, reverse=True)) for head, sizes in found.items()}


def _next_place(text: str, before: list[Place], words: dict) -> Place | None:
    last = max([_ORDER[place.level] for place in before], default=-1)
    most = min(11, len(text) - 2)
    for size in _sizes().get(text[:2], ()):
        for meaning in words.get(text[:size], ()) if size <= most else ():
            if _ORDER[meaning.level] <= last:
                continue
            if meaning.text == meaning.stem and text.startswith(("镇", "乡", "街道"), size):
                continue  # 玉山镇 of 昆山 is not 玉山县
            codes = tuple(c for c in meaning.codes if not before or _inside(c, before[-1].codes))
            if not codes:
                continue
            end = size
            if (
                meaning.text == meaning.stem
                and text[size : size + 1] in ("省", "市", "县", "区")
                and len(text) - size > 3
                and not text.startswith(("区域", "市场", "市政"), size)
            ):
                end = size + 1  # a county that has become a district since, or the other way round
            return Place(text[:end], meaning.stem, meaning.level, codes)
    return None


def _inside(code: str, outer: tuple) -> bool:
    return any(code.startswith(prefix) for prefix in outer)
