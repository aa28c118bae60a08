-- When each company stood on each list. A full list that is delivered again without a company has removed it on that
-- day; a company that comes back stands on it anew. A removal date in the row itself counts too.
with delivered as (
    select distinct 'credit_blacklist' as source, list_name, delivery_date from {{ ref('stg_credit_blacklist') }}
    union all
    select distinct source, '经营异常名录' as list_name, delivery_date
    from {{ ref('stg_delivery') }}
    where source = 'abnormal_operation' and status = 'read'
),

numbered as (
    select
        *,
        row_number() over (partition by source, list_name order by delivery_date) as delivery_no,
        lead(delivery_date) over (partition by source, list_name order by delivery_date) as next_delivery
    from delivered
),

line as (
    select
        'credit_blacklist' as source, list_name, is_serious, listed_on, expected_end, cast(null as date) as removed_on,
        authority, reason, delivery_date, evidence
    from {{ ref('stg_credit_blacklist') }}
    union all
    select
        'abnormal_operation' as source, '经营异常名录' as list_name, 0 as is_serious, listed_on,
        cast(null as date) as expected_end, removed_on, authority, reason, delivery_date, evidence
    from {{ ref('stg_abnormal_operation') }}
),

seen as (
    select
        r.company_id,
        l.*,
        n.delivery_no,
        n.next_delivery,
        n.delivery_no - dense_rank() over (
            partition by r.company_id, l.source, l.list_name, l.listed_on order by n.delivery_no
        ) as run_no
    from line as l
    inner join numbered as n
        on l.source = n.source and l.list_name = n.list_name and l.delivery_date = n.delivery_date
    inner join {{ ref('row_company') }} as r
        on l.source = r.source and l.evidence = r.evidence and r.role = 'owner'
)

select
    company_id,
    source,
    list_name,
    max(is_serious) = 1 as is_serious,
    case
        when row_number() over (
            partition by company_id, source, list_name, listed_on order by min(delivery_no)
        ) = 1 then coalesce(listed_on, min(delivery_date))
        else min(delivery_date)
    end as listed_on,
    max(expected_end) as expected_end,
    least(min(removed_on), max_by(next_delivery, delivery_no)) as removed_on,
    string_agg(distinct authority, '; ' order by authority) as authority,
    string_agg(distinct reason, '; ' order by reason) as reason,
    {{ evidence_list('evidence') }} as evidence
from seen
group by company_id, source, list_name, listed_on, run_no
