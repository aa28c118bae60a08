# ruff: noqa: C408 (rows of a list read best as keyword arguments)
"""What happened to each kind of company, and the truth about it."""

from __future__ import annotations

from datetime import date
from random import Random

from . import credit_life, figures, judged, planted, review_life, title_life, works
from .company import Company, build, chance


def live(number: int, seed: int) -> Company:
    """A whole company: who it is and all that the lists will say of it."""
    company, random = build(number, seed), chance(number, seed, 3)
    kind = company.kind
    if kind in ("twin_county", "twin_industry", "branch", "trader", "cooperative", "plain"):
        return _plain(company, random)
    if kind == "provisional":
        works.tech(company, random, (2025, 2026))
        return company
    if kind in ("signal", "former_tier"):
        return _signal(company, random)
    if kind == "reviewed":
        review_life.live(company, random)
        planted.planted(company)
        return company
    profile = figures.weak(random) if kind in ("growing", "risk_certificate") else figures.strong(random)
    if "giant" in kind:
        profile = figures.giant(random)
    if company.industry.size == "软件和信息技术服务业":
        profile["staff"] = min(profile["staff"], 150)
    years = _shape(company, profile, random)
    if kind not in ("growing", "risk_certificate"):
        works.patents(company, random, 7 if "giant" in kind else 4, date(2025, 6, 30))
    figures.report(company, profile, years)
    days = {"risk_certificate": date(2024, 11, 5), "strong_provincial": date(2025, 12, 5)}
    issued = days.get(kind) or random.choice((date(2024, 11, 5), date(2025, 12, 5)))
    if kind != "growing":
        works.certificate(company, issued)
    tech_years = {"growing": (2026,), "risk_certificate": ()}
    works.tech(company, random, tech_years.get(kind, (2024, 2025, 2026)))
    title_life.titles(company, random)
    if kind not in ("growing", "risk_certificate", "needs_data", "large"):
        works.proofs(company, random)
    credit_life.credit(company, random)
    if kind not in ("growing", "needs_data", "large"):
        judged.judged(company, random)
    title_life.applications(company, random)
    planted.planted(company)
    return company


def _shape(company: Company, profile: dict, random: Random) -> tuple[int, ...]:
    """Bend the profile to the kind; returns the fiscal years reported."""
    match company.kind:
        case "near_city":
            profile.update(
                rd=random.uniform(2.76, 2.92), revenue=random.uniform(6_500, 9_000), market=0.2, rank=40
            )
        case "near_provincial":
            profile.update(share=random.uniform(75, 78.5))
        case "near_giant":
            profile.update(revenue=random.uniform(4_600, 4_900), rd=19.0, growth=16)
        case "needs_data":
            return (2022, 2023) if random.random() < 0.5 else (2022, 2023, 2024)
        case "large":
            profile.update(
                revenue=random.uniform(70_000, 160_000), staff=random.randint(1_300, 2_900), growth=8
            )
        case "risk_rd":
            profile.update(rd={2024: 2.3, 2025: 1.9, "else": 4.1}, revenue=random.uniform(7_000, 9_000))
        case "risk_share":
            profile.update(share={2024: 78.0, 2025: random.uniform(63, 70), "else": 90})
        case "risk_debt":
            profile.update(debt={2024: 79.0, 2025: random.uniform(91, 97), "else": 60})
        case "risk_revenue":
            profile.update(
                revenue={2022: 2_900, 2023: 2_400, 2024: 1_700, 2025: random.uniform(900, 1_200)}, rd=12.5
            )
        case "risk_score":
            profile.update(platform={2024: 42.0, 2025: random.uniform(34, 41), "else": 55.0})
        case "risk_outgrown":
            profile.update(
                revenue={2022: 30_000, 2023: 34_000, 2024: 39_000, 2025: 58_000.0},
                staff={2022: 700, 2023: 800, 2024: 950, 2025: 1_420},
            )
        case "risk_certificate":
            profile.update(revenue=random.uniform(1_300, 2_200))
        case "risk_review_2026":
            profile.update(rd={2025: 2.0, 2024: 2.6, "else": 3.9}, revenue=random.uniform(6_500, 9_000))
        case "fallen_rd":
            profile.update(
                rd={2022: 3.4, 2023: 2.2, 2024: 1.8, 2025: 2.1}, revenue=random.uniform(6_500, 9_000)
            )
        case "excluded_process":
            profile.update(flags=figures.FLAGS_STRONG | {"restricted_process": 1})
        case "excluded_product":
            profile.update(flags=figures.FLAGS_STRONG | {"restricted_product": 1})
    return figures.YEARS


def _plain(company: Company, random: Random) -> Company:
    if company.kind.startswith("twin") and random.random() < 0.3:
        works.tech(company, random, (2025,))
    elif company.kind == "plain" and company.established.year < 2016 and random.random() < 0.3:
        works.patents(company, random, 1, date(2024, 12, 31))
    return company


def _signal(company: Company, random: Random) -> Company:
    """An ordinary company with one signal or more; nothing about it is planted but its names."""
    if random.random() < 0.5:
        works.patents(company, random, random.randint(1, 3), date(2026, 10, 20))
    if random.random() < 0.5:
        works.certificate(
            company,
            random.choice(
                (
                    date(2021, 12, 7),
                    date(2022, 12, 12),
                    date(2023, 12, 6),
                    date(2024, 11, 5),
                    date(2025, 12, 5),
                )
            ),
        )
    if random.random() < 0.6 or not (company.patents or company.certificates):
        works.tech(company, random, random.choice(((2023,), (2024,), (2024, 2025), (2025, 2026), (2026,))))
    if random.random() < 0.6:
        years = random.choice((figures.YEARS, (2023, 2024, 2025), (2025,), (2024,), (2022, 2023)))
        figures.report(company, figures.modest(random), years)
        for year in company.reports.values():
            for name in random.sample(sorted(figures.FLAGS_STRONG), 9):
                year.pop(name)
    if random.random() < 0.2:
        company.proofs.append(
            dict(
                kind="四新",
                level="市级",
                title="吕梁市“四新”企业",
                awarded_on=date(2025, 8, 12),
                issuer="市工信局",
            )
        )
    title_life.titles(company, random)
    credit_life.petty(company, random)
    return company
