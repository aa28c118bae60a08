-- The facts of today behind the pool's statements, by company: value, period, where it stands.
select
    f.company_id,
    c.name,
    c.county_code,
    c.zone_code,
    f.metric,
    m.title as metric_title,
    m.unit,
    f.value_low,
    f.value_high,
    f.value_text,
    f.period,
    f.trust,
    f.evidence,
    f.note
from {{ ref('company_metric') }} as f
inner join {{ ref('company') }} as c on f.company_id = c.company_id
inner join {{ ref('metrics') }} as m on f.metric = m.metric
where
    f.basis = 'today'
    and (
        f.company_id in (select company_id from {{ ref('cultivation_pool') }})
        or f.company_id in (select company_id from {{ ref('review_watch') }})
    )
