# ruff: noqa: C408 (rows of a list read best as keyword arguments)
"""Yearly figures that agree with each other: revenue, main revenue, R&D, profit, balance sheet, staff."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

from .company import Company

YEARS = (2022, 2023, 2024, 2025)
FLAGS_STRONG = dict(
    own_brand=1,
    quality_certificate=1,
    quality_award_provincial=0,
    product_certificate_abroad=0,
    standard_setting=1,
    information_system=1,
    management_certificate=1,
    fills_chain_gap=1,
    six_bases_or_key_chain=1,
    chain_key_position=1,
    six_bases_or_chain_leader=1,
    priority_field=1,
    strategic_industry=1,
    local_key_industry=1,
    local_brand=1,
    local_innovation_record=1,
    rd_institution_own=1,
    shareholding_reformed=1,
    on_cloud=1,
    restricted_process=0,
    restricted_product=0,
    annual_update_done=1,
    change_reported=1,
)
FLAGS_WEAK = dict.fromkeys(FLAGS_STRONG, 0) | dict(
    quality_certificate=1, annual_update_done=1, change_reported=1, on_cloud=1
)


def strong(random: Random) -> dict:
    """A profile far above every bound but 小巨人's revenue. Shares and growth in %, amounts in 万元."""
    return dict(
        revenue=random.uniform(3_200, 9_000),
        growth=random.uniform(15, 24),
        share=random.uniform(91, 97),
        rd=random.uniform(7, 11),
        margin=random.uniform(12, 18),
        debt=random.uniform(25, 42),
        staff=random.randint(60, 190),
        rd_staff=random.uniform(24, 35),
        tech_staff=random.uniform(36, 50),
        since=random.randint(8, 14),
        digital=4,
        platform=random.uniform(70, 86),
        market=random.uniform(2, 4),
        rank=random.randint(5, 20),
        flags=FLAGS_STRONG,
        high_tech_share=random.uniform(72, 95),
        class2=random.randint(3, 9),
    )


def giant(random: Random) -> dict:
    """A profile far above 小巨人's bounds too."""
    return strong(random) | dict(
        revenue=random.uniform(13_000, 26_000),
        share=random.uniform(99.3, 99.8),
        rd=random.uniform(6, 9),
        staff=random.randint(180, 420),
        market=random.uniform(16, 30),
        rank=random.randint(1, 2),
    )


def weak(random: Random) -> dict:
    """A profile below most bounds, by far."""
    return dict(
        revenue=random.uniform(420, 760),
        growth=random.uniform(-9, -5),
        share=random.uniform(40, 47),
        rd=random.uniform(1.1, 1.8),
        margin=random.uniform(0.5, 1.4),
        debt=random.uniform(79, 88),
        staff=random.randint(22, 60),
        rd_staff=random.uniform(1, 3.5),
        tech_staff=random.uniform(5, 9),
        since=random.randint(1, 3),
        digital=1,
        platform=random.uniform(22, 33),
        market=0.05,
        rank=random.randint(60, 300),
        flags=FLAGS_WEAK,
        high_tech_share=random.uniform(20, 40),
        class2=0,
    )


def modest(random: Random) -> dict:
    """Anything between: what an ordinary company with a signal looks like."""
    flags = {name: int(random.random() < 0.5) for name in FLAGS_STRONG}
    flags |= dict(restricted_process=0, restricted_product=0, annual_update_done=1)
    return dict(
        revenue=random.uniform(600, 12_000),
        growth=random.uniform(-4, 20),
        share=random.uniform(62, 97),
        rd=random.uniform(1, 8),
        margin=random.uniform(0, 13),
        debt=random.uniform(30, 75),
        staff=random.randint(20, 280),
        rd_staff=random.uniform(3, 25),
        tech_staff=random.uniform(8, 40),
        since=random.randint(2, 12),
        digital=random.randint(1, 3),
        platform=random.uniform(35, 70),
        market=random.uniform(0.1, 4),
        rank=random.randint(4, 90),
        flags=flags,
        high_tech_share=random.uniform(40, 90),
        class2=random.randint(0, 4),
    )


def _money(value: float) -> Decimal:
    return Decimal(str(round(value, 2)))


def _of(profile: dict, key: str, year: int) -> float:
    """A profile's value in a year: a number, or a table by year (the last known before it holds on)."""
    value = profile[key]
    return value[year if year in value else "else"] if isinstance(value, dict) else value


def report(company: Company, profile: dict, years: tuple[int, ...] = YEARS) -> None:
    """Write the company's reports of some years into it: raw figures and the shares that follow from them.

    A profile's value may be a table by year with "else". Shares are computed from the rounded amounts: what a
    company states and what follows from its amounts agree to the second decimal.
    """
    for year in years:
        revenue = profile["revenue"]
        revenue = (
            revenue[year]
            if isinstance(revenue, dict)
            else revenue / (1 + profile["growth"] / 100) ** (2025 - year)
        )
        revenue = _money(revenue)
        main = _money(float(revenue) * _of(profile, "share", year) / 100)
        rd = _money(float(revenue) * _of(profile, "rd", year) / 100)
        profit = _money(float(revenue) * _of(profile, "margin", year) / 100)
        assets = _money(float(revenue) * 1.3)
        debts = _money(float(assets) * _of(profile, "debt", year) / 100)
        staff = int(_of(profile, "staff", year))
        rd_staff, tech_staff = (
            -(-int(staff * _of(profile, key, year)) // 100) for key in ("rd_staff", "tech_staff")
        )
        own = sum(
            1 for patent in company.patents if patent["own"] and patent["granted_on"] <= date(year, 12, 31)
        )
        company.reports[year] = dict(
            fiscal_year=year,
            revenue=revenue,
            main_revenue=main,
            rd_expense=rd,
            net_profit=profit,
            assets=assets,
            liabilities=debts,
            staff=staff,
            rd_staff=rd_staff,
            tech_staff=tech_staff,
            rd_domestic_share=Decimal("100"),
            high_tech_revenue_share=_money(profile["high_tech_share"]),
            rd_cost_ratio=_money(float(rd / (revenue - profit) * 100)),
            main_revenue_share=_money(float(main / revenue * 100)),
            net_margin=_money(float(profit / revenue * 100)),
            debt_ratio=_money(float(debts / assets * 100)),
            rd_staff_share=_money(rd_staff / staff * 100),
            tech_staff_share=_money(tech_staff / staff * 100),
            market_share=_money(profile["market"]),
            market_rank_domestic=profile["rank"],
            segment_years=max(profile["since"] - (2025 - year), 0),
            digital_level=profile["digital"],
            platform_score=_money(_of(profile, "platform", year)),
            ip_class1_high_value=0,
            ip_class1_self_developed=own,
            ip_class1=own,
            ip_class1_own=own,
            ip_class2=profile["class2"],
            **profile["flags"],
        )
