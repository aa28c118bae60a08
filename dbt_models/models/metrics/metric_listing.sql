-- Listings that hold on the day (they are taken to hold at a review too) and events of the last years. Only lists
-- that their contract marks as serious count as serious dishonesty; "not listed" needs every list that the contract
-- calls complete. An event is set aside where a department judged its very period clean after it.
with standing as (
    select
        b.company_id,
        b.basis,
        case when l.source = 'abnormal_operation' then 'abnormal_operation' else 'serious_dishonesty' end as metric,
        {{ distinct_sentences("l.list_name || '（' || l.listed_on || ' 列入）'") }} as note,
        {{ evidence_list('l.evidence') }} as evidence
    from {{ ref('basis') }} as b
    inner join {{ ref('listing') }} as l on b.company_id = l.company_id
    where
        (l.is_serious or l.source = 'abnormal_operation')
        and l.listed_on <= b.as_of
        and coalesce(l.removed_on > b.as_of, true)
    group by b.company_id, b.basis, metric
),

coverage as (
    select
        case when c.source = 'abnormal_operation' then 'abnormal_operation' else 'serious_dishonesty' end as metric,
        bool_and(c.is_delivered and c.complete_since <= r.as_of) as absence_known,
        min(c.last_delivery) as last_delivery
    from {{ ref('list_coverage') }} as c
    cross join {{ ref('stg_run') }} as r
    where c.source in ('credit_blacklist', 'abnormal_operation')
    group by metric
),

happened as (
    select
        b.company_id,
        b.basis,
        r.metric,
        {{ distinct_sentences("e.event_on || ' ' || e.description") }} as note,
        max(e.event_on) as event_on,
        {{ evidence_list('e.evidence') }} as evidence
    from {{ ref('basis') }} as b
    inner join {{ ref('event') }} as e on b.company_id = e.company_id and e.is_grave
    inner join {{ ref('event_rules') }} as r on e.source = r.source and e.list_name = coalesce(r.list_name, '')
    left join {{ ref('judgement_fact') }} as j
        on b.company_id = j.company_id
        and r.metric = j.metric
        and j.value = 0
        and j.judged_on >= e.event_on
        and e.event_on between j.period_from and j.period_to
    where
        e.event_on > {{ years_before('b.basis_on', 'r.window_years') }}
        and e.event_on <= b.basis_on
        and j.company_id is null
    group by b.company_id, b.basis, r.metric
)

select
    b.company_id,
    b.basis,
    c.metric,
    cast(case when s.metric is null then 0 else 1 end as decimal(18, 6)) as value_low,
    cast(case when s.metric is null then 0 else 1 end as decimal(18, 6)) as value_high,
    cast(null as varchar) as value_text,
    cast(b.as_of as varchar) as period,
    'official_list' as trust,
    s.evidence,
    coalesce(s.note, '名单完整，未列入（最近投放 ' || k.last_delivery || '）') as note
from {{ ref('basis') }} as b
cross join (values ('serious_dishonesty'), ('abnormal_operation')) as c (metric)
left join coverage as k on c.metric = k.metric
left join standing as s on b.company_id = s.company_id and b.basis = s.basis and c.metric = s.metric
where s.metric is not null or k.absence_known
union all
select
    company_id, basis, metric, 1 as value_low, 1 as value_high, null as value_text, cast(event_on as varchar) as period,
    'official_list' as trust, evidence, note
from happened
