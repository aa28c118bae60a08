-- Of each clause of a review that rests on figures: both branches. What it comes to if the years to come equal the last
-- one reported, and the least that is needed of what the company can change: R&D, revenue, IP. One row a title, clause
-- and figure; base clauses and those of the best route, where a lever is known (seed levers).
{% set share = "case when l.kind = 'share' then b.value_low * (cast({0} as double) / 100) else {0} end" %}
{% set needed, unchanged = share.format('r.bound'), share.format('f.value_low') %}
select
    t.title_id,
    t.company_id,
    r.clause,
    r.alternative,
    r.metric,
    m.title as metric_title,
    f.value_low as value_if_unchanged,
    r.operator,
    r.bound,
    m.unit as metric_unit,
    r.status as status_if_unchanged,
    coalesce(s.status, 'unknown') as status_for_certain,
    r.margin,
    l.lever_title,
    cast({{ rounded(needed, 2) }} as decimal(18, 2)) as needed,
    l.unit,
    case when r.operator in ('<=', '<') then '至多' else '至少' end || '需要' || l.lever_title || ' '
    || {{ amount(rounded(needed, 4), 'l.unit') }}
    || case when l.kind = 'share' then '（' || l.base_title || '与已报年度持平时）' else '' end
    || coalesce('，持平为 ' || {{ amount(rounded(unchanged, 4), 'l.unit') }}, '') as sentence,
    f.evidence
from {{ ref('review_title') }} as t
inner join {{ ref('assessment') }} as a on t.company_id = a.company_id and a.basis = 'carried:' || t.title_id
inner join {{ ref('condition_result') }} as r
    on a.company_id = r.company_id and a.basis = r.basis and a.standard_id = r.standard_id
    and (r.role = 'base' or r.route = a.best_route)
inner join {{ ref('levers') }} as l on r.metric = l.metric
inner join {{ ref('metrics') }} as m on r.metric = m.metric
left join {{ ref('condition_result') }} as s
    on s.basis = 'review:' || t.title_id and r.company_id = s.company_id and r.condition_id = s.condition_id
left join {{ ref('company_metric') }} as f
    on r.company_id = f.company_id and r.basis = f.basis and r.metric = f.metric
left join {{ ref('company_metric') }} as b
    on r.company_id = b.company_id and r.basis = b.basis and l.base_metric = b.metric
where l.kind <> 'share' or b.value_low is not null
