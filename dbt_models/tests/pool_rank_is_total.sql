-- Within a tier no two companies share a rank, and better statuses rank first.
select
    a.tier,
    a.company_id,
    b.company_id as other_company_id
from {{ ref('cultivation_pool') }} as a
inner join {{ ref('cultivation_pool') }} as b on a.tier = b.tier and a.pool_rank + 1 = b.pool_rank
inner join {{ ref('statuses') }} as s on a.status = s.status
inner join {{ ref('statuses') }} as z on b.status = z.status
where s.status_order > z.status_order
union all
select
    tier,
    min(company_id) as company_id,
    max(company_id) as other_company_id
from {{ ref('cultivation_pool') }}
group by tier, pool_rank
having count(*) > 1
