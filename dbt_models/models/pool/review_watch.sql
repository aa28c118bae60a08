-- Every title in force that ends: how its review looks from today, in words: the level (review_level), the reasons
-- with their clauses, what lapses before, what is needed at the least, what is not known, what to do. Certificates
-- that end first are said where its standard asks for them.
with told as (
    select
        company_id,
        basis,
        {{ joined('sentence', '；', order_by='margin nulls first, role, clause', where="status = 'not_met'") }}
            as failing,
        {{ joined('sentence', '；', order_by='margin nulls last, role, clause', where="status = 'met'") }} as near_bound,
        {{ joined('text', '；', order_by='role, clause', where="status = 'unknown'") }} as open_clauses,
        {{ joined("'须由人判定：' || text", '；', order_by='role, clause', where="status = 'person'") }}
            as person_clauses,
        {{ evidence_list("case when status in ('met', 'not_met') then evidence end") }} as evidence
    from {{ ref('clause_note') }}
    where purpose = 'review'
    group by company_id, basis
),

used as (
    select standard_id, metric from {{ ref('conditions') }}
    union
    select standard_id, metric from {{ ref('bands') }}
),

ending as (
    -- of the certificates that end first, those that the review looks at
    select
        t.title_id,
        {{ joined('v.note', '；', order_by='v.metric') }} as notes,
        {{ evidence_list('v.evidence') }} as evidence
    from {{ ref('review_title') }} as t
    inner join {{ ref('metric_validity') }} as v on t.company_id = v.company_id and v.basis = 'carried:' || t.title_id
    inner join used as u on t.review_standard_id = u.standard_id and v.metric = u.metric
    where v.ends_before
    group by t.title_id
),

needed as (
    select title_id, {{ joined('sentence', '；', distinct=true) }} as needs
    from {{ ref('review_need') }}
    where status_if_unchanged in ('not_met', 'unknown') or margin < {{ var('near_margin') }}
    group by title_id
)

select
    t.title_id,
    t.company_id,
    t.uscc,
    t.name,
    t.county_code,
    t.county,
    t.zone_code,
    t.zone,
    t.tier,
    t.tier_title,
    t.recognised_on,
    t.valid_to,
    t.document,
    t.days_left,
    t.opens_on,
    t.closes_on,
    t.review_on,
    t.review_standard_id,
    t.why_standard,
    v.level,
    x.text as tightest_clause,
    v.tightest_margin,
    coalesce(nullif(concat_ws(
        '；',
        t.gone,
        case when t.review_standard_id is null then '没有适用的复核标准，须人工判定' end,
        l.failing,
        case when l.failing is null then '若无变化：' || m.failing end,
        case when v.level = 'orange' then '现在靠它满足、复核前失效，其余不详：' || v.lapsing end,
        case when v.level = 'yellow' then '贴近界线：' || m.near_bound end,
        case when v.level = 'yellow' then '只靠一项：' || v.single_thing end,
        e.notes,
        case when t.valid_to_assumed then '公告未写有效期，到期日按三年推定' end
    ), ''), case
        when m.open_clauses is null then '按现有数据可通过'
        else '已知的条款没有过不了的，还有不知道的'
    end) as reasons,
    n.needs,
    nullif(concat_ws('；', m.open_clauses, m.person_clauses), '') as unknowns,
    t.duty as duties,
    k.action || '（' || k.by_whom || '；' || coalesce(
        '企业网上申报截止 ' || t.company_by || case when t.window_assumed then '（推定）' else '' end
        || case when t.company_by < r.as_of then '，已过，请核实是否已申报' else '' end,
        '有效期满 ' || t.valid_to || ' 前'
    ) || '）' || coalesce('；' || t.duty, '') as action,
    {{ merged_places(['t.evidence', 'l.evidence', 'm.evidence', 'e.evidence']) }} as evidence
from {{ ref('review_title') }} as t
inner join {{ ref('review_level') }} as v on t.title_id = v.title_id
inner join {{ ref('watch_actions') }} as k on v.level = k.level
cross join {{ ref('stg_run') }} as r
left join told as l on t.company_id = l.company_id and l.basis = 'review:' || t.title_id
left join told as m on t.company_id = m.company_id and m.basis = 'carried:' || t.title_id
left join ending as e on t.title_id = e.title_id
left join needed as n on t.title_id = n.title_id
left join {{ ref('clause_result') }} as x
    on t.company_id = x.company_id and v.telling_basis = x.basis and v.tightest_clause = x.clause
    and (x.role = 'base' or x.route = v.telling_route)
