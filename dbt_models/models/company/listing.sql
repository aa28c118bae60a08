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
        row_number() over (partition by source, list_name order by delivery_date) as delivery_no
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
        n.delivery_no - dense_rank() over (
            partition by r.company_id, l.source, l.list_name, l.listed_on order by n.delivery_no
        ) as run_no
    from line as l
    inner join numbered as n
        on l.source = n.source and l.list_name = n.list_name and l.delivery_date = n.delivery_date
    inner join {{ ref('row_company') }} as r
        on l.source = r.source and l.evidence = r.evidence and r.role = 'owner'
),

stay as (
    select
        company_id,
        source,
        list_name,
        listed_on,
        max(is_serious) = 1 as is_serious,
        min(delivery_no) as first_no,
        max(delivery_no) as last_no,
        min(delivery_date) as first_seen,
        max(expected_end) as expected_end,
        min(removed_on) as removed_on,
        {{ joined('authority', '; ', distinct=true) }} as authority,
        {{ joined('reason', '; ', distinct=true) }} as reason,
        {{ evidence_list('evidence') }} as evidence
    from seen
    group by company_id, source, list_name, listed_on, run_no
)

select
    s.company_id,
    s.source,
    s.list_name,
    s.is_serious,
    case
        when row_number() over (
            partition by s.company_id, s.source, s.list_name, s.listed_on order by s.first_no
        ) = 1 then coalesce(s.listed_on, s.first_seen)
        else s.first_seen
    end as listed_on,
    s.expected_end,
    least(s.removed_on, n.delivery_date) as removed_on,
    s.authority,
    s.reason,
    s.evidence
from stay as s
left join numbered as n
    on s.source = n.source and s.list_name = n.list_name and s.last_no + 1 = n.delivery_no
