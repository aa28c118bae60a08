"""Which county, zone or region a text names.

A county is found from the most that a text tells: its code, else its name with the city or province before
it. A name that several counties bear (城区, 桥西区 ...) and no city decides is not found, rather than
guessed.
"""

from __future__ import annotations

import re
from functools import cache

from dagster_project.identity.divisions import (
    OLD_CODES,
    OLD_NAMES,
    SHARED,
    Region,
    Zone,
    pinyin,
    read_divisions,
    regions_of,
    short,
)
from dagster_project.identity.text import fold


class Regions:
    """Every county of the country, and the zones. Make one with Regions.load()."""

    def __init__(self) -> None:
        self.counties, self.zones = read_divisions()
        self._by_name: dict[str, list[str]] = {}
        self._parents: dict[str, dict[str, tuple[str, ...]]] = {}
        self._index()

    @classmethod
    @cache
    def load(cls) -> Regions:
        """The divisions and zones that the project ships; read once a process. Raises OSError when a seed
        is missing.
        """
        return cls()

    def _index(self) -> None:
        parents: dict[str, dict[str, list[str]]] = {"province": {}, "city": {}}
        for code, row in sorted(self.counties.items()):
            for name in sorted({row["county"], short(row["county"])}):
                self._by_name.setdefault(fold(name), []).append(code)
            for level in parents:
                name = row[level]
                if name in SHARED:
                    continue
                for form in sorted({name, short(name)}):
                    parents[level].setdefault(fold(form), []).append(code)
        for name, code in sorted(OLD_NAMES.items()):
            if code in self.counties:
                self._by_name.setdefault(fold(name), []).append(code)
        self._parents = {lv: {n: tuple(codes) for n, codes in found.items()} for lv, found in parents.items()}

    def county_name(self, code: str) -> str:
        """The county's name, '' for an unknown code."""
        return self.counties.get(code, {}).get("county", "")

    def full_name(self, code: str) -> str:
        """Province, city and county in one text, '' for an unknown code."""
        row = self.counties.get(code)
        if not row:
            return ""
        parts = [row["province"], row["city"] if row["city"] not in SHARED else "", row["county"]]
        return "".join(part for i, part in enumerate(parts) if part not in parts[:i])

    def _of_code(self, digits: str) -> str:
        digits = digits[:6]
        digits = OLD_CODES.get(digits, digits)
        return digits if digits in self.counties else ""

    def find(self, text: str | None) -> str:
        """The county code that a county's name or code names: 孝义市, 吕梁市孝义市, 1410/141024, 141181; ''
        if none or several.
        """
        folded = fold(text or "")
        if not folded:
            return ""
        for digits in reversed(re.findall(r"(?<!\d)\d{6}(?:0{3}|0{6})?(?!\d)", folded)):
            if code := self._of_code(digits):
                return code
        zone = self.zone_in(folded)
        codes = self._whole(folded)
        if codes:
            return codes[0] if len(codes) == 1 else ""
        return self.zones[zone].host_county_code if zone else ""

    def code_in(self, text: str | None) -> str:
        """As `find`, and where a list names a city or a province only, the digits that its counties' codes begin with."""
        code = self.find(text)
        if code or not text:
            return code
        try:
            region = self.resolve(text)
        except ValueError:
            return ""
        return region.code[: {"province": 2, "city": 4, "county": 6}[region.level]]

    def _whole(self, folded: str) -> list[str]:
        """Counties whose name ends the text, what stands before it being nothing but their province and city."""
        for start in range(len(folded)):
            codes = self._by_name.get(folded[start:])
            if codes is None:
                continue
            head = folded[:start]
            fits = [code for code in codes if self._is_head(head, code)]
            if fits:
                return sorted(set(fits))
        return []

    def _is_head(self, head: str, code: str) -> bool:
        """Whether the text before a county's name consists of its own province and city, each once at most."""
        row = self.counties[code]
        for level in ("province", "city"):
            names = {fold(row[level]), fold(short(row[level]))} if row[level] not in SHARED else set()
            for name in sorted(names, key=lambda n: (-len(n), n)):
                if head.startswith(name):
                    head = head[len(name) :]
                    break
        # 北京市市辖区, and the municipality written twice
        province = fold(row["province"])
        return head in ("", "市辖区", "县", province, fold(short(row["province"])))

    def in_address(self, text: str | None, default_city: str | None = None) -> str:
        """The county that an address names; '' when it names none, or one of several and neither city nor
        province decides.

        `default_city` (a city code) decides between namesakes when the address itself names no city or
        province.
        """
        folded = re.sub(
            r"^\d{6}(?!\d)", "", fold(text or "")
        )  # a postcode stands first in the patent gazette
        if not folded:
            return ""
        scope, level, rest = None, "", folded
        for name_level in ("province", "city"):
            for end in range(min(len(rest), 12), 1, -1):
                codes = self._parents[name_level].get(rest[:end])
                if codes and (scope is None or set(codes) & scope) and not self._goes_on(rest, end):
                    scope = set(codes) if scope is None else scope & set(codes)
                    rest, level = rest[end:], name_level
                    break
        if scope is None and default_city:
            scope = {code for code, row in self.counties.items() if row["city_code"] == default_city}
            found = self._county_at(rest, scope)
            return found or self._county_at(rest, None)
        if scope and len(scope) == 1:  # a city without counties: 儋州市, 嘉峪关市
            return next(iter(scope))
        return self._county_at(rest, scope, skip=6 if level else 0)

    @staticmethod
    def _goes_on(rest: str, end: int) -> bool:
        """Whether a short form is only the beginning of a longer word: 吉林 in 吉林路, 中山 in 中山街."""
        full = short(rest[:end]) != rest[:end]
        return not full and rest[end : end + 1] in tuple("路街道大镇乡村北南东西中")

    def _county_at(self, rest: str, scope: set[str] | None, skip: int = 0) -> str:
        """A county whose full name begins the text, or, in a known province or city, stands within its
        first characters.
        """
        for start in range(0, skip + 1):
            best: list[str] = []
            for end in range(min(len(rest), start + 15), start + 1, -1):
                word = rest[start:end]
                codes = self._by_name.get(word)
                if not codes:
                    continue
                full = [
                    c
                    for c in codes
                    if fold(self.counties[c]["county"]) == word or word in map(fold, OLD_NAMES)
                ]
                short_ok = not full and not self._goes_on(rest, end) and scope is not None and start == 0
                codes = full or (codes if short_ok else [])
                best = sorted({c for c in codes if scope is None or c in scope})
                if best:
                    break
            if best:
                return best[0] if len(best) == 1 else ""
        return ""

    def zone_in(self, text: str | None) -> str:
        """The zone that a text names, the longest word first; '' if none."""
        folded = fold(text or "")
        hits = [(-len(w), zone.code) for zone in self.zones.values() for w in zone.words if w in folded]
        return min(hits)[1] if hits else ""

    def zones_of(self, region: Region) -> list[Zone]:
        """The zones whose host county lies in the region, ordered by code."""
        inside = set(region.county_codes)
        return [zone for code, zone in sorted(self.zones.items()) if zone.host_county_code in inside]

    def resolve(self, region: str) -> Region:
        """A province, city or county by name (with or without 省, 市, 县), code, or pinyin.

        Raises ValueError naming the choices when the text is ambiguous, and saying so when nothing fits.
        """
        choices = self._choices(fold(region))
        if not choices:
            raise ValueError(f"找不到地区“{region}”：请用省、市、县的名称或六位代码，如 吕梁市、141100")
        if len(choices) > 1:
            names = "、".join(f"{self._path(c)}（{c.code}）" for c in choices[:12])
            raise ValueError(f"“{region}”不止一处：{names}。请用代码指明")
        return choices[0]

    def _path(self, region: Region) -> str:
        row = self.counties[region.county_codes[0]]
        return {"province": row["province"], "city": row["province"] + region.name}.get(
            region.level, self.full_name(region.county_codes[0])
        )

    def _choices(self, text: str) -> list[Region]:
        everything = regions_of(self.counties)
        if re.fullmatch(r"\d{2}|\d{4}|\d{6}", text):
            code = OLD_CODES.get(text, text.ljust(6, "0"))
            return [region for region in everything if region.code == code][:1]
        exact = [
            region for region in everything if fold(region.name) == text or fold(self._path(region)) == text
        ]
        if not exact:
            exact = [region for region in everything if fold(short(region.name)) == text]
        if not exact and text.isascii():
            exact = [region for region in everything if text in pinyin(region.name)]
        if not exact:
            county = self.find(text)
            exact = [region for region in everything if region.code == county and region.level == "county"]
        # a higher level wins over a namesake below it: 吉林 is the province, 朝阳市 the city
        for level in ("province", "city", "county"):
            if ranked := [region for region in exact if region.level == level]:
                return ranked
        return []
