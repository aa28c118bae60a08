"""What the pages of a standard share: its notes, its marks, and how spans, units and regions are written."""

from __future__ import annotations

from dagster_project.publish.terminal import section
from dagster_project.seeds import seed_rows

ASSUMED = "〔推定〕"


class Notes:
    """The notes met on the way, each told once at the end, with the places that it belongs to."""

    def __init__(self) -> None:
        self.places: dict[str, list[str]] = {}

    def mark(self, row: dict, place: str) -> str:
        """The row's mark; its note is kept."""
        if row.get("note"):
            places = self.places.setdefault(row["note"], [])
            places += [] if place in places else [place]
        return ASSUMED if row["assumption"] else ""

    def lines(self) -> list[str]:
        told = [f"  · {'、'.join(_shortened(places))}：{note}" for note, places in self.places.items()]
        return [*section("推定与说明"), *told] if told else []


def _shortened(places: list[str]) -> list[str]:
    """Places with the document and annex named once: 方案 附件2 二1A、二1B."""
    heads = [place.rpartition(" ")[0] for place in places]
    return [
        place.rpartition(" ")[2] if n and heads[n] and heads[n] == heads[n - 1] else place
        for n, place in enumerate(places)
    ]


def border(row: dict) -> str:
    return "〔恰在界限时推定〕" if row["border_assumption"] else ""


def unit_of(unit: str | None) -> str:
    return "" if not unit else unit if unit == "%" else f" {unit}"


def span(start, end) -> str:
    if start and end:
        return f"{start} 至 {end} "
    return f"{start} 起" if start else f"{end} 以前" if end else "不限期"


def tiers() -> dict[str, str]:
    """{tier: its Chinese title}."""
    return {row["tier"]: row["tier_title"] for row in seed_rows("tiers")}


def region(code: str) -> str:
    """A region of the seeds in words: 全国, or the division's name; the code itself where it is no division."""
    if code == "*":
        return "全国"
    for row in seed_rows("divisions"):
        for level in ("province", "city", "county"):
            if row[f"{level}_code"] == code:
                return row[level]
    return code
