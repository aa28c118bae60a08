"""The companies to cultivate, what to ask them, and the facts behind it all."""

from __future__ import annotations

from dataclasses import replace

from dagster_project.feedback.corrections import FORM
from dagster_project.publish import words
from dagster_project.publish.sheets.common import CODE, EVIDENCE, KEY, NAME, PLACE, SEAL, SENT_BY, sealed
from dagster_project.publish.tables import Column, Entry, Table, plain

CANDIDATES = Table(
    title="培育对象",
    query=f"""
        select p.county_code, p.zone_code, p.company_id, p.name, p.uscc, p.county, p.zone, p.tier,
            p.tier_title, p.gaps, p.exclusions, p.application_note, p.is_next,
            {words.case_of(words.STATUS, "p.status")} as status,
            {words.rank_of(words.STATUS, "p.status")} as status_rank, p.pool_rank, p.score_min, p.score_max,
            p.pass_score, p.coverage, p.signals, p.titles, p.missing,
            case when p.is_next then p.missing_count end as missing_count,
            case when p.is_next then '是' else '否' end as next_word,
            case when p.is_provisional then '是：登记信息待补' else '' end as provisional,
            {words.yes_no("p.assumption")} as assumption, p.evidence, p.rest_until, s.specialists,
            r.period, {sealed("p.company_id", "p.name", "p.uscc", "p.tier_title", "r.period")} as seal
        from cultivation_pool p
        cross join (select cast(year(as_of) - 1 as varchar) as period from stg_run) r
        left join company_specialist s on s.company_id = p.company_id""",
    order="status_rank, pool_rank nulls last, company_id, tier",
    only="is_next",
    columns=(
        replace(NAME, width=17.5),
        Column("tier_title", "目标称号", "text", 10, "下一步申报的称号"),
        Column("status", "状态", "status", 8, "可申报、待补数、差一步、培育中、不予纳入"),
        Column("score_min", "得分下限", "score", 7, "未知指标按零分计的得分", "分"),
        Column("score_max", "得分上限", "score", 7, "未知指标按满分计的得分", "分"),
        Column("signals", "入库信号", "long", 13, "高企、发明专利、科技型中小企业等，凭什么入库"),
        Column("missing", "缺什么", "long", 24, "还不知道、又影响结论的事实；只为下一称号而问，别的称号留空"),
        Column(
            "missing_count",
            "缺项数",
            "integer",
            8,
            "缺什么的条数；只为下一称号而问，别的称号留空",
            "项",
            False,
        ),
        Column(
            "gaps",
            "弱项与可得分",
            "points",
            29,
            "没有满足或没有得满分的条款；得分不到及格分而可申报的，凭哪一条",
        ),
        Column("exclusions", "不予纳入原因", "points", 10, "基本条件不符之处；空白表示没有"),
        Column(
            "application_note",
            "申报情况",
            "long",
            8,
            "申报、未通过或放弃，到了哪个环节；走访所见的写明走访日期",
        ),
        CODE,
        Column(
            "pass_score",
            "及格分",
            "score",
            8,
            "该称号的评价得分线；空白表示该标准不设总分",
            "分",
            printed=False,
        ),
        Column("coverage", "数据覆盖", "share", 10, "已知指标占全部指标的比例", "%", printed=False),
        Column("titles", "已有称号", "long", 16, "有效期内的称号", printed=False),
        Column(
            "rest_until", "休整至", "date", 11, "未通过或放弃后，此日前不再催报；空白表示没有", printed=False
        ),
        Column("specialists", "服务专员", "text", 12, "服务这家企业的专员；空白表示还没有", printed=False),
        *PLACE,
        Column("provisional", "暂列企业", "text", 14, "只从名单上得知、登记信息待补的企业", printed=False),
        Column("assumption", "依据推定", "text", 10, "结论用到了对条文的理解，而非条文原文", printed=False),
        EVIDENCE,
        KEY,
        Column("next_word", "是否下一称号", "text", 8, "工作簿只列下一称号；CSV 列全部称号", printed=False),
        Column("period", "期间", "code", 7, "核实和更正算作哪一年", printed=False, hidden=True),
        SENT_BY,
        SEAL,
    ),
    entries=(
        Entry("走访日期", 10.5, "date", hint="填日期，如 2026-11-20；空白按交回的日期算"),
        Entry("走访人", 7, hint="写姓名，以后好核对；可以不填"),
        Entry(
            "企业状况",
            10,
            "list",
            words.STATES,
            "查无、迁出、停业的，以后改列不予纳入；一家有几行的，填得要一致",
        ),
        Entry("申报环节", 9, "list", words.STAGES, "已申报的，到了哪一步"),
        Entry(
            "是否核实", 9, "list", ("是", "否"), "选“是”：上年数字看过凭证，已核对；所写更正优先于企业自报"
        ),
        Entry("更正", 14, hint=f"写成 {FORM}，不是上年的写明年度；几项之间用分号"),
        Entry("备注", 12),
    ),
    bars=("score_min", "score_max", "coverage"),
    empty="目前没有培育对象：没有本地企业带入库信号或称号，或基准日没有施行的标准。",
    note="按状态和接近程度排序。县（市、区）和开发区工作簿的黄色列由服务专员填写，怎样填、怎样交见封面。",
)

