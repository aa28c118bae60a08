-- Since when each list is complete, and whether it was ever delivered. Absence from a list means "no" only where
-- complete_since reaches back far enough and is_delivered.
with delivered as (
    select source, '' as list_value, max(delivery_date) as last_delivery
    from {{ ref('stg_delivery') }}
    where status = 'read'
    group by source
    union all
    select 'credit_blacklist' as source, list_name as list_value, max(delivery_date) as last_delivery
    from {{ ref('stg_credit_blacklist') }}
    group by list_name
    union all
    select 'evidence' as source, kind as list_value, max(delivery_date) as last_delivery
    from {{ ref('stg_evidence') }}
    group by kind
)

select
    c.source,
    c.list_value,
    c.complete_since,
    d.last_delivery,
    d.last_delivery is not null as is_delivered
from {{ ref('stg_contract_complete') }} as c
left join delivered as d on c.source = d.source and c.list_value = d.list_value
