"""What may be lost, what changed, and how far the targets are met."""

from __future__ import annotations

from dataclasses import replace

from dagster_project.publish import words
from dagster_project.publish.sheets.common import CODE, EVIDENCE, KEY, NAME, PLACE
from dagster_project.publish.tables import Column, Table

REVIEWS = Table(
    title="复核预警",
    query=f"""
        select w.county_code, w.zone_code, w.company_id, w.title_id, w.name, w.uscc, w.county, w.zone,
            w.tier_title, w.recognised_on, w.document, w.valid_to, w.days_left, w.review_on, w.opens_on, w.closes_on,
            cast(w.company_by as varchar) || case when w.window_assumed then '（推定）' else '' end as company_by,
            w.window_citation,
            w.review_standard_id, w.why_standard,
            {words.case_of(words.LEVEL, "w.level")} as level,
            {words.rank_of(words.LEVEL, "w.level")} as level_rank,
            w.tightest_clause, w.tightest_margin, w.reasons, w.needs, w.duties, w.unknowns, w.action, w.evidence,
            s.specialists
        from review_watch w left join company_specialist s using (company_id)""",
    order="level_rank, valid_to nulls last, title_id",
    columns=(
        replace(NAME, width=20),
        Column(
            "level",
            "预警",
            "level",
            6,
            "红、橙、黄、绿："
            + "；".join(f"{words.LEVEL[code]}＝{meaning}" for code, meaning in words.LEVEL_MEANING.items()),
        ),
        Column("tier_title", "称号", "text", 12, "有效期内的称号"),
        Column("valid_to", "到期日期", "date", 11, "公告的有效期止"),
        Column("days_left", "剩余天数", "integer", 7, "基准日到有效期止的天数", "天"),
        Column(
            "company_by",
            "企业申报截止",
            "text",
            11,
            "企业网上申报的最后一天；（推定）＝通知未发，按往年日期；空白＝没有已知的通知，须问",
        ),
        Column(
            "review_on", "推算复核日", "date", 11, "按申报窗口推算；窗口不明的取有效期满前一日", printed=False
        ),
        Column(
            "tightest_clause",
            "最紧的条款",
            "long",
            14,
            "离界线最近、或不满足得最多的条款；另一路径不看金额也满足的，满足了的只看基本条件",
        ),
        Column(
            "tightest_margin",
            "余量",
            "share",
            8,
            "（数值－界线）÷界线的绝对值；负数表示未达到；等级、是否没有余量",
            "%",
        ),
        Column("reasons", "预警原因", "points", 36, "为什么是这个等级"),
        Column(
            "needs",
            "至少需要",
            "points",
            34,
            "尚未结束的年度：持平会怎样，至少（至多）要多少，评分差的哪一项够补；"
            "另一路径不看金额也满足的，只列基本条件所要的；已成事实的说补不了",
        ),
        Column("duties", "应办事项", "long", 8, "名称、类型变更应报告等"),
        Column(
            "unknowns",
            "还不知道",
            "points",
            20,
            "复核要看、而现在不知道的事实，问谁；在“缺什么问什么”中填答复",
        ),
        Column("action", "建议动作", "long", 17, "该做什么"),
        Column("specialists", "服务专员", "text", 12, "服务这家企业的专员；空白表示还没有", printed=False),
        CODE,
        *PLACE,
        Column("recognised_on", "认定日期", "date", 12, "这一轮认定或复核通过的日期", printed=False),
        Column("document", "认定公告", "text", 20, "凭哪份公告", printed=False),
        Column(
            "opens_on", "受理开始", "date", 12, "复核受理的开始日；空白表示通知未写或没有通知", printed=False
        ),
        Column(
            "closes_on",
            "受理结束",
            "date",
            12,
            "县、市审核上报的最后一天；企业要赶“企业申报截止”",
            printed=False,
        ),
        Column("window_citation", "受理时间依据", "text", 24, "哪份通知，或怎样推定", printed=False),
        Column("why_standard", "适用标准", "long", 36, "用哪个标准复核、为什么", printed=False),
        EVIDENCE,
        Column("title_id", "称号编号", "code", 30, "企业编号、称号、首次认定日期", printed=False),
    ),
    empty="目前没有在有效期内、到期日已知的称号需要复核。",
    note="按预警等级、到期日期排序；复核标准按称号的认定批次和复核日期确定。",
)

