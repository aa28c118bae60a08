# ruff: noqa: C408 (rows of a list read best as keyword arguments)
"""Companies on lists that no register holds: other places' and vanished ones. They must match nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from . import codes, names, regions
from .calendar import REPEATED, deliveries, due
from .company import chance
from .credit_life import OTHER, SERIOUS
from .industries import INDUSTRIES
from .kinds import DECK_SIZE
from .mess import Mention
from .rows import Row

PER_DECK = 26


def outsiders(number: int, seed: int) -> Iterator[Row]:
    """The rows of outsiders that go with one deck of companies."""
    random = chance(number, seed, 9)
    for turn in range(PER_DECK):
        own = number * PER_DECK + turn
        name, city = _name(own, seed, random, number)
        who = Mention(name, "", "absent")
        kind = turn % 13
        if kind < 5:
            yield from _patent(own, who, city, random)
        elif kind < 8:
            issued = random.choice((date(2023, 12, 6), date(2024, 11, 5), date(2025, 12, 5)))
            values = dict(
                certificate_no=codes.certificate_no(issued.year, 400_000 + own), issued_on=issued, county=city
            )
            yield from _row("high_tech_enterprise", issued, values, who)
        elif kind < 10:
            year = random.choice((2024, 2025, 2026))
            values = dict(
                registration_no=codes.tech_sme_no(year, 5_000_000 + own),
                year=year,
                published_on=date(year, 6, 30),
                county=city,
            )
            yield from _row("tech_sme", date(year, 6, 30), values, who)
        elif kind < 12:
            day = date(2023, 1, 1) + timedelta(days=random.randrange(1_300))
            values = dict(
                penalised_on=day,
                authority=f"{city}示例执法局",
                kind="罚款",
                is_grave=random.choice(("是", "否", "")),
                reason="示例违法事实",
                document_no=f"（示例）罚〔{day.year}〕外{own}号",
                amount=30_000,
                county=city,
            )
            yield from _row("penalty", day, values, who)
        else:
            yield from _listed(random.choice(SERIOUS + OTHER), who, _masked(own, seed), city, random)
    if number == 0:  # every list is on every delivery, so that a cleared last row is seen to be cleared
        for turn, which in enumerate(SERIOUS * 3 + OTHER * 3):
            name, city = _name(900_000 + turn, seed, random, None)
            who, code = Mention(name, "", "absent"), _masked(900_000 + turn, seed)
            yield from _listed(which, who, code, city, random, date(2024, 3, 1))
        for turn in range(12):
            name, city = _name(950_000 + turn, seed, random, None)
            for delivery in deliveries("abnormal_operation"):
                values = dict(
                    name=name,
                    published_code=_masked(950_000 + turn, seed),
                    listed_on=date(2024, 5, 6),
                    reason="通过登记的住所（经营场所）无法联系",
                    removed_on=None,
                    authority="示例市市场监督管理局",
                    county=city,
                )
                yield Row(delivery, values, (Mention(name, "", "absent"),))


def _name(own: int, seed: int, random: Random, deck: int | None) -> tuple[str, str]:
    """A name and its city; one in six bears the trade name of a company in the register (and is another)."""
    city = random.choice(regions.OTHER_CITIES)
    industry = random.choice(INDUSTRIES)
    trade = names.absent_trade_name(own, seed)
    if deck is not None and random.random() < 0.17:
        trade = names.trade_name(deck * DECK_SIZE + random.randrange(DECK_SIZE), seed)
    region = city if random.random() < 0.8 else regions.short(city)
    return str(names.Name(region, trade, random.choice(industry.words), random.choice(names.FORMS))), city


def _row(source: str, day: date, values: dict, who: Mention) -> Iterator[Row]:
    delivery = due(source, day + timedelta(days=3))
    if delivery:
        yield Row(delivery, values | {"name": who.name}, (who,))


def _patent(own: int, who: Mention, city: str, random: Random) -> Iterator[Row]:
    granted = date(2023, 1, 3) + timedelta(days=random.randrange(1_380))
    delivery = due("patent_grant", granted + timedelta(days=3))
    if delivery is None or delivery.day == REPEATED[0]:
        return
    owners = [who]
    if random.random() < 0.3:
        owners.append(Mention(names.person(random), "", "person"))
    if random.random() < 0.15:
        owners = [Mention(random.choice(names.FOREIGN), "", "foreign")]
    filed = granted - timedelta(days=random.randint(600, 1_100))
    kind = "U" if random.random() < 0.15 else "B"
    values = dict(
        publication_no=codes.publication_no(9_990_000 - own, kind),
        title="一种示例装置",
        granted_on=granted,
        filed_on=filed,
        ipc="B65D1/00",
        application_no=codes.application_no(filed.year, 5_000_000 + own, 2 if kind == "U" else 1),
        owners=[item.name for item in owners],
        address=f"{city}示例路{own % 300 + 1}号",
        event="授权",
    )
    yield Row(delivery, values, tuple(owners))


def _masked(own: int, seed: int) -> str:
    """A code as courts print it; two in three lists print one."""
    code = codes.uscc(own, seed, prefix="MB")
    return f"{code[:10]}****{code[-4:]}" if own % 3 else ""


def _listed(
    which: tuple[str, str, str], who: Mention, code: str, city: str, random: Random, day: date | None = None
) -> Iterator[Row]:
    day = day or date(2024, 4, 1) + timedelta(days=random.randrange(800))
    name, authority, reason = which
    for delivery in deliveries("credit_blacklist"):
        if day + timedelta(days=3) <= delivery.day:
            values = dict(
                name=who.name,
                published_code=code,
                list_name=name,
                listed_on=day,
                expected_end=day + timedelta(days=1_095),
                authority=authority,
                reason=reason,
                county=city,
            )
            yield Row(delivery, values, (who,))
