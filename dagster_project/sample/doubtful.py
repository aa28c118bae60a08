# ruff: noqa: C408 (rows of a list read best as keyword arguments)
"""Names that nobody can decide from the lists: near twins, short names, another county's namesake. They wait for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from . import codes, regions
from .calendar import deliveries
from .company import Company, build
from .credit_life import SERIOUS
from .kinds import DECK_SIZE, kind_of, partners
from .mess import Mention
from .rows import Row

_LISTED_ON = date(2026, 10, 20)
_OFF = 970_000  # numbers that no company of the sample has


def doubtful(companies: int, seed: int) -> Iterator[Row]:
    """Some rows a deck, in the last deliveries: each prints a name that two companies share, or that something speaks against.

    Where the truth says no company, the name is another firm's that no register holds.
    """
    for deck in range(-(-companies // DECK_SIZE)):
        twins: dict[str, list[tuple[Company, Company]]] = {"twin_county": [], "twin_industry": []}
        for slots in sorted(partners(deck, seed).items()):
            mine, theirs = (deck * DECK_SIZE + slot for slot in slots)
            if max(mine, theirs) < companies and kind_of(mine, seed) in twins:
                twins[kind_of(mine, seed)].append((build(mine, seed), build(theirs, seed)))
        ways = (_short_patent, _short_entry, _province, _elsewhere, _before_founded, _other_code)
        for turn, (way, pair) in enumerate(zip(ways, twins["twin_county"], strict=False)):
            yield way(*pair, deck * 10 + turn, seed)
        alike = (pair for pair in twins["twin_industry"] if len(pair[0].parts.trade) > 2)
        for turn, (_, company) in enumerate(pair for pair, _ in zip(alike, range(2), strict=False)):
            yield _entry(company, company.parts.trade, deck * 10 + 6 + turn)


def _short_patent(_: Company, company: Company, own: int, seed: int) -> Row:
    """Trade name and trade word: both twins'."""
    name = company.parts.trade + company.parts.word
    return _patent(company, name, own, Mention("", company.company_id))


def _short_entry(_: Company, company: Company, own: int, seed: int) -> Row:
    return _entry(company, company.parts.trade + company.parts.word, own)


def _entry(company: Company, name: str, own: int) -> Row:
    values = dict(
        name=name,
        registration_no=codes.tech_sme_no(2026, 9_000_000 + own),
        year=2026,
        published_on=date(2026, 10, 13),
    )
    return Row(deliveries("tech_sme")[-1], values, (Mention(name, company.company_id, "doubtful"),))


def _province(twin: Company, company: Company, own: int, seed: int) -> Row:
    """The province for the county, and a legal form that neither has."""
    held = {twin.parts.form, company.parts.form}
    form = next(one for one in ("有限责任公司", "股份有限公司", "有限公司") if one not in held)
    return _listed(f"山西{company.parts.trade}{company.parts.word}{form}", own)


def _elsewhere(twin: Company, company: Company, own: int, seed: int) -> Row:
    """The very name, on a list of a county where neither is."""
    away = {twin.county_code, company.county_code}
    others = [name for code, name in regions.counties().items() if code not in away]
    return _listed(company.name, own, county=others[own % len(others)])


def _other_code(_: Company, company: Company, own: int, seed: int) -> Row:
    """The very name, with another firm's code."""
    return _listed(company.name, own, code=codes.uscc(_OFF + own, seed, prefix="MB"))


def _before_founded(twin: Company, _: Company, own: int, seed: int) -> Row:
    """A patent granted to a firm of that name before it was founded."""
    granted = twin.established - timedelta(days=400)
    return _patent(twin, twin.name, own, Mention(""), granted)


def _patent(company: Company, name: str, own: int, who: Mention, granted: date = date(2026, 10, 13)) -> Row:
    filed = granted - timedelta(days=900)
    values = dict(
        publication_no=codes.publication_no(9_900_000 + own),
        application_no=codes.application_no(filed.year, 8_000_000 + own),
        title=f"一种{(company.industry.products or ('示例',))[0]}",
        owners=[name],
        granted_on=granted,
        filed_on=filed,
        ipc=company.industry.ipc,
        event="授权",
    )
    return Row(deliveries("patent_grant")[-1], values, (who._replace(name=name, noise="doubtful"),))


def _listed(name: str, own: int, county: str = "", code: str = "") -> Row:
    which, authority, reason = SERIOUS[own % len(SERIOUS)]
    values = dict(
        name=name,
        published_code=code,
        list_name=which,
        listed_on=_LISTED_ON,
        expected_end=_LISTED_ON + timedelta(days=1_095),
        authority=authority,
        reason=reason,
        county=county,
    )
    return Row(deliveries("credit_blacklist")[-1], values, (Mention(name, "", "doubtful"),))
