-- What to ask, of whom and why: facts that an open clause of the base or the best route asks for, and those that
-- leave an indicator's points open; what was read and settles nothing (a judgement that lapsed, say) is told. One row
-- a company, tier and metric; nothing is asked of the excluded.
with subject as (
    select * from {{ ref('pool_subject') }} where is_next and status <> 'excluded'
),

clause as (
    select
        s.company_id,
        s.tier,
        r.metric,
        {{ distinct_sentences("n.text || '〔' || n.citation || '〕'") }} as clause
    from subject as s
    inner join {{ ref('clause_note') }} as n
        on s.company_id = n.company_id and n.basis = 'today' and s.standard_id = n.standard_id and n.status = 'unknown'
    inner join {{ ref('condition_result') }} as r
        on n.company_id = r.company_id and n.basis = r.basis and n.standard_id = r.standard_id
        and n.role = r.role and n.route = r.route and n.clause = r.clause and r.status = 'unknown'
    group by s.company_id, s.tier, r.metric
),

indicator as (
    select
        s.company_id,
        s.tier,
        p.metric,
        min(p.indicator_id) as indicator_id,
        max(i.score_max - greatest(i.score_min, p.score_min)) as indicator_open,
        max(p.score_max - p.score_min) as metric_open,
        {{ distinct_sentences("d.title || '〔' || d.citation || '〕'") }} as clause
    from subject as s
    inner join {{ ref('indicator_score') }} as i
        on s.company_id = i.company_id and i.basis = 'today' and s.standard_id = i.standard_id and not i.is_known
    inner join {{ ref('metric_score') }} as p
        on i.company_id = p.company_id and i.basis = p.basis and i.standard_id = p.standard_id
        and i.indicator_id = p.indicator_id and p.score_max > p.score_min
    inner join {{ ref('indicators') }} as d on i.standard_id = d.standard_id and i.indicator_id = d.indicator_id
    group by s.company_id, s.tier, p.metric
),

asked as (
    select
        coalesce(c.company_id, i.company_id) as company_id,
        coalesce(c.tier, i.tier) as tier,
        coalesce(c.metric, i.metric) as metric,
        i.indicator_id,
        least(i.indicator_open, i.metric_open) as points_at_stake,
        concat_ws('；', c.clause, i.clause) as clause
    from clause as c
    full join indicator as i on c.company_id = i.company_id and c.tier = i.tier and c.metric = i.metric
)

select
    s.company_id,
    s.name,
    s.county_code,
    s.zone_code,
    s.tier,
    s.standard_id,
    a.metric,
    m.title as metric_title,
    m.unit,
    a.indicator_id,
    a.points_at_stake,
    concat_ws('；', a.clause, '已读：' || f.note) as clause,
    m.ask_whom,
    f.evidence
from asked as a
inner join subject as s on a.company_id = s.company_id and a.tier = s.tier
inner join {{ ref('metrics') }} as m on a.metric = m.metric
left join {{ ref('company_metric') }} as f
    on a.company_id = f.company_id and f.basis = 'today' and a.metric = f.metric and f.note is not null
