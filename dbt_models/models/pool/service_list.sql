-- Whom to serve, a list a service: near the scale line, not yet a joint-stock company, an application under way, and no
-- specialist where the county has sent who serves whom.
with rule as (
    select * from {{ ref('service_rules') }}
),

holder as (
    select
        t.company_id,
        {{ joined('k.tier_title', '、', distinct=true) }} as titles,
        {{ joined('t.tier', ';', distinct=true) }} as tiers
    from {{ ref('title') }} as t
    inner join {{ ref('tiers') }} as k on t.tier = k.tier
    where t.in_force
    group by t.company_id
),

fact as (
    select company_id, metric, value_low, period, evidence
    from {{ ref('company_metric') }}
    where basis = 'today' and metric in ('main_revenue', 'is_industrial', 'above_scale', 'shareholding_reformed')
),

served as (
    select distinct county_code
    from {{ ref('company') }}
    where company_id in (select company_id from {{ ref('company_specialist') }})
),

listed as (
    select
        'to_scale' as service,
        f.company_id,
        '主营业务收入 ' || {{ plain_number('f.value_low') }} || ' 万元（' || f.period || '）'
        || case when f.value_low >= r.upper then '，已达上规线' else '，接近上规线' end as why,
        f.evidence
    from fact as f
    inner join rule as r on r.service = 'to_scale' and f.metric = r.metric and f.value_low >= r.lower
    inner join fact as i on f.company_id = i.company_id and i.metric = 'is_industrial' and i.value_low = 1
    left join fact as a on f.company_id = a.company_id and a.metric = 'above_scale'
    where coalesce(a.value_low, 0) = 0
    union all
    select 'to_reform', h.company_id, c.company_type || '；' || h.titles, c.evidence
    from holder as h
    inner join rule as r on r.service = 'to_reform' and {{ overlap(parts('h.tiers', ';'), parts('r.tiers', ';')) }}
    inner join {{ ref('company') }} as c on h.company_id = c.company_id
    left join fact as f on h.company_id = f.company_id and f.metric = 'shareholding_reformed'
    where contains(c.company_type, '有限责任') and coalesce(f.value_low, 0) = 0
    union all
    select
        'applying',
        a.company_id,
        k.tier_title || '：' || a.progress || case when a.stage is null then '，环节不详' else '' end,
        a.evidence
    from {{ ref('application_state') }} as a
    inner join {{ ref('tiers') }} as k on a.tier = k.tier
    where coalesce(a.result, 'pending') = 'pending'
    union all
    select 'unserved', p.company_id, coalesce(h.titles, '培育对象'), null
    from (
        select company_id from {{ ref('cultivation_pool') }} where is_next and status in ('ready', 'near', 'needs_data')
        union
        select company_id from holder
    ) as p
    left join holder as h on p.company_id = h.company_id
    where p.company_id not in (select company_id from {{ ref('company_specialist') }})
)

select
    l.service,
    c.company_id,
    c.uscc,
    c.name,
    c.county_code,
    c.county,
    c.zone_code,
    c.zone,
    {{ joined('l.why', '；', order_by='l.why') }} as why,
    s.specialists,
    r.citation,
    {{ evidence_list('l.evidence') }} as evidence
from listed as l
inner join rule as r on l.service = r.service
inner join {{ ref('company') }} as c on l.company_id = c.company_id
inner join {{ ref('stg_region_county') }} as g on c.county_code = g.county_code
left join {{ ref('company_specialist') }} as s on l.company_id = s.company_id
where not c.has_ended and (l.service <> 'unserved' or c.county_code in (select county_code from served))
group by all
