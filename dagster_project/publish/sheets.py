"""The tables of a county's morning workbook, in sheet order. Text only; no threshold and no scoring here."""

from __future__ import annotations

from dataclasses import replace

from dagster_project.publish import words
from dagster_project.publish.tables import Column, Entry, Table, plain

_COMPANY = (
    Column("name", "企业名称", "text", 32, "登记的企业名称"),
    Column("uscc", "统一社会信用代码", "code", 21, "登记部门的18位代码；空白表示尚不知道"),
)
_PLACE = (
    Column("county", "县（市、区）", "text", 12, "企业所在县（市、区）"),
    Column("zone", "开发区", "text", 12, "所在省级开发区；不在开发区为空"),
)
_KEY = Column("company_id", "企业编号", "code", 22, "本库的企业编号：信用代码，或 R:注册号、X:登记库编号")
_EVIDENCE = Column("evidence", "依据", "long", 46, "名单文件#工作表或页!行，文件路径从名单目录起算")

CANDIDATES = Table(
    title="培育对象",
    csv="培育对象",
    query=f"""
        select p.county_code, p.zone_code, p.company_id, p.name, p.uscc, p.county, p.zone, p.tier, p.tier_title,
            {words.case_of(words.STATUS, "p.status")} as status, {words.rank_of(words.STATUS, "p.status")} as status_rank,
            p.pool_rank, p.score_min, p.score_max, p.pass_score, p.coverage, p.signals, p.titles, p.missing_count,
            p.missing, p.gaps, p.exclusions, p.application_note, p.is_next,
            case when p.is_next then '是' else '否' end as next_word,
            case when p.is_provisional then '是：登记信息待补' else '' end as provisional,
            cast(p.assumption as varchar) as assumption, p.evidence
        from cultivation_pool p""",
    order="status_rank, pool_rank nulls last, company_id, tier",
    only="is_next",
    columns=(
        *_COMPANY,
        Column("tier_title", "目标称号", "text", 22, "下一步申报的称号"),
        Column("status", "状态", "status", 10, "可申报、待补数、差一步、培育中、不予纳入"),
        Column("score_min", "得分下限", "score", 9, "未知指标按零分计的得分", "分"),
        Column("score_max", "得分上限", "score", 9, "未知指标按满分计的得分", "分"),
        Column("pass_score", "及格分", "score", 8, "该称号的评价得分线；空白表示该标准不设总分", "分"),
        Column("coverage", "数据覆盖", "share", 10, "已知指标占全部指标的比例", "%"),
        Column("signals", "入库信号", "long", 22, "高企、发明专利、科技型中小企业等，凭什么入库"),
        Column("titles", "已有称号", "long", 22, "有效期内的称号"),
        Column("missing", "缺什么", "long", 34, "还不知道、又影响结论的事实"),
        Column("missing_count", "缺项数", "integer", 8, "缺什么的条数", "项"),
        Column("gaps", "弱项与可得分", "long", 34, "没有满足或没有得满分的条款"),
        Column("exclusions", "不予纳入原因", "long", 28, "基本条件不符之处；空白表示没有"),
        Column("application_note", "申报情况", "long", 20, "申报、未通过或放弃；休整期到哪一天"),
        *_PLACE,
        Column("provisional", "暂列企业", "text", 14, "只从名单上得知、登记信息待补的企业"),
        Column("assumption", "依据推定", "text", 10, "结论用到了对条文的理解，而非条文原文"),
        _EVIDENCE,
        _KEY,
        Column("next_word", "是否下一称号", "text", 8, "工作簿只列下一称号；CSV 列全部称号"),
    ),
    entries=(
        Entry("走访日期", 12, "date", hint="填日期，如 2026-11-20"),
        Entry("走访人", 10),
        Entry("是否核实", 9, "list", ("是", "否"), "从下拉列表选"),
        Entry("更正", 24, hint="与所列不符之处"),
        Entry("备注", 24),
    ),
    bars=("score_min", "score_max", "coverage"),
    empty="目前没有培育对象：名单上没有本地企业带入库信号或称号。",
    note="按状态和接近程度排序；黄色列由服务专员填写，其余锁定。",
    frozen=1,
)

