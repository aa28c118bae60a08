"""The tables that only the city's (or province's) workbook holds: totals, awards, and rows in quarantine."""

from __future__ import annotations

from dagster_project.publish import words
from dagster_project.publish.tables import Column, Table

_STATUSES = ", ".join(
    f"count(distinct p.company_id) filter (p.status = '{code}') as {code}" for code in words.STATUS
)
_LEVELS = ", ".join(f"count(*) filter (w.level = '{code}') as {code}" for code in words.LEVEL)

TOTALS = Table(
    title="各县汇总",
    query=f"""
        with place as (
            select county_code, '' as zone_code, county as place from stg_region_county
            union all
            select z.host_county_code, z.zone_code, z.zone from zones z
            join stg_region_county r on r.county_code = z.host_county_code
        ),
        p as (select * from cultivation_pool where is_next),
        candidate as (
            select x.zone_code, x.county_code, count(distinct p.company_id) as companies, {_STATUSES}
            from place x join p on case when x.zone_code = '' then p.county_code = x.county_code
                else p.zone_code = x.zone_code end group by all
        ),
        watch as (
            select x.zone_code, x.county_code, {_LEVELS}
            from place x join review_watch w on case when x.zone_code = '' then w.county_code = x.county_code
                else w.zone_code = x.zone_code end group by all
        )
        select x.county_code, x.zone_code, x.place, d.city,
            case when x.zone_code = '' then '县（市、区）' else '开发区' end as kind,
            coalesce(c.companies, 0) as companies,
            {", ".join(f"coalesce(c.{code}, 0) as {code}" for code in words.STATUS)},
            {", ".join(f"coalesce(w.{code}, 0) as {code}" for code in words.LEVEL)}
        from place x left join candidate c using (county_code, zone_code)
        left join watch w using (county_code, zone_code)
        left join divisions d on d.county_code = x.county_code""",
    order="zone_code, county_code",
    columns=(
        Column("place", "县（市、区）、开发区", "text", 20, "开发区内的企业也计入所在县，两类行不可相加"),
        Column("city", "市", "text", 12, "所属设区市"),
        Column("kind", "类别", "text", 12, "县（市、区）或开发区"),
        Column("companies", "培育企业", "integer", 10, "有下一称号的企业，一家计一次", "家"),
        *(Column(code, word, "integer", 10, "按下一称号的状态", "家") for code, word in words.STATUS.items()),
        *(Column(code, f"复核{word}", "integer", 9, "按称号计", "个") for code, word in words.LEVEL.items()),
    ),
    note="开发区内的企业在开发区和所在县都计；市级与省级并行的企业可在两个状态中各计一次。",
)

AWARDS = Table(
    title="奖补测算",
    query="""select a.county_code, null as zone_code, a.place, a.year, a.tier,
        coalesce(t.tier_title, a.tier) as tier_title, a.low, a.high, a.clause
        from award_budget a left join tiers t on t.tier = a.tier""",
    order="year, county_code, place, tier",
    columns=(
        Column("place", "县（市、区）", "text", 16, "测算的地方"),
        Column("year", "年度", "year", 8, "奖补年度"),
        Column("tier_title", "称号", "text", 26, "哪一级称号"),
        Column("low", "下限", "number", 12, "按可申报企业测算", "万元"),
        Column("high", "上限", "number", 12, "连同待补数、差一步企业测算", "万元"),
        Column("clause", "条款", "long", 50, "奖补依据"),
    ),
    empty="没有可测算的奖补。",
)

QUARANTINE = Table(
    title="隔离清单",
    query="""select null as county_code, null as zone_code, coalesce(c.title, q.source) as source_title,
        q.delivery_date, q.file, q.sheet, q.row as row_no, q.heading, q.expected, q.found, q.reason, q.remedy
        from stg_quarantine q left join stg_contract c on c.source = q.source""",
    order="source_title, delivery_date desc, file, sheet, row_no",
    columns=(
        Column("source_title", "名单", "text", 24, "哪份名单"),
        Column("delivery_date", "收到日期", "date", 12, "收到日期文件夹的日期"),
        Column("file", "文件", "text", 32, "文件名"),
        Column("sheet", "表或页", "text", 12, "工作表名或页码"),
        Column("row_no", "行", "integer", 7, "文件里显示的行号"),
        Column("heading", "列", "text", 18, "出错的列"),
        Column("expected", "应为", "long", 26, "这一列的约定"),
        Column("found", "实为", "long", 26, "文件里写的"),
        Column("reason", "原因", "long", 26, "为什么不能用"),
        Column("remedy", "怎样改", "long", 30, "请来源部门怎样改"),
    ),
    empty="没有被隔离的行。",
    note="这些行没有参与计算，请来源部门改正后重新提交。",
)
