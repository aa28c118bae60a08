"""Names on lists that await a verdict."""

from __future__ import annotations

from dataclasses import replace

from dagster_project.matching.terms import SIDES
from dagster_project.publish import words
from dagster_project.publish.sheets.common import SEAL, SENT_BY, sealed
from dagster_project.publish.tables import Column, Entry, Table

# A verdict holds for mentions with just its county, so 县（市、区） is the mention's own, never the candidate's.
# The evidence of a match is a JSON list of items, each with a label and its side.
_ITEMS = """from_json(q.match_evidence, '[{"label": "VARCHAR", "side": "VARCHAR"}]')"""
_TOLD = ", ".join(
    f"'{word}：' || nullif(array_to_string(list_transform(list_filter({_ITEMS}, lambda x: x.side = '{side}'),"
    " lambda x: x.label), '、'), '')"
    for side, word in SIDES.items()
)
_DOUBT = " ".join(f"when '{rule}' then '{word}'" for rule, word in words.IN_DOUBT.items())
_WHY = f"""case when json_valid(q.match_evidence)
    then concat_ws('；', case q.rule {_DOUBT} else '把握不足' end, {_TOLD}) else q.match_evidence end"""

_OTHERS = """(select string_agg(o.shown, '、' order by o.rank) from other o
                where o.mention_id = q.mention_id and {which})"""
_QUERY = f"""
        with other as (
            select x.mention_id, k.county_code, x.rank,
                x.candidate_name || coalesce('（' || k.county || '）', '') as shown
            from stg_match_candidate x join match_review q on q.mention_id = x.mention_id
            left join company k on k.company_id = x.candidate_id
            where x.candidate_id <> q.candidate_id
                and (x.probability >= 0.01 or (q.rule = 'rivals' and x.rank = 2))
        )
        select q.county_code, case when k.county_code = q.county_code then k.zone_code end as zone_code,
            q.mention_id, q.source, q.name, q.published_code,
            coalesce(c.title, q.source) as source_title, coalesce(g.county, '') as county,
            q.candidate_id, q.candidate_name, q.probability, {_WHY} as match_evidence,
            concat_ws('；', nullif(k.uscc, ''), k.county, '曾用名 ' || nullif(k.former_names, ''), nullif(k.address, ''))
                as candidate_facts,
            case when q.is_in_pool then '培育库企业：' else '' end || coalesce(q.effect, '') as effect,
            {_OTHERS.format(which="true")} as others,
            concat_ws('；', {_OTHERS.format(which="o.county_code = q.county_code")},
                (select '外县另有 ' || count(*) || ' 家，见市局' from other o
                where o.mention_id = q.mention_id and o.county_code is distinct from q.county_code
                having count(*) > 0)) as others_here,
            q.row_count, q.priority, q.first_evidence, k.county_code is distinct from q.county_code as elsewhere
        from match_review q
        left join company k on k.company_id = q.candidate_id
        left join stg_contract c on c.source = q.source
        left join stg_region_county g on g.county_code = q.region_code"""
_SEAL = f"{sealed('name', 'published_code', 'source', 'county', 'candidate_id', 'candidate_name')} as seal"

ALL_NAMES = Table(
    title="名称待核",
    query=f"select *, {_SEAL} from ({_QUERY})",
    order="priority nulls last, mention_id",
    columns=(
        Column(
            "name", "名单上的名称", "text", 20, "名单上怎么写的；与登记不同的字标红", against="candidate_name"
        ),
        Column("candidate_name", "对应企业名称", "text", 20, "最像的登记企业；空白表示没有", against="name"),
        Column("source_title", "名单", "text", 11, "出现在哪份名单上"),
        Column("effect", "判定影响", "long", 14, "若是同一企业，会改变什么"),
        Column("match_evidence", "为什么像", "long", 32, "为什么没有自动确定；矛盾、支持、不支持各是什么"),
        Column("candidate_facts", "登记信息", "long", 18, "最像的企业的代码、所在县、曾用名、住所"),
        Column("others", "其他相近企业", "long", 16, "除它以外还像哪几家"),
        Column("county", "县（市、区）", "text", 8, "名称、地址或代码指向的县"),
        Column("row_count", "涉及行数", "integer", 5, "名单上有几行用到它", "行"),
        Column("published_code", "公布的代码", "code", 19, "名单上公布的代码，原样", printed=False),
        Column("probability", "可能性", "share", 8, "是同一企业的把握", "%", False),
        Column("first_evidence", "依据", "long", 46, "第一次出现的文件、表、行", printed=False),
        Column("source", "来源", "code", 18, "名单标识，回收判定时用", printed=False, hidden=True),
        Column("candidate_id", "对应企业编号", "code", 22, "最像的登记企业的编号", printed=False),
        SENT_BY,
        SEAL,
    ),
    entries=(
        Entry("判定", 13, "list", words.VERDICTS, "从下拉列表选"),
        Entry("判定人", 9, hint="写姓名，以后好核对；可以不填"),
        Entry("判定时间", 11, "date", hint="填日期，如 2026-11-20；空白按交回的日期算"),
        Entry("备注", 16, hint="凭什么判定，如：看了营业执照"),
    ),
    city_entries=True,
    frozen=2,
    empty="目前没有待核的名称。",
    note="按判定的影响排序，不同的字标红；后一次判定取代前一次，都留存。黄色列填写判定，怎样填、怎样交见封面。",
)

# A county's file holds no other county's company, not even as a guess: such a pair is the city's to judge, in its own book. That
# there are others elsewhere it must know, or it takes the only one it sees for the one.
NAMES = replace(
    ALL_NAMES,
    query=f"""select *, {_SEAL} from (
        select * replace (others_here as others) from ({_QUERY}) where candidate_id is null or not elsewhere)""",
)
