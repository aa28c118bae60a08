"""The reviewer of the fictional region: reads a company's true life on the day of its review, by 63号 (附件1, 附件2).

A reading of its own, in a few lines of Python: it shares nothing with the product's standards, models or watch.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from .calendar import REPORT_DAYS, due
from .company import Company
from .credit_life import SERIOUS
from .rows import LAG

TAX, SAFETY = SERIOUS[1][0], SERIOUS[4][0]
GOOD_SCORE = "own_brand"  # the strong have every flag, and a score far above 60; the weak none, and far below


class Verdict(NamedTuple):
    """Why a title falls, and since when the lists show it (the receipt of the row); '' and None: no list does."""

    cause: str
    known_on: date | None


def review(company: Company, tier: str, day: date) -> Verdict | None:
    """What the title fails on; of several causes the one that the lists showed first. None when it passes."""
    found = [*_base(company, day)]
    found += _specialised(company, day) if tier == "provincial_specialised" else _innovative(company, day)
    return min(found, key=lambda verdict: verdict.known_on or date.max) if found else None


def _received(source: str, day: date) -> date | None:
    """When the first delivery that can tell of a day came in."""
    delivery = due(source, day + LAG)
    return delivery.day if delivery else None


def _base(company: Company, day: date) -> list[Verdict]:
    found = []
    for row in company.listings:
        known = _received("credit_blacklist", row["listed_on"])
        if row["listed_on"] <= day and not (row["cleared_on"] and row["cleared_on"] <= day):
            found.append(Verdict("serious_dishonesty", known))
        elif row["list_name"] in (TAX, SAFETY) and row["listed_on"] <= day:  # cleared, but within three years
            found.append(Verdict("incident_3y", known))
    for row in company.abnormal:
        if row["listed_on"] <= day and not (row["removed_on"] and row["removed_on"] <= day):
            found.append(Verdict("abnormal_operation", _received("abnormal_operation", row["listed_on"])))
    for row in company.penalties:
        if row["is_grave"] == "是" and row["penalised_on"] <= day:  # none is older than three years
            found.append(Verdict("incident_3y", _received("penalty", row["penalised_on"])))
    if company.ends and company.ends[0] <= day:
        found.append(Verdict("ended", _received("company_registry", company.ends[0])))
    found += _since(company, day, "is_sme", lambda r: r["revenue"] >= 40_000 and r["staff"] >= 1_000)
    last = day.year - 1
    if company.reports[last]["annual_update_done"] == 0:
        found.append(Verdict("annual_update_done", REPORT_DAYS[last]))
    return found


def _since(company: Company, day: date, cause: str, fails) -> list[Verdict]:
    """The cause when the last year's report fails, known since the first of the years in a row that did."""
    year = day.year - 1
    if not fails(company.reports[year]):
        return []
    while year - 1 in company.reports and fails(company.reports[year - 1]):
        year -= 1
    return [Verdict(cause, REPORT_DAYS[year])]


def _specialised(company: Company, day: date) -> list[Verdict]:
    found = _since(
        company, day, "rd_ratio", lambda r: r["rd_expense"] < 100 or r["rd_expense"] * 100 < 3 * r["revenue"]
    )
    found += _since(company, day, "revenue", lambda r: r["revenue"] < 1_000)
    if not company.reports[day.year - 1][GOOD_SCORE] and not _awarded(company, day):
        found.append(Verdict("award_provincial_top3_3y", _first(company, "科技奖励")))
    return found


def _innovative(company: Company, day: date) -> list[Verdict]:
    if company.reports[day.year - 1][GOOD_SCORE] or _awarded(company, day):
        return []
    if any(row["valid_to"] >= day for row in company.proofs if row["kind"] == "研发机构"):
        return []
    if any(_three_years_after(row["issued_on"]) > day for row in company.certificates):
        return []
    if company.certificates:
        return [
            Verdict(
                "high_tech_valid", _received("high_tech_enterprise", company.certificates[0]["issued_on"])
            )
        ]
    return [Verdict("rd_institution_level", _first(company, "研发机构"))]


def _awarded(company: Company, day: date) -> bool:
    return any(
        _three_years_after(row["awarded_on"]) > day and row["awarded_on"] <= day
        for row in company.proofs
        if row["kind"] == "科技奖励"
    )


def _first(company: Company, kind: str) -> date | None:
    return _received("evidence", min(row["awarded_on"] for row in company.proofs if row["kind"] == kind))


def _three_years_after(day: date) -> date:
    return day.replace(year=day.year + 3)
