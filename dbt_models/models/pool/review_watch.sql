-- Every title in force that ends: how its review looks from today. Red: it fails on what is certain, or something
-- excludes the company today. Orange: it fails if nothing changes before the date. Yellow: within the near margin of
-- a bound, or no standard is known for it. Green: the rest. Certificates that end first are said where
-- its standard asks for them.
with told as (
    select
        company_id,
        basis,
        string_agg(sentence, '；' order by margin nulls first, role, clause)
            filter (where status = 'not_met') as failing,
        string_agg(sentence, '；' order by margin, role, clause) filter (where status = 'met') as near_bound,
        string_agg(text, '；' order by role, clause) filter (where status = 'unknown') as open_clauses,
        string_agg('须由人判定：' || text, '；' order by role, clause) filter (where status = 'person') as person_clauses,
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
        v.company_id,
        v.basis,
        string_agg(v.note, '；' order by v.metric) as notes,
        {{ evidence_list('v.evidence') }} as evidence
    from {{ ref('metric_validity') }} as v
    inner join {{ ref('assessment') }} as a on v.company_id = a.company_id and v.basis = a.basis
    inner join used as u on a.standard_id = u.standard_id and v.metric = u.metric
    where v.ends_before
    group by v.company_id, v.basis
),

judged as (
    select
        t.title_id,
        t.company_id,
        t.tier,
        t.recognised_on,
        t.valid_to,
        r.as_of,
        t.valid_to_assumed,
        t.evidence as title_evidence,
        c.uscc,
        c.name,
        c.county_code,
        c.county,
        c.zone_code,
        c.zone,
        k.tier_title,
        date_diff('day', r.as_of, t.valid_to) as days_left,
        a.standard_id as review_standard_id,
        case when c.has_ended then '登记状态：' || c.status end as ended,
        case
            when c.has_ended or a.status = 'not_met' then 'red'
            when n.status = 'not_met' then 'orange'
            when a.status is null or m.near_bound is not null then 'yellow'
            else 'green'
        end as level,
        coalesce(x.text, y.text) as tightest_clause,
        case when a.status = 'not_met' then a.tightest_margin else n.tightest_margin end as tightest_margin,
        l.failing as fails_for_certain,
        m.failing as fails_unchanged,
        m.near_bound,
        m.open_clauses,
        m.person_clauses,
        e.notes as ends_before,
        concat_ws('; ', l.evidence, m.evidence, e.evidence) as evidence
    from {{ ref('title') }} as t
    inner join {{ ref('scope') }} as s on t.company_id = s.company_id
    inner join {{ ref('company') }} as c on t.company_id = c.company_id
    inner join {{ ref('tiers') }} as k on t.tier = k.tier
    cross join {{ ref('stg_run') }} as r
    left join {{ ref('assessment') }} as a on t.company_id = a.company_id and a.basis = 'review:' || t.title_id
    left join {{ ref('assessment') }} as n on t.company_id = n.company_id and n.basis = 'carried:' || t.title_id
    left join told as l on t.company_id = l.company_id and l.basis = 'review:' || t.title_id
    left join told as m on t.company_id = m.company_id and m.basis = 'carried:' || t.title_id
    left join ending as e on t.company_id = e.company_id and e.basis = 'carried:' || t.title_id
    left join {{ ref('clause_result') }} as x
        on a.status = 'not_met' and a.company_id = x.company_id and a.basis = x.basis
        and a.tightest_clause = x.clause and (x.role = 'base' or x.route = a.best_route)
    left join {{ ref('clause_result') }} as y
        on a.status <> 'not_met' and n.company_id = y.company_id and n.basis = y.basis
        and n.tightest_clause = y.clause and (y.role = 'base' or y.route = n.best_route)
    where t.in_force and t.valid_to is not null
),

review_window as (
    select
        d.county_code,
        w.*
    from {{ ref('review_windows') }} as w
    inner join {{ ref('divisions') }} as d on w.region_code in (d.county_code, d.city_code, d.province_code)
    qualify row_number() over (
        partition by d.county_code, w.tier, w.year
        order by w.region_code = d.county_code desc, w.region_code = d.city_code desc, w.region_code
    ) = 1
)

select
    j.title_id,
    j.company_id,
    j.uscc,
    j.name,
    j.county_code,
    j.county,
    j.zone_code,
    j.zone,
    j.tier,
    j.tier_title,
    j.recognised_on,
    j.valid_to,
    j.days_left,
    j.review_standard_id,
    j.level,
    j.tightest_clause,
    j.tightest_margin,
    coalesce(nullif(concat_ws(
        '；',
        j.ended,
        case when j.review_standard_id is null then '没有适用的复核标准，须人工判定' end,
        j.fails_for_certain,
        case when j.fails_for_certain is null then '若无变化：' || j.fails_unchanged end,
        case when j.level = 'yellow' then '贴近界线：' || j.near_bound end,
        j.ends_before,
        case when j.valid_to_assumed then '公告未写有效期，到期日按三年推定' end
    ), ''), '按现有数据可通过') as reasons,
    nullif(concat_ws('；', j.open_clauses, j.person_clauses), '') as unknowns,
    v.action || '（' || v.by_whom || '；'
    || coalesce(
        '企业网上申报截止 ' || w.company_by || case when w.assumption then '（推定）' else '' end
        || case when w.company_by < j.as_of then '，已过，请核实是否已申报' else '' end,
        '有效期满 ' || j.valid_to || ' 前'
    )
    || '）' as action,
    {{ merged_places(['j.title_evidence', 'j.evidence']) }} as evidence
from judged as j
inner join {{ ref('watch_actions') }} as v on j.level = v.level
left join review_window as w
    on j.county_code = w.county_code and j.tier = w.tier and year(j.valid_to) = w.year
