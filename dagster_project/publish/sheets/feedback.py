"""What became of what the county sent back, and what of it the city must settle."""

from __future__ import annotations

from dataclasses import replace

from dagster_project.publish.tables import Column, Table

ALL_FEEDBACK = Table(
    title="反馈处理",
    query="""
        select f.county_code, f.zone_code, f.company_id, coalesce(z.zone, g.county, '填报表') as sent_from, f.name, f.about, f.told,
            f.told_by, f.told_on, f.delivery_date, f.outcome_title, o.outcome_order, f.detail, f.advice, f.evidence,
            f.for_city, f.is_hidden, f.outcome, case when f.for_city then '是' else '' end as city_word
        from feedback_outcome f
        join feedback_outcomes o on o.outcome = f.outcome
        left join stg_region_county g on g.county_code = f.county_code
        left join zones z on z.zone_code = f.zone_code""",
    order="delivery_date desc, outcome_order, evidence, about, told",
    columns=(
        Column("name", "企业名称", "text", 22, "所填的企业"),
        Column("about", "事项", "long", 24, "哪一项答复、走访或判定"),
        Column("told", "所填", "long", 22, "填的内容，原样"),
        Column("outcome_title", "处理结果", "text", 14, "采用了没有"),
        Column("detail", "说明", "long", 32, "为什么"),
        Column("advice", "接下来", "long", 32, "怎样改、由谁处理"),
        Column("told_by", "填写人", "text", 9, "谁填的"),
        Column(
            "told_on",
            "填写日期",
            "date",
            11,
            "所写的走访日期、填报日期或判定时间；没写的取收到日期，读不了的为空",
        ),
        Column("delivery_date", "收到日期", "date", 11, "放进哪个收到日期文件夹"),
        Column("city_word", "须市局处理", "text", 8, "说法不一致、与名单不一致、锁定单元格被改等"),
        Column("sent_from", "交回单位", "text", 12, "从哪里的工作簿来", printed=False),
        Column("evidence", "依据", "long", 46, "交回的文件、表、行", printed=False),
    ),
    empty="还没有交回过答复。",
    note="交回的每一条是否采用、为什么；没有采用的，按“接下来”办理后重新交回。",
)

# What another county's row says is for the city to know, and so is what another place answered: here only that it came.
FEEDBACK = replace(
    ALL_FEEDBACK,
    query=f"""select * replace (
        case when is_hidden then '（外地企业，已转市局）' else name end as name,
        case when is_hidden then null else company_id end as company_id,
        case when is_hidden then '' else about end as about,
        case when is_hidden then '' else told end as told,
        case when is_hidden then '' else told_by end as told_by,
        case when is_hidden or outcome in ('two_places', 'visits_differ', 'verdicts_differ') then '' else detail end as detail
    ) from ({ALL_FEEDBACK.query})""",
)
CONFLICTS = replace(
    ALL_FEEDBACK,
    title="反馈冲突",
    query=f"select * from ({ALL_FEEDBACK.query}) where for_city",
    empty="没有要由市局处理的反馈。",
    note="说法不一、与官方名单不一、锁定单元格被改、企业查无或迁出等：没有自动了结的，都在这里。"
    "不一的更正了、同一项另有按规定的填报或走访、没有读懂的据此核实后用“县（市、区）反馈”填报表"
    "（pool template county_feedback）补报，下次刷新就不再列。",
)