CHANGES = Table(
    title="变化",
    query=f"""
        select x.county_code, x.zone_code, x.company_id, x.name, x.tier,
            {words.case_of(words.CHANGE, "x.change")} as change,
            {words.rank_of(words.CHANGE, "x.change")} as change_rank,
            coalesce(t.tier_title, x.tier) as tier_title,
            {words.case_of(words.STATUS | words.LEVEL, "x.before")} as before,
            {words.case_of(words.STATUS | words.LEVEL, "x.after")} as after, x.reason, x.as_of_before
        from pool_change x left join tiers t on t.tier = x.tier""",
    order="change_rank, name, company_id, tier",
    columns=(
        NAME,
        Column("change", "变化", "text", 14, "新进入、退出、目标称号变化、状态变化、预警等级变化、得分变化"),
        Column("tier_title", "称号", "text", 24, "涉及的称号"),
        Column("before", "之前", "long", 24, "上一次发布时"),
        Column("after", "现在", "long", 24, "本次发布"),
        Column("reason", "原因", "long", 44, "什么事实变了"),
        Column("as_of_before", "比较基准日", "date", 13, "与哪一天的发布比较"),
        KEY,
    ),
    empty="{unchanged}。",
)

_PROGRESS_COLUMNS = (
    Column("place", "县（市、区）、开发区", "text", 20, "任务分解表中的行"),
    Column("year", "年度", "year", 8, "目标年度"),
    Column("tier_title", "称号", "text", 26, "哪一级称号"),
    Column("target", "目标", "integer", 8, "当年任务数", "户"),
    Column("done", "已完成", "integer", 8, "当年第一次认定的；开发区内的只计在开发区一行", "户"),
    Column("gap", "差额", "integer", 8, "目标减已完成；负数为超额", "户"),
    Column("in_pool", "库内可申报", "integer", 10, "培育库中可申报的后备", "户"),
    Column("in_reserve", "待补数、差一步", "integer", 10, "补齐数据或再进一步就可申报的", "户"),
    Column("zone_done", "开发区已完成", "integer", 10, "县的一行：所辖开发区内的，另列，不相加", "户"),
    Column("zone_in_pool", "开发区可申报", "integer", 10, "县的一行：所辖开发区内的，另列，不相加", "户"),
    Column("citation", "依据", "text", 22, "文件与行"),
    Column("assumed", "依据推定", "text", 10, "完成数怎样数是对条文的理解", printed=False),
)
PROGRESS = Table(
    title="目标进度",
    query="select *, case when assumption then '是' else '' end as assumed, 0 as total_rank from county_progress",
    order="year, tier, total_rank, zone_code nulls first, county_code",
    columns=_PROGRESS_COLUMNS,
    empty="没有分解到这里的年度目标。",
    note="已完成只数第一次得到这一级称号的：取消、失效后再认定的，外地认定后迁入的不算（文件没有写，推定）。"
    "开发区内的企业计入开发区一行；所在县另列在“开发区已完成”，两列不相加，全市合计每家只计一次。",
)
# The city's own line: every row once, so a zone's company is in it once.
CITY_PROGRESS = replace(
    PROGRESS,
    total="total_rank",
    query=f"""
        {PROGRESS.query}
        union all by name
        select (select region_name from stg_run) || '合计' as place, year, tier, tier_title, sum(target) as target, sum(done) as done, sum(gap) as gap,
            sum(in_pool) as in_pool, sum(in_reserve) as in_reserve, sum(zone_done) as zone_done,
            sum(zone_in_pool) as zone_in_pool, '各行相加，每家只计一次' as citation, 1 as total_rank
        from county_progress group by all""",
)
