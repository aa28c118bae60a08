-- Listings that hold on the day (they are taken to hold at a review too) and incidents of the last years. Only lists
-- that their contract marks as serious count as serious dishonesty; "not listed" needs every list that the contract
-- calls complete, each of them up to date, and no name on it that may be the company's. Of an incident that was cleared
-- metric_judgement tells.
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

cleared as (
    select
        b.company_id,
        b.basis,
        case when l.source = 'abnormal_operation' then 'abnormal_operation' else 'serious_dishonesty' end as metric,
        {{ distinct_sentences("l.list_name || '（' || l.listed_on || ' 列入，' || l.removed_on || ' 移出）'") }}
            as note,
        {{ evidence_list('l.evidence') }} as evidence
    from {{ ref('basis') }} as b
    inner join {{ ref('listing') }} as l on b.company_id = l.company_id
    where (l.is_serious or l.source = 'abnormal_operation') and l.removed_on <= b.as_of
    group by b.company_id, b.basis, metric
),

coverage as (
    select
        case when c.source = 'abnormal_operation' then 'abnormal_operation' else 'serious_dishonesty' end as metric,
        bool_and(c.is_current and c.complete_since <= r.as_of) as absence_known,
        max(c.complete_since) as complete_since,
        min(c.last_delivery) as last_delivery,
        case when bool_and(c.is_delivered) then
            {{ joined("nullif(c.list_value, '') || ' '", '、', distinct=true, where='c.why_not_current is not null') }}
        end as lists_not_current,
        case when bool_and(c.is_delivered) then min(c.why_not_current) end as why_not_current
    from {{ ref('list_coverage') }} as c
    cross join {{ ref('stg_run') }} as r
    where c.source in ('credit_blacklist', 'abnormal_operation')
    group by metric
),

happened as (
    select
        company_id,
        basis,
        metric,
        {{ distinct_sentences("event_on || ' ' || description") }} as note,
        bool_or(assumption) as assumption,
        {{ joined('citation', '；', distinct=true, where='assumption') }} as reading,
        max(event_on) as event_on,
        {{ evidence_list('evidence') }} as evidence
    from {{ ref('grave_incident') }}
    where cleared_on is null
    group by company_id, basis, metric
)

select
    b.company_id,
    b.basis,
    c.metric,
    cast(case when s.metric is null then 0 else 1 end as decimal(18, 6)) as value_low,
    cast(case when s.metric is null and k.absence_known and d.claim is null then 0 else 1 end as decimal(18, 6))
        as value_high,
    cast(null as string) as value_text,
    cast(b.as_of as string) as period,
    'official_list' as trust,
    coalesce(s.evidence, nullif(concat_ws('; ', d.evidence, g.evidence), '')) as evidence,
    coalesce(s.note, concat_ws(
        '；',
        '曾列入 ' || g.note,
        case
            when d.claim is not null then {{ in_doubt_note('d.names', 'd.evidence') }}
            when k.absence_known then {{ complete_note('k.complete_since', 'k.last_delivery') }} || '，未列入'
            else {{ not_current_note("coalesce(k.lists_not_current, '') || k.why_not_current") }}
        end
    )) as note,
    false as assumption
from {{ ref('basis') }} as b
cross join (values ('serious_dishonesty'), ('abnormal_operation')) as c (metric)
left join coverage as k on c.metric = k.metric
left join standing as s on b.company_id = s.company_id and b.basis = s.basis and c.metric = s.metric
left join cleared as g on b.company_id = g.company_id and b.basis = g.basis and c.metric = g.metric
left join {{ ref('claim_in_doubt') }} as d on b.company_id = d.company_id and c.metric = d.claim
where s.metric is not null or k.absence_known or k.why_not_current is not null or d.claim is not null
union all
select
    company_id, basis, metric, 1 as value_low, 1 as value_high, null as value_text, cast(event_on as string) as period,
    'official_list' as trust, evidence, concat_ws('；', note, '口径：' || reading) as note, assumption
from happened
