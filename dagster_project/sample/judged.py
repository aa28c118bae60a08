# ruff: noqa: C408 (rows of a list read best as keyword arguments)
"""What departments and people judged of a company: nothing found, but for what is planted on it."""

from __future__ import annotations

from datetime import date
from random import Random

from .company import Company
from .credit_life import incidents

_CLEAN = (
    ("近三年重大安全质量环境事故或偷漏税等", "incident_3y", "应急管理局"),
    ("近三年较大安全、网络数据、环境、质量或行业违规事件", "incident_larger_3y", "应急管理局"),
    ("工艺装备属限制类淘汰类", "restricted_process", "发展改革局"),
    ("产品（服务）属禁止、限制、淘汰类", "restricted_product", "工信局"),
    ("近三年数据造假", "false_data_3y", "工信局"),
)
_WORDS = {metric: (words, department) for words, metric, department in _CLEAN} | {
    "ip_class1_applied": ("Ⅰ类知识产权实际应用并产生经济效益", "工信局"),
}
_ROUNDS = ((date(2025, 10, 20), date(2025, 12, 31)), (date(2026, 11, 3), date(2026, 12, 31)))
_APPLIED = ("safe_provincial", "safe_giant", "strong_giant", "near_giant")


def judged(company: Company, random: Random) -> None:
    """Two rounds of departments' answers, each for the three years before it and its own; the first for some only."""
    planted = {"excluded_process": "restricted_process", "excluded_product": "restricted_product"}.get(
        company.kind
    )
    for day, until in _ROUNDS if random.random() < 0.4 else _ROUNDS[1:]:
        start = until.replace(year=until.year - 3, month=1, day=1)
        for _, metric, _ in _CLEAN:
            if "incident" in metric and (incidents(company) or company.kind == "old_incident"):
                continue
            _judge(company, metric, metric == planted, (start, until), day)
    day, until = _ROUNDS[-1]
    if company.kind == "old_incident":
        _judge(company, "incident_3y", False, (date(2023, 11, 1), until), day, "事故在三年以前")
    if company.kind in _APPLIED:
        _judge(company, "ip_class1_applied", True, (date(2025, 1, 1), until), day)


def _judge(
    company: Company, metric: str, value: bool, period: tuple[date, date], day: date, note: str = "示例核查"
) -> None:
    words, department = _WORDS[metric]
    company.judgements.append(
        dict(
            metric=words,
            value="是" if value else "否",
            period_from=period[0],
            period_to=period[1],
            judged_on=day,
            judged_by="示例经办人",
            department=department,
            note=note,
        )
    )
