# ruff: noqa: C408 (rows of a list read best as keyword arguments)
"""Titles with their validity and events, applications, and what is planted about them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from .company import Company

WORDS = {
    "innovative_sme": "创新型中小企业",
    "city_specialised": "市级专精特新中小企业",
    "provincial_specialised": "专精特新中小企业",
    "provincial_little_giant": "省级小巨人企业",
    "little_giant": "专精特新“小巨人”企业",
    "single_champion": "制造业单项冠军企业",
}
LADDER = ("innovative_sme", "provincial_specialised", "little_giant")
_COHORT_2024 = (
    "strong_giant",
    "safe_giant",
    "risk_rd",
    "risk_share",
    "risk_debt",
    "risk_revenue",
    "risk_score",
    "risk_dishonest",
    "risk_abnormal",
    "risk_incident",
    "risk_outgrown",
)
TIERS = (LADDER[0], "city_specialised", *LADDER[1:])


def _three_years(day: date) -> date:
    return day.replace(year=day.year + 3) - timedelta(days=1)


def grant(
    company: Company,
    tier: str,
    day: date,
    event: str = "认定",
    valid: tuple[date, date] | None = None,
    **more,
) -> None:
    """Add one row of a title's life; valid three years from the day unless given, the city tier for ever."""
    start, end = valid or ((day, _three_years(day)) if tier != "city_specialised" else (None, None))
    company.titles.append(
        dict(
            tier=tier,
            recognised_on=day,
            valid_from=start,
            valid_to=end,
            event=event,
            batch=f"{day.year}年第{1 + day.month // 7}批",
            document=f"示例公告〔{day.year}〕{day.month}号",
            **more,
        )
    )


def holds(company: Company, tier: str) -> bool:
    """Whether the title is in force on 2026-11-20."""
    day, last = date(2026, 11, 20), None
    for row in sorted(
        (row for row in company.titles if row["tier"] == tier),
        key=lambda row: row.get("event_on") or row["recognised_on"],
    ):
        if row["event"] in ("认定", "复核通过"):
            last = row["valid_to"] or date.max
        elif row["event"] in ("取消", "自动取消"):
            last = None
    return last is not None and last >= day


def titles(company: Company, random: Random) -> None:
    """The titles of a company's kind. Cohorts up to 2023 are reviewed under 63号, later ones under 2号文."""
    kind = company.kind
    tier_one, tier_two, tier_three = LADDER
    if kind in ("strong_provincial", "near_provincial", "risk_certificate"):
        grant(company, tier_one, date(2024, 12, 18))
    elif kind in _COHORT_2024:  # tier one holds until after the review of 2027
        grant(company, tier_one, date(2021, 12, 20))
        grant(company, tier_one, date(2024, 12, 18), "复核通过")
    elif kind in ("near_giant", "safe_provincial", "fallen_rd", "risk_review_2026"):
        if random.random() < 0.5:
            grant(company, tier_one, date(2022, 12, 20))
            grant(company, tier_one, date(2025, 12, 17), "复核通过")
        else:
            grant(company, tier_one, date(2025, 12, 17))
    if kind in _COHORT_2024 and kind != "safe_giant":
        grant(company, tier_two, date(2024, 10, 30))
    match kind:
        case "near_giant":
            grant(company, tier_two, date(2025, 10, 31))
        case "safe_provincial":
            if random.random() < 0.4:
                grant(company, tier_two, date(2022, 12, 30), valid=(date(2023, 1, 1), date(2025, 12, 31)))
                grant(company, tier_two, date(2025, 10, 31), "复核通过")
            else:
                grant(company, tier_two, date(2025, 10, 31))
            if company.renamed_on and company.renamed_on > date(2025, 10, 31):
                reported = company.renamed_on + timedelta(days=45)
                company.titles.append(
                    dict(
                        tier=tier_two,
                        recognised_on=date(2025, 10, 31),
                        event="更名",
                        event_on=reported,
                        new_name=company.name,
                        document=f"示例更名公告〔{reported.year}〕{reported.month}号",
                    )
                )
        case "safe_giant":
            grant(company, tier_two, date(2021, 11, 1))
            grant(company, tier_two, date(2024, 10, 30), "复核通过")
            grant(company, tier_three, date(2024, 9, 2))
        case "risk_review_2026":
            grant(company, tier_two, date(2023, 12, 20))
        case "fallen_rd":
            grant(company, tier_two, date(2022, 12, 30), valid=(date(2023, 1, 1), date(2025, 12, 31)))
            company.titles.append(
                dict(
                    tier=tier_two,
                    recognised_on=date(2022, 12, 30),
                    event="自动取消",
                    event_on=date(2026, 1, 15),
                    document="示例公告〔2026〕1号",
                )
            )
        case "fallen_revoked":
            grant(company, tier_one, date(2023, 12, 15))
            company.titles.append(
                dict(
                    tier=tier_one,
                    recognised_on=date(2023, 12, 15),
                    event="取消",
                    event_on=date(2025, 9, 18),
                    document="示例取消公告〔2025〕9号",
                )
            )
        case "former_tier":
            grant(company, "provincial_little_giant", date(2020, 9, 30))
        case "large" if random.random() < 0.5:
            grant(company, "single_champion", date(2024, 4, 2))
        case "signal" if random.random() < 0.2:
            grant(
                company,
                tier_one,
                random.choice((date(2023, 6, 28), date(2024, 6, 26), date(2025, 6, 25), date(2026, 6, 24))),
            )
    if (
        kind in ("strong_provincial", "strong_giant", "safe_provincial", "safe_giant")
        and random.random() < 0.4
    ):
        grant(company, "city_specialised", date(2025, 11, 28))


def applications(company: Company, random: Random) -> None:
    """Applications: pending ones of strong companies, failed and declined ones of growing ones."""
    add = company.applications.append
    if company.kind == "growing":
        failed = random.random() < 0.7
        add(
            dict(
                tier=WORDS["city_specialised"],
                applied_on=date(2025, 9, random.randint(1, 20)),
                stage="专家评审" if failed else "县初审",
                result="未通过" if failed else "放弃",
                result_on=date(2025, 11, 20),
                rest_until=date(2026, 12, 31),
                note="得分不足" if failed else "企业自愿放弃",
            )
        )
    elif company.kind == "strong_provincial" and random.random() < 0.4:
        add(
            dict(
                tier=WORDS["provincial_specialised"],
                applied_on=date(2026, 9, random.randint(1, 25)),
                stage=random.choice(("县初审", "实地核查", "公示", "上报")),
                result="审核中",
                note="",
            )
        )
