"""One fictional company: who it is. What it did (figures, titles, listings) is added by life.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from . import codes, kinds, names, regions
from .industries import FARMING, INDUSTRIES, SMALL_TRADES, TRADERS, Industry

_HOME = ("141102", "141181", "141182", "141121", "141122", "141125", "141129")
_MAY_RENAME = (
    "strong_start",
    "near_city",
    "needs_data",
    "growing",
    "signal",
    "plain",
    "cleared_listing",
    "reviewed",
)


@dataclass(slots=True)
class Company:
    """Truth about one company; every list row is written from here."""

    number: int
    kind: str
    company_id: str
    uscc: str
    registration_no: str
    register_id: str
    parts: names.Name
    name: str
    county_code: str
    county: str
    zone_code: str
    zone: str
    address: str
    industry: Industry
    company_type: str
    established: date
    has_twin: bool
    former: str = ""
    renamed_on: date | None = None
    leaves_on: date | None = None
    ends: tuple[date, str] | None = None  # the day, and what the register says from then on
    reports: dict[int, dict] = field(default_factory=dict)
    patents: list[dict] = field(default_factory=list)
    certificates: list[dict] = field(default_factory=list)
    tech_years: list[dict] = field(default_factory=list)
    titles: list[dict] = field(default_factory=list)
    listings: list[dict] = field(default_factory=list)
    abnormal: list[dict] = field(default_factory=list)
    penalties: list[dict] = field(default_factory=list)
    proofs: list[dict] = field(default_factory=list)
    judgements: list[dict] = field(default_factory=list)
    applications: list[dict] = field(default_factory=list)
    candidates: list[tuple[str, str]] = field(default_factory=list)
    exclusions: list[tuple[str, str]] = field(default_factory=list)
    risks: list[tuple[str, str, str]] = field(default_factory=list)
    safe: list[str] = field(default_factory=list)
    falls: list[tuple[str, date, str, date | None]] = field(default_factory=list)

    @property
    def registered(self) -> bool:
        return self.kind != "provisional"

    @property
    def planted(self) -> bool:
        """Whether something hangs on this company's rows, so that their noise must stay mild."""
        return bool(self.reports) and self.kind not in ("signal", "plain")

    def name_on(self, day: date) -> str:
        """The registered name on a day."""
        return self.former if self.renamed_on and day < self.renamed_on else self.name


def chance(number: int, seed: int, salt: int) -> Random:
    """The company's own random numbers: the same whatever the size of the sample."""
    return Random(((seed * 1_000_003 + salt) << 40) + number)


def _identity(number: int, seed: int) -> tuple[names.Name, str, Industry]:
    """Name, county code and line of business; a twin's and a branch's come from the company they echo."""
    random, kind = chance(number, seed, 1), kinds.kind_of(number, seed)
    every = regions.counties()
    partner = kinds.partner_of(number, seed)
    if partner is not None:
        name, county, industry = _identity(partner, seed)
        if kind == "twin_county":
            county = random.choice([code for code in every if code != county])
            return (
                name._replace(region=every[county], inner="", form=random.choice(names.FORMS)),
                county,
                industry,
            )
        if kind == "twin_industry":
            other = random.choice([item for item in INDUSTRIES if item.name != industry.name])
            return name._replace(word=random.choice(other.words)), county, other
        return name, random.choice([code for code in every if code != county]), industry
    if kind == "trader":
        industry = random.choice(TRADERS)
    elif kind == "cooperative":
        industry = FARMING
    elif kind == "plain" and random.random() < 0.6:
        industry = random.choice(SMALL_TRADES)
    else:
        industry = random.choice(INDUSTRIES)
    homes = (
        industry.at
        if industry.at and random.random() < 0.7
        else (_HOME if random.random() < 0.6 else tuple(every))
    )
    county = random.choice(homes)
    full, style, inner = every[county], random.random(), ""
    if kinds.has_twin(number, seed) or kind in ("trader", "cooperative"):
        region = full
    elif style < 0.30:
        region = "山西"
    elif style < 0.62:
        region = full
    elif style < 0.78:
        region = regions.short(full)
    elif style < 0.90:
        region = random.choice(("吕梁", "吕梁市"))
    elif style < 0.95:
        region, inner = "", "山西"
    else:
        region = ""
    form = {"trader": "", "cooperative": "农民专业合作社"}.get(kind)
    if form is None:
        form = random.choice(names.FORMS)
    trade = names.trade_name(number, seed)
    return names.Name(region, trade, random.choice(industry.words), form, inner), county, industry


