-- The single facts that changed since the publication before: what they were, what they are, and the places that are
-- new in their evidence (of a fact that went, the places that it had). Empty where that publication's facts are gone.
with was as (
    select h.*
    from {{ ref('stg_history_fact') }} as h
    inner join {{ ref('publication') }} as p on h.as_of = p.as_of_before
),

differing as (
    -- values alone: nearly all facts are as they were, and their places need not be looked at
    select coalesce(n.company_id, w.company_id) as company_id, coalesce(n.metric, w.metric) as metric
    from {{ ref('published_fact') }} as n
    full join was as w on n.company_id = w.company_id and n.metric = w.metric
    where
        n.company_id is null
        or w.company_id is null
        or n.value_low is distinct from w.value_low
        or n.value_high is distinct from w.value_high
        or n.value_text is distinct from w.value_text
),

paired as (
    select
        d.company_id,
        d.metric,
        coalesce(m.title, '所用标准') as title,
        case when w.company_id is null then '不详' else {{ fact_text('w', 'm') }} end as before,
        case when n.company_id is null then '不详' else {{ fact_text('n', 'm') }} end as after,
        n.evidence as places,
        w.evidence as places_before
    from differing as d
    left join {{ ref('published_fact') }} as n on d.company_id = n.company_id and d.metric = n.metric
    left join was as w on d.company_id = w.company_id and d.metric = w.metric
    left join {{ ref('metrics') }} as m on d.metric = m.metric
    where
        -- a company that was not published before, or is no more, has entered or left: all its facts are not news
        d.company_id in (select distinct u.company_id from was as u)
        and d.company_id in (select distinct u.company_id from {{ ref('published_fact') }} as u)
)

select
    company_id,
    metric,
    title,
    before,
    after,
    coalesce(
        nullif({{ places_without(places_of('places'), places_of('places_before')) }}, ''), places, places_before
    ) as evidence
from paired
where before is distinct from after
