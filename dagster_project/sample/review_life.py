# ruff: noqa: C408 (rows of a list read best as keyword arguments)
"""Companies whose title came up for review in the last year: four years of their lives, left to chance.

Nothing here is aimed at a level of the watch. A life has its own course (research that fades or recovers, sales, a
certificate that is renewed or not, an award that grows old, trouble with an authority that is settled or not) and the
reviewer (reviewer.py) reads it on the day. The odds are plain guesses of how often such things happen:
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from . import credit_life, figures, judged, works
from .company import Company
from .reviewer import Verdict, review
from .title_life import LADDER, grant

FADES = 0.22  # research or sales go down year by year
RECOVERS = 0.25  # a fading company turns round, each year
RENEWS = 0.5  # a certificate or institution that runs out before the review is renewed in time
IN_TROUBLE = 0.2  # a listing, an accident, the end of the company, or growth past an SME
SETTLED = 0.3  # a listing is cleared before long
FORGETS = 0.04  # the yearly update of the review's year is not made
UNSEEN = 0.06  # lost for what no list shows: not applied for, or found on site
UNANNOUNCED = 0.25  # a loss that nobody announces: the title just runs out

# (recognised, valid from, valid to) of the cohorts that were reviewed between December 2025 and October 2026
COHORTS = (
    (date(2022, 12, 30), date(2023, 1, 1), date(2025, 12, 31)),
    (date(2023, 3, 20), date(2023, 3, 20), date(2026, 3, 19)),
    (date(2023, 6, 20), date(2023, 6, 20), date(2026, 6, 19)),
    (date(2023, 9, 20), date(2023, 9, 20), date(2026, 9, 19)),
)
ROUND_ENDS = date(2026, 4, 15)
TROUBLES = ("dishonest", "dishonest", "abnormal", "accident", "accident", "ended", "outgrown")


def live(company: Company, random: Random) -> None:
    """Fill in the whole life, the review and what came of it."""
    tier = LADDER[1] if random.random() < 0.6 else LADDER[0]
    cohort = random.choice(COHORTS)
    leaning = random.random() < (0.25 if tier == LADDER[1] else 0.6)
    profile = _profile(random, leaning)
    trouble = random.choice(TROUBLES) if random.random() < IN_TROUBLE else ""
    _years(profile, random, trouble)
    works.patents(company, random, random.randint(2, 5), date(2025, 6, 30))
    works.tech(company, random, (2024, 2025, 2026))
    _leans_on(company, random, tier, leaning)
    _trouble(company, random, trouble)
    figures.report(company, profile)
    if random.random() < FORGETS:
        company.reports[cohort[2].year - 1]["annual_update_done"] = 0
    if random.random() < 0.5:
        judged.judged(company, random)
    grant(company, tier, cohort[0], valid=cohort[1:])
    if tier == LADDER[1]:
        grant(company, LADDER[0], date(2024, 6, 26))
    _outcome(company, random, tier, cohort)


def _profile(random: Random, leaning: bool) -> dict:
    """Strong in itself, or one whose score is low and who leans on a certificate, an institution or an award."""
    if not leaning:
        return figures.strong(random) | dict(rd=random.uniform(3.2, 7), revenue=random.uniform(1_200, 5_000))
    return figures.weak(random) | dict(
        rd=random.uniform(4.4, 6), revenue=random.uniform(3_200, 4_800), since=random.randint(7, 12)
    )


def _years(profile: dict, random: Random, trouble: str) -> None:
    """Draw research share and sales year by year from where the profile starts."""
    rd, revenue = profile["rd"], profile["revenue"]
    fading = random.choice(("rd", "rd", "revenue")) if random.random() < FADES else ""
    shares, sales = {}, {}
    for year in figures.YEARS:
        shares[year], sales[year] = round(rd, 2), round(revenue, 2)
        if fading and year > 2022 and random.random() < RECOVERS:
            rd, revenue, fading = max(rd, random.uniform(3.1, 4.5)), max(revenue, 1_100), ""
        rd *= random.uniform(0.62, 0.88) if fading == "rd" else random.uniform(0.93, 1.1)
        revenue *= random.uniform(0.6, 0.85) if fading == "revenue" else random.uniform(0.97, 1.15)
    profile.update(rd=shares, revenue=sales)
    if trouble == "outgrown":
        year = random.choice((2024, 2025))
        profile["revenue"] = {y: 60_000.0 if y >= year else 30_000.0 for y in figures.YEARS}
        profile["rd"] = 4.0
        profile["staff"] = {y: 1_450 if y >= year else 600 for y in figures.YEARS}


def _leans_on(company: Company, random: Random, tier: str, leaning: bool) -> None:
    """What carries a low score, and whether it lasts; the strong have a certificate too, that carries nothing."""
    renewed = random.random() < RENEWS
    if tier == LADDER[1] and leaning:  # an award counts for three years; another may follow
        _award(company, date(2023, random.randint(1, 12), 10))
        if renewed:
            _award(company, date(2025, 9, 20))
    elif leaning and random.random() < 0.5:
        _institution(company, date(2022, 9, 15), date(2025, 12, 31))
        if renewed:
            _institution(company, date(2025, 12, 20), date(2028, 12, 31))
    else:
        works.certificate(company, date(2022, 12, 12))
        if renewed or not leaning:
            works.certificate(company, date(2025, 12, 5))


def _award(company: Company, day: date) -> None:
    company.proofs.append(
        dict(
            kind="科技奖励",
            level="省级",
            rank=2,
            title="山西省科学技术进步奖三等奖",
            issuer="省科技厅",
            awarded_on=day,
        )
    )


def _institution(company: Company, day: date, until: date) -> None:
    company.proofs.append(
        dict(
            kind="研发机构",
            level="省级",
            title="山西省企业技术中心",
            issuer="省工信厅",
            awarded_on=day,
            valid_to=until,
        )
    )


def _trouble(company: Company, random: Random, trouble: str) -> None:
    day = date(2024, 9, 2) + timedelta(days=random.randrange(560))
    settled = day + timedelta(days=random.randint(90, 300)) if random.random() < SETTLED else None
    match trouble:
        case "dishonest":
            credit_life.listed(company, random.choice(credit_life.SERIOUS), day, settled)
        case "abnormal":
            company.abnormal.append(
                dict(listed_on=day, reason="通过登记的住所（经营场所）无法联系", removed_on=settled)
            )
        case "accident":
            credit_life.grave(company, day, "发生较大及以上生产安全责任事故")
        case "ended":
            company.ends = (day, random.choice(("注销", "迁出")))
        case _:
            credit_life.petty(company, random)


def _outcome(company: Company, random: Random, tier: str, cohort: tuple[date, date, date]) -> None:
    """The review, in the province's round in April where the tier has one, else two weeks before the title ends:
    renewed, or lost with what the reviewer found."""
    valid_to = cohort[2]
    day = valid_to - timedelta(days=14)
    if tier == LADDER[1] and valid_to > ROUND_ENDS:
        day = ROUND_ENDS
    found = review(company, tier, day)
    if found is None and random.random() < UNSEEN:
        found = Verdict("", None)
    if found is None:
        grant(company, tier, day, "复核通过", valid=(valid_to + timedelta(days=1), _later(valid_to)))
        return
    fell_on = valid_to + timedelta(days=1)
    if random.random() >= UNANNOUNCED:
        fell_on = valid_to + timedelta(days=random.randint(1, 20))
        company.titles.append(
            dict(
                tier=tier,
                recognised_on=cohort[0],
                event="自动取消",
                event_on=fell_on,
                document=f"示例公告〔{fell_on.year}〕{fell_on.month}号",
            )
        )
    company.falls.append((tier, fell_on, found.cause, found.known_on))


def _later(day: date) -> date:
    return day.replace(year=day.year + 3)
