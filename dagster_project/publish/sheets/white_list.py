"""For banks: the titles in force, and nothing that isn't public."""

from __future__ import annotations

from dagster_project.publish.sheets.common import COMPANY
from dagster_project.publish.tables import Column, Table

WHITE_LIST = Table(
    title="银行白名单",
    query="""
        select c.county_code, c.zone_code, c.name, c.uscc, k.tier_title, t.recognised_on, t.valid_to, t.document,
            g.county, k.ladder_order,
            case when k.track in ('ladder', 'past') and k.ladder_order >= 3 then '是' else '' end as provincial
        from title t
        join company c on c.company_id = t.company_id
        join tiers k on k.tier = t.tier
        join stg_region_county g on g.county_code = c.county_code
        where t.in_force""",
    order="provincial desc, ladder_order desc, county_code, name, recognised_on",
    columns=(
        *COMPANY,
        Column("tier_title", "称号", "text", 28, "有效期内的称号"),
        Column(
            "provincial", "省级以上", "text", 10, "省级以上专精特新企业原则上均纳入“白名单”（洛阳方案 22）"
        ),
        Column("recognised_on", "认定日期", "date", 13, "这一轮认定或复核通过的日期"),
        Column("valid_to", "有效期至", "date", 13, "公告的有效期止；空白表示文件没有写"),
        Column("document", "公告文件", "long", 34, "公布的文件"),
        Column("county", "县（市、区）", "text", 14, "登记地"),
    ),
    empty="没有在有效期内的称号。",
    note="依据：吕梁方案 二（七）16 名单推送共享机制；洛阳方案 22 “白名单”制度。只含已公布的称号，不含任何未公开的数据。",
)
