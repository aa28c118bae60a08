# ruff: noqa: C408 (rows of a list read best as keyword arguments)
"""Rows that must end in quarantine, each with the column at fault and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from . import codes, names
from .calendar import deliveries
from .rows import Row


class Junk(NamedTuple):
    """A row that no one may accept: the column at fault and the reason."""

    row: Row
    column: str
    reason: str


def junk(seed: int) -> Iterator[Junk]:
    """The planted unusable rows, in a fixed order."""

    def name(number: int) -> str:
        return f"吕梁{names.absent_trade_name(990_000 + number, seed)}铸造有限公司"

    register = dict(
        county="离石区",
        county_code="141102",
        address="山西省吕梁市离石区示例大街1号",
        industry="金属制品业",
        size_industry="工业",
        company_type="有限责任公司",
        established_on=date(2015, 5, 6),
        status="存续（在营、开业、在册）",
    )
    code = codes.uscc(990_000, seed, prefix="MB")
    day = date(2026, 3, 2)
    patent = dict(
        title="一种示例装置",
        granted_on=day,
        filed_on=date(2023, 5, 5),
        ipc="B65D1/00",
        address="吕梁市离石区",
        event="授权",
    )
    for source, on, values, column, reason in (
        (
            "company_registry",
            "2026-11-06",
            register | dict(name=name(0), uscc=codes.broken(code)),
            "uscc",
            "信用代码校验码不对，又无其他编号",
        ),
        ("company_registry", "2025-11-07", register | dict(name="", uscc=code), "name", "缺企业名称"),
        ("company_registry", "2025-11-07", register | dict(name=name(1)), "uscc", "没有任何编号"),
        (
            "company_report",
            "2026-04-27",
            dict(name=name(2), uscc=code, fiscal_year=2025, revenue="abc"),
            "revenue",
            "营业收入不是数",
        ),
        (
            "company_report",
            "2025-04-28",
            dict(name=name(3), uscc=code, fiscal_year="", revenue=800),
            "fiscal_year",
            "缺会计年度",
        ),
        (
            "credit_blacklist",
            "2026-08-24",
            dict(name=name(4), list_name="重大税收违法失信主体", listed_on="2026-13-45"),
            "listed_on",
            "没有这一天",
        ),
        (
            "credit_blacklist",
            "2025-11-24",
            dict(name="", list_name="失信被执行人", listed_on=date(2025, 5, 5)),
            "name",
            "缺名称",
        ),
        (
            "abnormal_operation",
            "2026-06-15",
            dict(name=name(5), listed_on="0000-00-00", reason="示例"),
            "listed_on",
            "没有这一天",
        ),
        (
            "patent_grant",
            "2026-04-21",
            patent | dict(publication_no=codes.publication_no(9_999_990, "A"), owners=[name(6)]),
            "publication_no",
            "A 类只是公开，不是授权",
        ),
        (
            "patent_grant",
            "2026-04-21",
            patent | dict(publication_no=codes.publication_no(9_999_991, "A"), owners=[name(7)]),
            "publication_no",
            "A 类只是公开，不是授权",
        ),
        (
            "patent_grant",
            "2026-08-18",
            patent | dict(publication_no=codes.publication_no(9_999_992), owners=[]),
            "owners",
            "缺专利权人",
        ),
        (
            "high_tech_enterprise",
            "2025-12-22",
            dict(name=name(8), certificate_no="GR20251490", issued_on=date(2025, 12, 5)),
            "certificate_no",
            "证书编号位数不对",
        ),
        (
            "tech_sme",
            "2026-07-09",
            dict(name=name(9), registration_no="", year=2026),
            "registration_no",
            "缺登记编号",
        ),
        (
            "recognised_title",
            "2025-12-26",
            dict(name=name(10), tier="小巨人", recognised_on=date(2025, 10, 15)),
            "tier",
            "省级还是国家级小巨人说不清",
        ),
        (
            "penalty",
            "2026-06-17",
            dict(name=name(11), penalised_on="近日", kind="警告"),
            "penalised_on",
            "不是日期",
        ),
        (
            "judgement",
            "2026-11-09",
            dict(name=name(12), metric="近三年数据造假", value="待定", judged_on=date(2026, 11, 3)),
            "value",
            "没有结论",
        ),
        (
            "evidence",
            "2025-11-10",
            dict(
                name=name(13), kind="研发机构", level="区域级", title="示例中心", awarded_on=date(2025, 6, 1)
            ),
            "level",
            "不认识的级别",
        ),
        (
            "equity_investment",
            "2025-01-15",
            dict(name=name(14), investor="示例资本", paid_in="面议", paid_on=date(2024, 12, 2)),
            "paid_in",
            "不是金额",
        ),
        (
            "application",
            "2025-11-28",
            dict(name=name(15), tier="市级专精特新中小企业", applied_on=date(2025, 9, 9), result="不详"),
            "result",
            "不认识的结果",
        ),
    ):
        delivery = next(item for item in deliveries(source) if item.day == date.fromisoformat(on))
        yield Junk(Row(delivery, values), column, reason)
