-- Whether a company that is not on a list is known not to be: the contract says since when the list is complete, and
-- is_current that what arrived is up to date, the newest delivery read and the next one not overdue. A full list is as
-- fresh as its own last delivery; one that is appended to, as the last delivery of its source: a kind of which a later
-- delivery brings no row is taken to have had none.
with newest as (
    select
        source,
        max(delivery_date) filter (where status = 'read') as last_read,
        max(delivery_date) filter (where status = 'held') as last_held
    from {{ ref('stg_delivery') }}
    group by source
),

seen as (
    select source, '' as list_value, last_read as last_seen
    from newest
    union all
    select 'credit_blacklist' as source, list_name as list_value, max(delivery_date) as last_seen
    from {{ ref('stg_credit_blacklist') }}
    group by list_name
    union all
    select 'evidence' as source, kind as list_value, max(delivery_date) as last_seen
    from {{ ref('stg_evidence') }}
    group by kind
),

judged as (
    select
        c.source,
        c.list_value,
        c.complete_since,
        case when k.delivery = 'append' and s.last_seen is not null then n.last_read else s.last_seen end
            as last_delivery,
        nullif(k.cadence_days, 0) as cadence_days,
        case when n.last_held > coalesce(n.last_read, date '0001-01-01') then n.last_held end as held_on,
        r.as_of
    from {{ ref('stg_contract_complete') }} as c
    inner join {{ ref('stg_contract') }} as k on c.source = k.source
    cross join {{ ref('stg_run') }} as r
    left join newest as n on c.source = n.source
    left join seen as s on c.source = s.source and c.list_value = s.list_value
),

dated as (
    select *, last_delivery + cast(cadence_days as integer) as due_on
    from judged
)

select
    source,
    list_value,
    complete_since,
    last_delivery,
    due_on,
    last_delivery is not null as is_delivered,
    coalesce(last_delivery is not null and held_on is null and coalesce(as_of <= due_on, true), false) as is_current,
    case
        when last_delivery is null then null
        when held_on is not null then held_on || ' 收到的一批搁置未读'
        when as_of > due_on then '最近收到 ' || last_delivery || '，下一批应于 ' || due_on || ' 前到，逾期未到'
    end as why_not_current
from dated
