# ruff: noqa: C408 (rows of a list read best as keyword arguments)
"""What companies made and earned: patents, certificates, entries, institutions, awards."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from . import codes
from .company import Company

_WHAT = ("及其制备方法", "的控制方法", "检测装置", "的生产工艺", "及其应用")
TECH_DAYS = {
    2023: date(2023, 8, 10),
    2024: date(2024, 7, 25),
    2025: date(2025, 6, 30),
    2026: date(2026, 6, 30),
}


def patents(company: Company, random: Random, count: int, last: date) -> None:
    """Invention grants, filed from 2017 on, so that none is a high-value one by its age."""
    product = random.choice(company.industry.products or ("装置",))
    for turn in range(count):
        filed = date(2017, 3, 1) + timedelta(days=random.randrange(1_900))
        granted = min(filed + timedelta(days=random.randint(700, 1_250)), last)
        if company.kind == "signal" and turn == 0 and random.random() < 0.4:
            granted = last - timedelta(days=random.randrange(300))
        number = company.number * 10 + turn
        company.patents.append(
            dict(
                publication_no=codes.publication_no(number),
                application_no=codes.application_no(filed.year, 9_000_000 - number % 9_000_000),
                title=f"一种{product}{random.choice(_WHAT)}",
                granted_on=granted,
                filed_on=filed,
                ipc=company.industry.ipc or "B65D1/00",
                event="授权",
                own=True,
            )
        )
    if company.kind == "signal" and random.random() < 0.25:
        _transfer_or_lapse(company, random)


def _transfer_or_lapse(company: Company, random: Random) -> None:
    patent = company.patents[0]
    day = min(patent["granted_on"] + timedelta(days=random.randint(60, 900)), date(2026, 10, 25))
    lapsed = random.random() < 0.6
    company.patents.append(patent | dict(event="终止" if lapsed else "转让", event_on=day, own=False))
    patent["own"] = False


def certificate(company: Company, issued: date) -> None:
    number = codes.certificate_no(issued.year, company.number)
    company.certificates.append(dict(certificate_no=number, issued_on=issued, event="认定"))


def tech(company: Company, random: Random, years: tuple[int, ...]) -> None:
    for year in years:
        day = TECH_DAYS[year] + timedelta(days=random.choice((0, 105)))
        company.tech_years.append(
            dict(registration_no=codes.tech_sme_no(year, company.number), year=year, published_on=day)
        )


def proofs(company: Company, random: Random) -> None:
    """An institution, and sometimes an award, an honour, a place on a chain list."""
    add = company.proofs.append
    level = ("市级", "吕梁市企业技术中心", "市工信局")
    if company.kind != "strong_provincial":
        level = ("省级", "山西省企业技术中心", "省工信厅")
    add(
        dict(
            kind="研发机构",
            level=level[0],
            title=level[1],
            issuer=level[2],
            awarded_on=date(2022, 9, random.randint(1, 28)),
            valid_to=date(2029, 12, 31),
        )
    )
    add(
        dict(
            kind="规上", level=None, title="规模以上工业企业", issuer="市统计局", awarded_on=date(2020, 1, 15)
        )
    )
    if random.random() < 0.4:
        add(
            dict(
                kind="科技奖励",
                level="省级",
                rank=random.randint(1, 3),
                title="山西省科学技术进步奖二等奖",
                issuer="省科技厅",
                awarded_on=date(2025, 3, random.randint(1, 28)),
            )
        )
    if random.random() < 0.3:
        add(
            dict(
                kind="荣誉",
                level="国家级",
                title="国家知识产权优势企业",
                issuer="国家知识产权局",
                awarded_on=date(2025, 9, 26),
                valid_to=date(2028, 12, 31),
            )
        )
    if random.random() < 0.5:
        add(
            dict(
                kind="重点产业链",
                level="省级",
                title="山西省重点产业链链上企业",
                issuer="省工信厅",
                awarded_on=date(2024, 6, 20),
            )
        )
    if random.random() < 0.2:
        add(
            dict(
                kind="创客中国",
                level="国家级",
                rank=random.randint(60, 480),
                title="“创客中国”全国500强企业组",
                issuer="工业和信息化部",
                awarded_on=date(2025, 10, 30),
            )
        )
    if random.random() < 0.5:
        add(
            dict(
                kind="数字化评测",
                level=None,
                title="数字化水平评测",
                issuer="培育平台",
                awarded_on=date(2026, 3, 5),
                value=round(random.uniform(80, 95), 1),
            )
        )
