-- This publication and the one it is compared with: that of the latest earlier day. None: the first publication, which
-- has no changes because there is nothing to compare with; an earlier one, and no row in pool_change: nothing changed.
with published as (
    select as_of from {{ ref('stg_history_pool') }}
    union
    select as_of from {{ ref('stg_history_review') }}
)

select
    r.as_of,
    max(p.as_of) as as_of_before,
    max(p.as_of) is null as is_first
from {{ ref('stg_run') }} as r
left join published as p on r.as_of > p.as_of
group by r.as_of
