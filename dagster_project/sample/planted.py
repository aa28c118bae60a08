"""What is planted about a company: candidates, exclusions by tier, risks, safe titles and falls."""

from __future__ import annotations

from datetime import date

from .calendar import REPORT_DAYS
from .company import Company
from .credit_life import incidents
from .title_life import TIERS, holds

_START = ("strong_start", "cleared_listing", "cleared_abnormal", "old_incident", "other_blacklist")


def planted(company: Company) -> None:
    """Fill in the truth: candidates, exclusions by tier, risks, safe titles and falls."""
    kind, base = company.kind, []
    if kind in _START or kind == "near_city":
        base = [("innovative_sme", "ready"), ("city_specialised", "near" if kind == "near_city" else "ready")]
    elif kind in ("strong_provincial", "near_provincial"):
        base = [
            ("city_specialised", "ready"),
            ("provincial_specialised", "near" if kind == "near_provincial" else "ready"),
        ]
    elif kind in ("strong_giant", "near_giant"):
        base = [("city_specialised", "ready"), ("little_giant", "near" if kind == "near_giant" else "ready")]
    elif kind in ("excluded_abnormal", "excluded_product"):
        base = [("city_specialised", "ready")]
    elif kind == "excluded_process":
        base = [("innovative_sme", "ready")]
    elif kind == "growing":
        base = [("city_specialised", "growing")]
    elif kind == "needs_data":
        base = [("innovative_sme", "needs_data"), ("city_specialised", "needs_data")]
    company.candidates = [(tier, status) for tier, status in base if not holds(company, tier)]
    company.exclusions = [
        (tier, metric) for tier in TIERS if not holds(company, tier) for metric in _excluding(company, tier)
    ]
    _reviews(company)


def _excluding(company: Company, tier: str) -> list[str]:
    """The base clauses of a tier that the company breaks on 2026-11-20."""
    city = tier == "city_specialised"
    incident = "incident_3y" if tier in ("city_specialised", "innovative_sme") else "incident_larger_3y"
    broken = [incident] if incident in incidents(company) else []
    match company.kind:
        case "excluded_dishonest" | "risk_dishonest":
            broken.append("serious_dishonesty")
        case "excluded_process" if city:
            broken.append("restricted_process")
        case "excluded_product" if not city:
            broken.append("restricted_product")
        case "excluded_abnormal" | "risk_abnormal" if not city:
            broken.append("abnormal_operation")
        case "reviewed":
            if any(row["cleared_on"] is None for row in company.listings):
                broken.append("serious_dishonesty")
            if not city and any(row["removed_on"] is None for row in company.abnormal):
                broken.append("abnormal_operation")
    return broken


def _reviews(company: Company) -> None:
    """Titles at risk: cause and least level that the lists justify; safe titles; falls of the past."""
    two = "provincial_specialised"
    causes = {
        "risk_rd": ("rd_ratio_prev", "red"),
        "risk_share": ("main_revenue_share", "orange"),
        "risk_debt": ("debt_ratio", "orange"),
        "risk_revenue": ("revenue", "orange"),
        "risk_score": ("platform_score", "orange"),
        "risk_dishonest": ("serious_dishonesty", "red"),
        "risk_abnormal": ("abnormal_operation", "red"),
        "risk_incident": ("incident_larger_3y", "red"),
        "risk_outgrown": ("is_sme", "orange"),
        "risk_review_2026": ("rd_ratio", "red"),
    }
    if company.kind in causes:
        company.risks.append((two, *causes[company.kind]))
        if company.kind in ("risk_dishonest", "risk_abnormal", "risk_outgrown"):  # what breaks every title
            company.risks.append(("innovative_sme", *causes[company.kind]))
    elif company.kind == "risk_certificate":
        company.risks.append(("innovative_sme", "high_tech_valid", "orange"))
    elif company.kind in ("strong_giant", "near_giant", "safe_provincial"):
        company.safe.append(two)
    elif company.kind == "safe_giant":
        company.safe += [two, "little_giant"]
    elif company.kind == "fallen_rd":
        company.falls.append((two, date(2026, 1, 15), "rd_ratio", REPORT_DAYS[2023]))
    elif company.kind == "fallen_revoked":
        company.falls.append(("innovative_sme", date(2025, 9, 18), "", None))
