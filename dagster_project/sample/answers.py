# ruff: noqa: C408 (rows of a list read best as keyword arguments)
"""A few answers of people: verdicts on names, what a county reported back, and who serves which company."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from .calendar import Delivery, File
from .company import build
from .kinds import DECK_SIZE, kind_of
from .mess import Mention
from .rows import Row

_DAY = date(2026, 11, 13)
_VERDICTS = Delivery(
    "match_decision",
    _DAY,
    (
        "name",
        "uscc",
        "source",
        "county",
        "verdict",
        "company_id",
        "candidate_name",
        "decided_by",
        "decided_at",
        "note",
    ),
    (File("名称判定_20261113.csv", "csv"),),
)
_FEEDBACK = Delivery(
    "county_feedback",
    _DAY,
    (
        "company_id",
        "name",
        "uscc",
        "county",
        "metric",
        "period",
        "value",
        "answer",
        "verified",
        "answered_by",
        "answered_on",
        "note",
    ),
    (File("县区反馈_20261113.csv", "csv"),),
)

_VISITS = Delivery(
    "county_visit",
    _DAY,
    (
        "name",
        "uscc",
        "county",
        "tier_title",
        "visited_on",
        "visited_by",
        "verified",
        "state",
        "stage",
        "corrections",
        "note",
    ),
    (File("走访记录_20261113.csv", "csv"),),
)
_SPECIALISTS = Delivery(
    "service_specialist",
    date(2026, 11, 4),
    ("name", "uscc", "specialist", "unit", "since", "county"),
    (File("服务专员名册_202611.csv", "csv"),),
)


def answers(companies: int, seed: int) -> Iterator[Row]:
    """Two verdicts, a county's answer and a visit, and the specialists of most companies of the first deck."""
    yield from _specialists(companies, seed)
    first = {kind_of(number, seed): number for number in reversed(range(min(companies, DECK_SIZE)))}
    if "strong_start" in first:
        company = build(first["strong_start"], seed)
        values: dict[str, Any] = dict(
            name=company.parts.trade + company.parts.word,
            verdict="同一企业",
            company_id=company.company_id,
            county=company.county,
            candidate_name=company.name,
            decided_by="示例复核员",
            decided_at="2026-11-12 10:30:00",
            note="电话核实",
            source="patent_grant",
        )
        yield Row(_VERDICTS, values)
    values = dict(
        name="山西示例无此企业有限公司",
        verdict="未登记",
        decided_by="示例复核员",
        decided_at="2026-11-12 10:35:00",
        note="登记库查无",
        source="patent_grant",
    )
    yield Row(_VERDICTS, values)
    if "needs_data" in first:
        company = build(first["needs_data"], seed)
        values = dict(
            company_id=company.company_id,
            name=company.name,
            uscc=company.uscc,
            county=company.county,
            metric="digital_level",
            period="2025",
            value="2",
            verified="是",
            answered_by="示例服务专员",
            answered_on=date(2026, 11, 11),
            answer="已现场核实",
        )
        yield Row(
            _FEEDBACK, values, (Mention(company.name, company.company_id, "exact", 1),), company.county_code
        )
        visit = dict(
            name=company.name,
            uscc=company.uscc,
            county=company.county,
            tier_title="创新型中小企业",
            visited_on=date(2026, 11, 10),
            visited_by="示例服务专员",
            verified="是",
            state="正常经营",
            note="示例走访",
        )
        yield Row(
            _VISITS, visit, (Mention(company.name, company.company_id, "exact", 1),), company.county_code
        )


def _specialists(companies: int, seed: int) -> Iterator[Row]:
    """Three companies of four have a specialist, one of three of the county's centre."""
    for number in range(min(companies, DECK_SIZE)):
        company = build(number, seed)
        if not company.registered or number % 4 == 3:
            continue
        values = dict(
            name=company.name,
            uscc=company.uscc,
            specialist=f"示例专员{'甲乙丙'[number % 3]}",
            unit=f"{company.county}中小企业服务中心",
            since=date(2026, 1, 5),
            county=company.county,
        )
        who = Mention(company.name, company.company_id, "exact", 1)
        yield Row(_SPECIALISTS, values, (who,), company.county_code)
