"""How lists spell company names: what a clerk, a scanner and a spreadsheet do to them."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import NamedTuple

from . import regions
from .company import Company
from .names import SLIPS

_TRADITIONAL = str.maketrans("业铸镁铝县义阳矿机装备软肥态术团", "業鑄鎂鋁縣義陽礦機裝備軟肥態術團")
_MILD = (("exact", 70), ("width", 10), ("space", 10), ("edge_space", 10))
_FULL = (
    ("exact", 58),
    ("width", 7),
    ("space", 6),
    ("lost_region", 6),
    ("short_region", 5),
    ("legal_form", 5),
    ("typo", 6),
    ("note", 3),
    ("traditional", 2),
    ("zero_width", 1),
    ("short_name", 1),
)


class Mention(NamedTuple):
    """A name as a list prints it, with the company that it truly is ('' for none)."""

    name: str
    company_id: str = ""
    noise: str = ""
    resolvable: int = 0


def _pick(random: Random, table: tuple[tuple[str, int], ...]) -> str:
    mark = random.random() * sum(weight for _, weight in table)
    for noise, weight in table:
        mark -= weight
        if mark < 0:
            return noise
    return table[0][0]


def mention(
    company: Company, day: date, random: Random, code_shown: bool = False, mild: bool | None = None
) -> Mention:
    """The company's name as a list of a day prints it. `mild`: only noise that no reader stumbles over."""
    mild = company.planted if mild is None else mild
    name = company.name_on(day)
    noise = _pick(random, _MILD if mild else _FULL)
    if name != company.name and noise not in ("exact", "edge_space"):
        noise = "exact"
    text = _spell(company, name, noise, random)
    if text == name:
        noise = "exact"
    if name != company.name:
        noise = "former_name"
    lost = (
        noise == "short_name"
        or not company.registered
        or (company.has_twin and noise in ("lost_region", "typo"))
    )
    resolvable = code_shown or not lost
    return Mention(text, company.company_id, noise, int(resolvable))


def _spell(company: Company, name: str, noise: str, random: Random) -> str:
    parts = company.parts
    rest = name.removeprefix(parts.region)
    match noise:
        case "width":
            return name.replace("（", "(").replace("）", ")") if "（" in name else f"{name}\u3000"
        case "space":
            at = random.randint(2, len(name) - 2)
            return f"{name[:at]} {name[at:]}"
        case "edge_space":
            return f" {name}"
        case "lost_region" if parts.region and len(rest) > 6:
            return rest
        case "short_region" if parts.region:
            return regions.short(parts.region) + rest
        case "legal_form":
            if "有限责任公司" in name:
                return name.replace("有限责任公司", "有限公司")
            return (
                name.replace("有限公司", "有限责任公司")
                if "股份" not in name
                else name.replace("股份有限公司", "有限公司")
            )
        case "typo":
            slips = [at for at, sign in enumerate(parts.trade) if sign in SLIPS]
            if slips:
                at = random.choice(slips)
                return name.replace(
                    parts.trade, parts.trade[:at] + SLIPS[parts.trade[at]] + parts.trade[at + 1 :], 1
                )
        case "note":
            return (
                f"{name}（原{company.former}）"
                if company.former
                else f"{name}（{regions.short(company.county)}）"
            )
        case "traditional":
            return name.translate(_TRADITIONAL)
        case "zero_width":
            return f"{name[:3]}\u200b{name[3:]}"
        case "short_name" if parts.form:
            return parts.trade + parts.word
    return name
