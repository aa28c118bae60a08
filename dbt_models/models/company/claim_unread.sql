-- What a row that could not be read may say of the company whose very name or code it bears: whatever its list says
-- where it does not tell which, and no later than its delivery. The next whole list puts it right; so does the same
-- row, read in another file of that day or later (corrected_by).
with said as (
    -- what a list may say, by the value that tells which of its titles or kinds a row is of, and for how long
    select
        'credit_blacklist' as source, cast(null as string) as list_value, 'serious_dishonesty' as claim,
        cast(null as string) as ends_on, cast(null as integer) as valid_years
    union all
    select 'abnormal_operation', null, 'abnormal_operation', null, null
    union all
    select source, null, kind, ends_on, cast(valid_years as integer) from {{ ref('certificate_kinds') }}
    union all
    select
        'recognised_title' as source, tier as list_value, tier as claim, 'anniversary' as ends_on,
        cast(validity_years as integer) as valid_years
    from {{ ref('tiers') }}
    union all
    select distinct
        'evidence' as source, kind as list_value, kind as claim, null as ends_on,
        cast(null as integer) as valid_years
    from {{ ref('evidence_rules') }}
    union all
    select 'equity_investment', null, 'equity', null, null
    union all
    select distinct source, null, metric, null, null from {{ ref('event_rules') }} where source = 'penalty'
),

whole as (
    -- a list that is delivered whole says nothing any more in an earlier delivery; which of several a row is of may
    -- not be told: then all that are complete have to come again
    select 'credit_blacklist' as source, list_name as list_value, max(delivery_date) as last_delivery
    from {{ ref('stg_credit_blacklist') }}
    group by list_name
    union all
    select source, '' as list_value, min(last_delivery) as last_delivery
    from {{ ref('list_coverage') }}
    where source in ('credit_blacklist', 'abnormal_operation')
    group by source
),

meant as (
    select distinct
        m.source, m.file, m.sheet, m.{{ adapter.quote('row') }}, coalesce(a.company_id, m.company_id) as company_id
    from (
        select q.source, q.file, q.sheet, q.{{ adapter.quote('row') }}, n.company_id
        from {{ ref('stg_quarantine') }} as q
        inner join {{ ref('stg_company_name') }} as n on q.folded_name = n.folded_name and q.folded_name <> ''
        union all
        select q.source, q.file, q.sheet, q.{{ adapter.quote('row') }}, c.company_id
        from {{ ref('stg_quarantine') }} as q
        inner join {{ ref('company') }} as c on q.code = c.uscc and q.code <> ''
    ) as m
    left join {{ ref('stg_company_alias') }} as a on m.company_id = a.alias_id
)

select
    n.company_id, q.source, s.claim, q.delivery_date as dated_on,
    case
        when s.valid_years is not null then {{ certificate_end('s', 'q.delivery_date', 'year(q.delivery_date)') }}
    end as lasts_to,
    '“' || concat_ws(' ', q.name, nullif(q.code, '')) || '”（这一行被隔离：' || q.reason || '）' as names,
    q.file || '#' || q.sheet || '!' || q.{{ adapter.quote('row') }} as evidence
from meant as n
inner join {{ ref('stg_quarantine') }} as q
    on n.source = q.source and n.file = q.file and n.sheet = q.sheet
    and n.{{ adapter.quote('row') }} = q.{{ adapter.quote('row') }}
inner join said as s on q.source = s.source and coalesce(q.list_value = s.list_value, true)
left join whole as w on q.source = w.source and coalesce(q.list_value, '') = w.list_value
where
    q.corrected_by is null
    -- a penalty that its list does not call grave is none
    and coalesce(q.counts = 1, q.source <> 'penalty' or q.{{ adapter.quote('column') }} in ('is_grave', ''))
    and coalesce(q.event in ('recognised', 'renewed'), true)
    and coalesce(q.delivery_date >= w.last_delivery, true)
