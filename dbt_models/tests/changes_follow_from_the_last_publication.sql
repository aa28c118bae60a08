-- The first publication has no changes; after one with an empty pool, everybody has entered.
select c.company_id, c.tier
from {{ ref('pool_change') }} as c
cross join {{ ref('publication') }} as p
where p.is_first or c.as_of_before is distinct from p.as_of_before
union all
select n.company_id, n.tier
from {{ ref('cultivation_pool') }} as n
cross join {{ ref('publication') }} as p
where
    n.is_next
    and not p.is_first
    and not exists (
        select 1 from {{ ref('stg_history_pool') }} as h
        where h.as_of = p.as_of_before and h.company_id = n.company_id
    )
    and not exists (
        select 1 from {{ ref('pool_change') }} as c
        where c.change = 'entered' and c.company_id = n.company_id and c.tier = n.tier
    )