_ASKED = ("company_id", "name", "uscc", "tier_title", "metric_title", "metric", "period", "unit")
QUESTIONS = Table(
    title="缺什么问什么",
    # a company is asked for a fact once, whatever titles it is for
    query=f"""
        select *, {sealed(*_ASKED)} as seal from (
            select r.county_code, r.zone_code, r.company_id, r.name, c.uscc, r.metric, r.metric_title, r.unit,
                string_agg(coalesce(t.tier_title, r.tier) || case r.purpose when 'review' then '（复核）' else '' end,
                    '、' order by t.ladder_order nulls last, r.tier) as tier_title,
                max(r.points_at_stake) as points_at_stake,
                string_agg(distinct r.clause, '；' order by r.clause) as clause, r.ask_whom, r.kind,
                {words.case_of(words.ASK, "r.ask")} as ask, {words.rank_of(words.ASK, "r.ask")} as ask_rank,
                cast(r.fiscal_year as varchar) as period
            from data_request r
            left join tiers t on t.tier = r.tier
            left join company c on c.company_id = r.company_id
            group by all
        )""",
    order="name, company_id, ask_rank, points_at_stake desc nulls first, metric, period",
    columns=(
        replace(NAME, width=22),
        Column("tier_title", "目标称号", "text", 16, "为哪个称号而问；（复核）＝已有的称号，下次复核要看"),
        Column("ask", "类别", "text", 9, "缺数据、部门负面清单、须由人判定"),
        Column("metric_title", "指标名称", "long", 24, "要问的事实"),
        Column("unit", "单位", "text", 6, "填报值的单位"),
        Column("points_at_stake", "涉及分值", "score", 7, "最多影响多少分；空白：是条件，不是得分", "分"),
        Column("clause", "条款", "points", 40, "标准中的条款"),
        Column("ask_whom", "问谁", "text", 11, "企业或部门"),
        Column("period", "期间", "code", 6, "答复算作哪一年"),
        Column("metric", "指标", "code", 22, "指标代码，回收答复时用", printed=False, hidden=True),
        CODE,
        KEY,
        SENT_BY,
        SEAL,
    ),
    entries=(
        Entry("填报值", 13, "by_fact", hint="数字填数字，是否题和等级从下拉列表选"),
        Entry("是否核实", 8, "list", ("是", "否"), "选“是”：看过凭证，优先于企业自报；否则只补空缺"),
        Entry("填报人", 9, hint="写姓名，以后好核对；可以不填"),
        Entry("填报日期", 11, "date", hint="填日期，如 2026-11-20；空白按交回的日期算"),
        Entry("备注", 20),
    ),
    kind_column="metric",
    empty="目前没有要问的事：没有培育对象，或已知事实足以下结论。",
    note="金额单位为万元。黄色列填写答复，怎样填、怎样交见封面；请企业自己填的，用“填报表”文件夹里本地的一份：已知数已填好。",
)

_LOW, _HIGH = (words.graded("f.metric", column, plain(column)) for column in ("f.value_low", "f.value_high"))
_GRADED = ", ".join(f"'{metric}'" for metric in words.LEGENDS)
FACTS = Table(
    title="佐证",
    query=f"""
        select c.county_code, c.zone_code, f.company_id, c.name, c.uscc, f.metric, f.metric_title,
            case when f.metric in ({_GRADED}) then '' else f.unit end as unit,
            case when f.value_text is not null and f.value_text <> '' then f.value_text
                when m.kind = 'flag' and f.value_low = 1 then '是'
                when m.kind = 'flag' and f.value_high = 0 then '否'
                when f.value_low is null and f.value_high is null then ''
                when m.kind = 'flag' then '{words.UNSETTLED}'
                when f.value_high is null then '不少于 ' || {_LOW}
                when f.value_low is null then '不多于 ' || {_HIGH}
                when f.value_low = f.value_high then {_LOW}
                else {_LOW} || ' 至 ' || {_HIGH} end as shown,
            f.period, f.note, f.evidence
        from company_fact f join company c on c.company_id = f.company_id
        left join metrics m on m.metric = f.metric""",
    order="name, company_id, metric",
    is_ordered=True,
    columns=(
        NAME,
        Column("metric_title", "事实", "text", 28, "指标名称"),
        Column("shown", "数值", "text", 18, "已知的值；名单不完整时为下限"),
        Column("unit", "单位", "text", 8, "数值的单位"),
        Column("period", "期间", "text", 12, "数值所属的年度或日期"),
        Column("note", "说明", "long", 26, "怎样得出"),
        replace(EVIDENCE, printed=True),
        Column("metric", "指标", "code", 22, "指标代码", printed=False, hidden=True),
        CODE,
        KEY,
    ),
    empty="目前没有企业，因此没有佐证。",
    note="前面各表每个结论所用的事实，注明文件、表和行。",
)
