# ruff: noqa: C408 (rows of a list read best as keyword arguments)
"""Listings and penalties. Whatever excludes is planted here; background rows never do."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from .company import Company

SERIOUS = (
    ("失信被执行人", "吕梁市某某区示例法院", "有履行能力而拒不履行生效法律文书确定义务"),
    ("重大税收违法失信主体", "国家税务总局示例县税务局", "虚开增值税专用发票"),
    ("市场监管严重违法失信名单", "示例市市场监督管理局", "生产销售不合格产品且拒不改正"),
    ("政府采购严重违法失信行为记录", "示例市财政局", "提供虚假材料谋取中标"),
    ("安全生产严重失信主体名单", "示例市应急管理局", "发生较大生产安全事故负有责任"),
    ("拖欠农民工工资失信联合惩戒对象名单", "示例市人力资源和社会保障局", "克扣、无故拖欠农民工工资"),
    ("统计严重失信企业名单", "示例市统计局", "提供不真实统计资料"),
)
OTHER = (
    ("环境保护黑名单", "示例市生态环境局", "超标排放污染物"),
    ("重点关注名单", "示例市发展改革委", "一般失信行为"),
)


def incidents(company: Company) -> list[str]:
    """The incident metrics that planted penalties and listings set on 2026-11-20, cleared listings included."""
    graves = any(row["is_grave"] == "是" for row in company.penalties)
    if company.kind in ("excluded_incident", "risk_incident") or (company.kind == "reviewed" and graves):
        return ["incident_3y", "incident_larger_3y"]
    lists = {listing["list_name"] for listing in company.listings}
    found = ["incident_3y"] if lists & {SERIOUS[1][0], SERIOUS[4][0]} else []
    return found + (["incident_larger_3y"] if SERIOUS[4][0] in lists else [])


def listed(company: Company, which: tuple[str, str, str], day: date, cleared: date | None = None) -> None:
    """Put the company on one of SERIOUS or OTHER."""
    name, authority, reason = which
    company.listings.append(
        dict(
            list_name=name,
            authority=authority,
            reason=reason,
            listed_on=day,
            cleared_on=cleared,
            expected_end=day + timedelta(days=3 * 365),
        )
    )


def grave(company: Company, day: date, reason: str) -> None:
    """A penalty for a grave incident."""
    company.penalties.append(
        dict(
            penalised_on=day,
            authority="示例市应急管理局",
            kind="罚款",
            is_grave="是",
            document_no=f"（示例）应急罚〔{day.year}〕{company.number}号",
            reason=reason,
            amount=600_000,
        )
    )


def credit(company: Company, random: Random) -> None:
    """Listings and penalties of planted kinds; a petty fine for some others."""
    day = date(2025, 1, 6) + timedelta(days=random.randrange(590))
    match company.kind:
        case "excluded_dishonest" | "risk_dishonest":
            listed(company, random.choice(SERIOUS), day)
        case "cleared_listing":
            since = date(2024, 6, 3) + timedelta(days=random.randrange(200))
            listed(
                company,
                random.choice((SERIOUS[0], SERIOUS[2])),
                since,
                random.choice((date(2025, 9, 10), date(2026, 2, 10), date(2026, 7, 1))),
            )
        case "cleared_tax":
            listed(
                company,
                SERIOUS[1],
                date(2024, 6, 3) + timedelta(days=random.randrange(200)),
                date(2026, 2, 10),
            )
        case "other_blacklist":
            listed(company, random.choice(OTHER), day)
        case "excluded_incident":
            grave(
                company,
                date(2024, 6, 1) + timedelta(days=random.randrange(700)),
                "发生较大及以上生产安全责任事故",
            )
        case "risk_incident":  # still within three years at the review of October 2027
            grave(
                company,
                date(2025, 1, 6) + timedelta(days=random.randrange(470)),
                "发生较大及以上生产安全责任事故",
            )
        case "old_incident":
            grave(company, date(2022, 3, 1) + timedelta(days=random.randrange(450)), "发生重大环境污染事故")
        case "excluded_abnormal" | "risk_abnormal":
            company.abnormal.append(
                dict(listed_on=day, reason="通过登记的住所（经营场所）无法联系", removed_on=None)
            )
        case "cleared_abnormal":
            company.abnormal.append(
                dict(listed_on=date(2024, 7, 9), reason="未按规定公示年度报告", removed_on=date(2025, 9, 1))
            )
        case _:
            petty(company, random)


def petty(company: Company, random: Random) -> None:
    """A small fine, or a listing on a list that excludes nobody, for a few ordinary companies."""
    if random.random() < 0.08:
        day = date(2023, 3, 1) + timedelta(days=random.randrange(1_250))
        company.penalties.append(
            dict(
                penalised_on=day,
                authority="示例市生态环境局",
                kind="罚款",
                is_grave="否",
                document_no=f"（示例）环罚〔{day.year}〕{company.number}号",
                reason="未按规定建立环境管理台账",
                amount=random.choice((5_000, 20_000, 48_000)),
            )
        )
