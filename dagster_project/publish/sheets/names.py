"""Names on lists that await a verdict."""

from __future__ import annotations

from dataclasses import replace

from dagster_project.publish.tables import Column, Entry, Table
from dagster_project.publish.words import VERDICTS

# A verdict holds for mentions with just its county, so 县（市、区） is the mention's own, never the candidate's.
# The evidence of a match is a JSON list of items with a label and a weight: read out as what speaks for and against.
_ITEMS = """from_json(q.match_evidence, '[{"label": "VARCHAR", "weight": "DOUBLE"}]')"""
_SIDES = ", ".join(
    f"'{word}：' || nullif(array_to_string(list_transform(list_filter({_ITEMS}, lambda x: x.weight {sign} 0),"
    " lambda x: x.label), '、'), '')"
    for word, sign in (("支持", ">"), ("不支持", "<"))
)
_WHY = f"case when json_valid(q.match_evidence) then concat_ws('；', {_SIDES}) else q.match_evidence end"

ALL_NAMES = Table(
    title="名称待核",
    query=f"""
        select q.county_code, case when k.county_code = q.county_code then k.zone_code end as zone_code,
            q.mention_id, q.source, q.name, q.published_code,
            coalesce(c.title, q.source) as source_title, coalesce(g.county, '') as county,
            q.candidate_id, q.candidate_name, q.probability, {_WHY} as match_evidence, q.row_count, q.priority,
            q.first_evidence, k.county_code is distinct from q.county_code as elsewhere
        from match_review q
        left join company k on k.company_id = q.candidate_id
        left join stg_contract c on c.source = q.source
        left join stg_region_county g on g.county_code = q.region_code""",
    order="priority nulls last, mention_id",
    columns=(
        Column("name", "名单上的名称", "text", 28, "名单上怎么写的"),
        Column("published_code", "公布的代码", "code", 21, "名单上公布的代码，原样"),
        Column("source_title", "名单", "text", 24, "出现在哪份名单上"),
        Column("candidate_name", "对应企业名称", "text", 28, "最像的登记企业；空白表示没有"),
        Column("probability", "可能性", "share", 9, "是同一企业的把握", "%"),
        Column("match_evidence", "为什么像", "long", 40, "比对依据"),
        Column("row_count", "涉及行数", "integer", 9, "名单上有几行用到它", "行"),
        Column("county", "县（市、区）", "text", 12, "名称、地址或代码指向的县"),
        Column("first_evidence", "依据", "long", 46, "第一次出现的文件、表、行", printed=False),
        Column("source", "来源", "code", 18, "名单标识，回收判定时用", printed=False, hidden=True),
        Column("candidate_id", "对应企业编号", "code", 22, "最像的登记企业的编号", printed=False),
    ),
    entries=(
        Entry("判定", 14, "list", VERDICTS, "从下拉列表选"),
        Entry("判定人", 10),
        Entry("判定时间", 12, "date", hint="填日期，如 2026-11-20"),
        Entry("备注", 24),
    ),
    city_entries=True,
    empty="目前没有待核的名称。",
    note="名单上的名称与登记企业对不准的，请判定（空着的不算）；填好后整份放进 match_decision/收到日期/。",
)

# A county's file holds no other county's company, not even as a guess: such a pair is the city's to judge.
NAMES = replace(
    ALL_NAMES,
    query=f"""select * replace (
        case when elsewhere and candidate_id is not null then '（外县，由市局判定）' else candidate_name end
            as candidate_name,
        case when elsewhere then null else candidate_id end as candidate_id,
        case when elsewhere then '' else match_evidence end as match_evidence
    ) from ({ALL_NAMES.query})""",
)