def build(number: int, seed: int) -> Company:
    """The company of a number, as the register knows it."""
    kind, random = kinds.kind_of(number, seed), chance(number, seed, 2)
    parts, county_code, industry = _identity(number, seed)
    county = regions.counties()[county_code]
    name = str(parts)
    if kind == "branch":
        name += f"{regions.short(county)}分公司"
    class_ = {"trader": "92", "cooperative": "93"}.get(kind, "91")
    uscc, registration_no, register_id = codes.uscc(number, seed, class_), "", ""
    identity = random.random()
    if kind == "trader" and identity < 0.25:
        uscc, registration_no = "", codes.registration_no(number, seed)
    elif kind == "plain" and identity < 0.03:
        uscc, register_id = "", f"LL{seed:02d}{number:08d}"
    elif identity > 0.8:
        registration_no = codes.registration_no(number, seed)
    zone_code, zone = regions.zones().get(county_code, ("", "")) if random.random() < 0.3 else ("", "")
    street = random.choice(("示例大街", "样板路", "虚构东路", "演示巷", "示范工业路", "范例街"))
    place = f"{regions.short(county)}经济技术开发区" if zone else ""
    if zone.startswith("吕梁"):
        place = "吕梁经济技术开发区"
    address = f"{regions.PROVINCE}{regions.CITY}{county}{place}{street}{random.randint(1, 399)}号"
    if kind in ("plain", "trader", "cooperative"):
        established = date(2008, 1, 1) + timedelta(days=random.randrange(6_800))
    else:
        established = date(2004, 1, 1) + timedelta(days=random.randrange(4_000))
    types = {"branch": "有限责任公司分公司", "trader": "个体工商户", "cooperative": "农民专业合作社"}
    type_ = types.get(kind) or (
        "股份有限公司（非上市）" if parts.form.startswith("股份") else "有限责任公司（自然人投资或控股）"
    )
    company = Company(
        number,
        kind,
        uscc or (f"R:{registration_no}" if registration_no else f"X:{register_id}"),
        uscc,
        registration_no,
        register_id,
        parts,
        name,
        county_code,
        county,
        zone_code,
        zone,
        address,
        industry,
        type_,
        established,
        kinds.has_twin(number, seed) or kinds.partner_of(number, seed) is not None,
    )
    reported = kind == "safe_provincial" and random.random() < 0.3
    if reported or (kind in _MAY_RENAME and not company.has_twin and random.random() < 0.11):
        _rename(company, random, seed)
    elif kind == "plain" and random.random() < 0.04:
        company.leaves_on = date(2025, 1, 1) + timedelta(days=random.randrange(600))
    return company


def _rename(company: Company, random: Random, seed: int) -> None:
    """Give the company an earlier name: another trade name, another trade word, or another legal form."""
    parts, way = company.parts, random.random()
    if way < 0.4:
        old = parts._replace(trade=names.trade_name(2_000_000 + company.number, seed))
    elif way < 0.7 and len(company.industry.words) > 1:
        old = parts._replace(
            word=random.choice([word for word in company.industry.words if word != parts.word])
        )
    else:
        old = parts._replace(form="有限责任公司" if parts.form != "有限责任公司" else "有限公司")
    company.former = str(old)
    company.renamed_on = date(2025, 1, 10) + timedelta(days=random.randrange(560))