QUESTIONS = Table(
    title="缺什么问什么",
    csv="缺什么问什么",
    query=f"""
        select r.county_code, r.zone_code, r.company_id, r.name, c.uscc, r.tier,
            {words.case_of(words.TIER, "r.tier")} as tier_title, r.metric, r.metric_title, r.unit, r.indicator_id,
            r.points_at_stake, r.clause, r.ask_whom, coalesce(m.kind, '') as kind
        from data_request r
        left join company c on c.company_id = r.company_id
        left join metrics m on m.metric = r.metric""",
    order="name, company_id, tier, points_at_stake desc nulls last, metric",
    columns=(
        *_COMPANY,
        Column("tier_title", "目标称号", "text", 22, "为哪个称号而问"),
        Column("metric_title", "指标名称", "long", 28, "要问的事实"),
        Column("unit", "单位", "text", 8, "填报值的单位"),
        Column("points_at_stake", "涉及分值", "score", 9, "这一项最多影响多少分；空白表示是条件而不是得分", "分"),
        Column("clause", "条款", "long", 34, "标准中的条款"),
        Column("ask_whom", "问谁", "text", 16, "企业或部门"),
        Column("metric", "指标", "code", 22, "指标代码，回收答复时用"),
        _KEY,
    ),
    entries=(
        Entry("填报值", 14, "by_kind", hint="数字填数字，是否题从下拉列表选"),
        Entry("填报人", 10),
        Entry("填报日期", 12, "date", hint="填日期，如 2026-11-20"),
        Entry("备注", 24),
    ),
    kind_column="kind",
    scope="county",
    empty="目前没有要问的事：没有培育对象，或已知事实足以下结论。",
    note="黄色列填写答复；金额单位为万元。多项一起问时，用企业年度情况表（pool template company_report）更方便。",
    frozen=1,
)

REVIEWS = Table(
    title="复核预警",
    csv="复核预警",
    query=f"""
        select w.county_code, w.zone_code, w.company_id, w.title_id, w.name, w.uscc, w.county, w.zone,
            w.tier_title, w.recognised_on, w.valid_to, w.days_left, w.review_standard_id,
            {words.case_of(words.LEVEL, "w.level")} as level, {words.rank_of(words.LEVEL, "w.level")} as level_rank,
            w.tightest_clause, w.tightest_margin, w.reasons, w.unknowns, w.action, w.evidence
        from review_watch w""",
    order="level_rank, valid_to nulls last, title_id",
    columns=(
        *_COMPANY,
        Column("level", "预警", "level", 7, "红、橙、黄、绿：" + "；".join(
            f"{words.LEVEL[code]}＝{meaning}" for code, meaning in words.LEVEL_MEANING.items()
        )),
        Column("tier_title", "称号", "text", 24, "有效期内的称号"),
        Column("recognised_on", "认定日期", "date", 12, "这一轮认定或复核通过的日期"),
        Column("valid_to", "到期日期", "date", 12, "公告的有效期止"),
        Column("days_left", "剩余天数", "integer", 9, "基准日到有效期止的天数", "天"),
        Column("tightest_clause", "最紧的条款", "long", 30, "离界线最近、或不满足得最多的条款"),
        Column("tightest_margin", "余量", "share", 8, "（数值－界线）÷界线的绝对值；负数表示未达到", "%"),
        Column("reasons", "预警原因", "long", 36, "为什么是这个等级"),
        Column("unknowns", "还不知道", "long", 30, "复核要看、而现在不知道的事实"),
        Column("action", "建议动作", "long", 30, "该做什么"),
        *_PLACE,
        _EVIDENCE,
        Column("title_id", "称号编号", "code", 30, "企业编号、称号、首次认定日期"),
    ),
    empty="目前没有在有效期内、到期日已知的称号需要复核。",
    note="按预警等级、到期日期排序；复核标准按称号的认定批次和复核日期确定。",
    frozen=1,
)

CHANGES = Table(
    title="变化",
    csv="变化",
    query=f"""
        select x.county_code, x.zone_code, x.company_id, x.name, x.tier,
            {words.case_of(words.CHANGE, "x.change")} as change, {words.rank_of(words.CHANGE, "x.change")} as change_rank,
            {words.case_of(words.TIER, "x.tier")} as tier_title,
            {words.case_of(words.STATUS | words.LEVEL, "x.before")} as before,
            {words.case_of(words.STATUS | words.LEVEL, "x.after")} as after, x.reason, x.as_of_before
        from pool_change x""",
    order="change_rank, name, company_id, tier",
    columns=(
        _COMPANY[0],
        Column("change", "变化", "text", 14, "新进入、退出、目标称号变化、状态变化、预警等级变化、得分变化"),
        Column("tier_title", "称号", "text", 24, "涉及的称号"),
        Column("before", "之前", "long", 24, "上一次发布时"),
        Column("after", "现在", "long", 24, "本次发布"),
        Column("reason", "原因", "long", 44, "什么事实变了"),
        Column("as_of_before", "比较基准日", "date", 13, "与哪一天的发布比较"),
        _KEY,
    ),
    empty=words.EMPTY_CHANGES + "。",
    frozen=1,
)

