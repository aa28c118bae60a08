"""The tables that only the city's (or province's) workbook holds: totals, awards, and rows in quarantine."""

from __future__ import annotations

from dataclasses import replace

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
        ),
        service as (
            select x.zone_code, x.county_code, count(distinct k.company_id) as served, count(distinct u.company_id) as unserved
            from place x
            left join (
                select c.company_id, c.county_code, c.zone_code
                from company_specialist join company c using (company_id)
            ) k on case when x.zone_code = '' then k.county_code = x.county_code else k.zone_code = x.zone_code end
            left join (select * from service_list where service = 'unserved') u
                on case when x.zone_code = '' then u.county_code = x.county_code else u.zone_code = x.zone_code end
            group by all
        )
        select x.county_code, x.zone_code, x.place, d.city, coalesce(s.served, 0) as served, coalesce(s.unserved, 0) as unserved,
            case when x.zone_code = '' then '县（市、区）' else '开发区' end as kind,
            coalesce(c.companies, 0) as companies,
            {", ".join(f"coalesce(c.{code}, 0) as {code}" for code in words.STATUS)},
            {", ".join(f"coalesce(w.{code}, 0) as {code}" for code in words.LEVEL)}
        from place x left join candidate c using (county_code, zone_code)
        left join watch w using (county_code, zone_code)
        left join service s using (county_code, zone_code)
        left join divisions d on d.county_code = x.county_code""",
    order="zone_code, county_code",
    columns=(
        Column("place", "县（市、区）、开发区", "text", 20, "开发区内的企业也计入所在县，两类行不可相加"),
        Column("city", "市", "text", 12, "所属设区市"),
        Column("kind", "类别", "text", 12, "县（市、区）或开发区"),
        Column("companies", "培育企业", "integer", 10, "有下一称号的企业，一家计一次", "家"),
        *(Column(code, word, "integer", 10, "按下一称号的状态", "家") for code, word in words.STATUS.items()),
        *(Column(code, f"复核{word}", "integer", 9, "按称号计", "个") for code, word in words.LEVEL.items()),
        Column("served", "有服务专员", "integer", 9, "服务专员名册上的企业", "家"),
        Column(
            "unserved", "无服务专员", "integer", 9, "在库或有称号、名册上没有的企业；名册没交的县不计", "家"
        ),
    ),
    note="开发区内的企业在开发区和所在县都计；市级与省级并行的企业可在两个状态中各计一次。",
)

_COUNTED = ["companies", *words.STATUS, *words.LEVEL, "served", "unserved"]
# The city's own line: the counties' rows added up, since a zone's companies are in its county's row already.
CITY_TOTALS = replace(
    TOTALS,
    query=f"""
        with shown as ({TOTALS.query})
        select *, 0 as total_rank from shown
        union all by name
        select (select region_name from stg_run) || '合计' as place, '全部县（市、区）' as kind,
            {", ".join(f"sum({name}) as {name}" for name in _COUNTED)}, 1 as total_rank
        from shown where zone_code = ''""",
    order="total_rank desc, zone_code, county_code",
    total="total_rank",
    note="合计由各县（市、区）相加：开发区内的企业在开发区和所在县都列，合计里只计一次。"
    "市级与省级并行的企业可在两个状态中各计一次。",
)

AWARDS = Table(
    title="奖补测算",
    query="""select a.county_code, null as zone_code, a.place, a.year, a.award_id,
        coalesce(t.tier_title, case a.kind when 'equity' then '股权投资' when 'ip_purchase' then '知识产权交易' else a.tier end)
            as tier_title,
        a.companies_low, a.companies_high, a.low, a.high, a.city_low, a.city_high, a.clause,
        case when a.assumption then '是' else '' end as assumption
        from award_budget a left join tiers t on t.tier = a.tier""",
    order="year, county_code, place, award_id",
    columns=(
        Column("place", "县（市、区）", "text", 16, "测算的地方"),
        Column("year", "年度", "year", 8, "奖补年度"),
        Column("tier_title", "称号或事项", "text", 26, "为什么奖"),
        Column("companies_low", "户数（拿得准）", "integer", 10, "计入下限的户数", "户"),
        Column("companies_high", "户数（至多）", "integer", 10, "计入上限的户数；空白：没有名单能说明", "户"),
        Column(
            "low",
            "下限",
            "number",
            12,
            "今年：已公告首次认定的、写明从外市迁入已满一年的、合格机构已实缴的；明年：可申报的（数据能判断的条款全部满足，"
            "由人判定的条款和评审还在后面）；写“最高不超过”的按零算",
            "万元",
        ),
        Column(
            "high",
            "上限",
            "number",
            12,
            "再加上待补数、差一步的，迁入明年才满一年或没写从哪里迁来的，投资者是否合格不详的；空白：没有名单能说明",
            "万元",
        ),
        Column("city_low", "其中市级下限", "number", 12, "市级财政负担的部分", "万元"),
        Column("city_high", "其中市级上限", "number", 12, "市级财政负担的部分", "万元"),
        Column("clause", "条款", "long", 50, "奖补依据和谁出"),
        Column("assumption", "依据推定", "text", 10, "测算用到了对条文的理解", printed=False),
    ),
    empty="没有可测算的奖补。",
    note="单位：万元。下限：今年已公告首次认定、迁入满一年、合格机构已实缴的；明年可申报的（数据能判断的条款全部满足，没评上就少于下限）。"
    "上限：再加上待补数、差一步和来处、时间还不确定的。首次＝第一次得到这一级称号，取消、失效后再认定不算；同组从高、不重复。",
)
_AWARD_SUMS = ", ".join(f"sum({name}) as {name}" for name in ("low", "high", "city_low", "city_high"))
CITY_AWARDS = replace(
    AWARDS,
    query=f"""
        with shown as ({AWARDS.query}), region as (select region_name from stg_run)
        select *, 0 as total_rank from shown
        union all by name
        select region_name || '合计' as place, year, award_id, any_value(tier_title) as tier_title,
            sum(companies_low) as companies_low, sum(companies_high) as companies_high, {_AWARD_SUMS},
            any_value(clause) as clause, any_value(assumption) as assumption, 1 as total_rank
        from shown cross join region group by region_name, year, award_id
        union all by name
        select region_name || '合计' as place, year, '全部奖补' as tier_title, {_AWARD_SUMS},
            '各项相加；一家企业可得几项，户数不相加；没有名单能说明的事项不在内' as clause, 2 as total_rank
        from shown cross join region group by region_name, year""",
    order="year, total_rank desc, county_code, place, award_id",
    total="total_rank",
)

GOALS = Table(
    title="方案目标",
    query="""select null as county_code, null as zone_code, g.*, case when assumption then '是' else '' end as assumed,
        case when not is_told then '没有名单能说明' when done_low = done_high then '' else '有企业不知道，按区间' end as told
        from goal_progress g""",
    order="region_code, year nulls last, goal_id",
    columns=(
        Column("title", "目标", "text", 34, "方案里可以计量的目标"),
        Column("year", "年度", "year", 8, "哪一年的、或到哪一年；空白：文件没有写"),
        Column("target", "目标数", "number", 11, "文件写的数"),
        Column("unit", "单位", "text", 7, "目标数的单位"),
        Column("done_low", "已完成（至少）", "number", 12, "不知道的都不算；空白：没有名单能说明"),
        Column("done_high", "已完成（至多）", "number", 12, "不知道的都算"),
        Column("missing", "还差", "number", 10, "目标数减至少完成的；空白：算不出，或是更大地区的目标"),
        Column("companies", "数到的企业", "integer", 10, "参加计算的企业", "户"),
        Column("told", "说明", "text", 20, "有没有名单能说明"),
        Column("how", "怎样算", "long", 40, "口径"),
        Column("citation", "依据", "long", 34, "文件与条款"),
        Column("assumed", "依据推定", "text", 10, "口径用到了对条文的理解", printed=False),
    ),
    empty="没有在本地区施行的方案目标。",
    note="各方案里可以计量的目标；名单说明不了的也列出，并写明。",
)

QUARANTINE = Table(
    title="隔离清单",
    query="""select null as county_code, null as zone_code, coalesce(c.title, q.source) as source_title,
        q.delivery_date, q.file, q.sheet, q.row as row_no, q.heading, q.expected, q.found, q.reason, q.remedy,
        q.corrected_by
        from stg_quarantine q left join stg_contract c on c.source = q.source""",
    order="source_title, delivery_date desc, file, sheet, row_no",
    columns=(
        Column("source_title", "名单", "text", 18, "哪份名单"),
        Column("delivery_date", "收到日期", "date", 11, "收到日期文件夹的日期"),
        Column("file", "文件", "text", 28, "文件名"),
        Column("sheet", "表或页", "text", 10, "工作表名或页码"),
        Column("row_no", "行", "integer", 6, "文件里显示的行号"),
        Column("heading", "列", "text", 14, "出错的列"),
        Column("expected", "应为", "long", 24, "这一列的约定"),
        Column("found", "实为", "long", 24, "文件里写的"),
        Column("reason", "原因", "long", 24, "为什么不能用"),
        Column("remedy", "怎样改", "long", 28, "请来源部门怎样改"),
        Column("corrected_by", "后来读到", "long", 18, "当天或以后的另一个文件里读到的同一条；有的不必再改"),
    ),
    empty="没有被隔离的行。",
    note="这些行没有参与计算，请来源部门改正后重新提交。",
)