ALL_NAMES = Table(
    title="名称待核",
    csv="名称待核",
    query="""
        select q.county_code, k.zone_code, q.mention_id, q.source, coalesce(c.title, q.source) as source_title,
            q.name, q.published_code, coalesce(g.county, '') as county, q.candidate_id, q.candidate_name,
            q.probability, q.match_evidence, q.row_count, q.priority, q.first_evidence,
            k.county_code is distinct from q.county_code as elsewhere
        from match_review q
        left join company k on k.company_id = q.candidate_id
        left join stg_contract c on c.source = q.source
        left join stg_region_county g on g.county_code = q.county_code""",
    order="priority nulls last, mention_id",
    columns=(
        Column("name", "名单上的名称", "text", 32, "名单上怎么写的"),
        Column("published_code", "公布的代码", "code", 21, "名单上公布的代码，原样"),
        Column("source_title", "名单", "text", 24, "出现在哪份名单上"),
        Column("candidate_name", "对应企业名称", "text", 32, "最像的登记企业；空白表示没有"),
        Column("probability", "可能性", "share", 9, "是同一企业的把握", "%"),
        Column("match_evidence", "为什么像", "long", 40, "比对依据"),
        Column("row_count", "涉及行数", "integer", 9, "名单上有几行用到它", "行"),
        Column("county", "县（市、区）", "text", 12, "名称、地址或代码指向的县"),
        Column("first_evidence", "依据", "long", 46, "第一次出现的文件、表、行"),
        Column("source", "来源", "code", 18, "名单标识，回收判定时用"),
        Column("candidate_id", "对应企业编号", "code", 22, "最像的登记企业的编号"),
    ),
    entries=(
        Entry("判定", 14, "list", words.VERDICTS, "从下拉列表选"),
        Entry("判定人", 10),
        Entry("判定时间", 12, "date", hint="填日期，如 2026-11-20"),
        Entry("备注", 24),
    ),
    empty="目前没有待核的名称。",
    note="名单上的名称与登记企业对不准的，请判定；判定回收后不再重复询问。",
    frozen=1,
)

# A county's file holds no other county's company, not even as a guess: such a pair is the city's to judge.
NAMES = replace(
    ALL_NAMES,
    query=f"""select * replace (
        case when elsewhere and candidate_id is not null then '（外县企业，由市局判定）' else candidate_name end
            as candidate_name,
        case when elsewhere then null else candidate_id end as candidate_id,
        case when elsewhere then '' else match_evidence end as match_evidence
    ) from ({ALL_NAMES.query})""",
)

PROGRESS = Table(
    title="目标进度",
    csv="目标进度",
    query="select * from county_progress",
    order="year, tier, zone_code nulls first, county_code",
    columns=(
        Column("place", "县（市、区）、开发区", "text", 20, "任务分解表（附件4）中的行"),
        Column("year", "年度", "integer", 8, "目标年度"),
        Column("tier_title", "称号", "text", 26, "哪一级称号"),
        Column("target", "目标", "integer", 8, "当年任务数", "户"),
        Column("done", "已完成", "integer", 8, "当年已认定", "户"),
        Column("in_pool", "库内可申报", "integer", 11, "培育库中的后备", "户"),
        Column("gap", "差额", "integer", 8, "目标减已完成", "户"),
    ),
    empty="没有分解到这里的年度目标。",
    note="开发区内的企业在开发区和所在县都显示，全市合计只计一次。",
    frozen=1,
)

FACTS = Table(
    title="佐证",
    csv="佐证",
    query=f"""
        select c.county_code, c.zone_code, f.company_id, c.name, c.uscc, f.metric, f.metric_title, f.unit,
            case when f.value_text is not null and f.value_text <> '' then f.value_text
                when f.value_low is null and f.value_high is null then ''
                when f.value_high is null then '不少于 ' || {plain('f.value_low')}
                when f.value_low is null then '不多于 ' || {plain('f.value_high')}
                when f.value_low = f.value_high then {plain('f.value_low')}
                else {plain('f.value_low')} || ' 至 ' || {plain('f.value_high')} end as shown,
            f.period, f.note, f.evidence
        from company_fact f join company c on c.company_id = f.company_id""",
    order="name, company_id, metric",
    columns=(
        *_COMPANY,
        Column("metric_title", "事实", "text", 28, "指标名称"),
        Column("shown", "数值", "text", 18, "已知的值；名单不完整时为下限"),
        Column("unit", "单位", "text", 8, "数值的单位"),
        Column("period", "期间", "text", 12, "数值所属的年度或日期"),
        Column("note", "说明", "long", 26, "怎样得出"),
        _EVIDENCE,
        Column("metric", "指标", "code", 22, "指标代码"),
        _KEY,
    ),
    scope="county",
    empty="目前没有企业，因此没有佐证。",
    note="前面各表每个结论所用的事实，注明文件、表和行。",
    frozen=1,
)

COUNTY_TABLES = (CANDIDATES, QUESTIONS, REVIEWS, CHANGES, NAMES, PROGRESS, FACTS)
TABLES = (CANDIDATES, QUESTIONS, REVIEWS, CHANGES, ALL_NAMES, PROGRESS, FACTS)
