-- On which day, and as of which last complete year, a company is judged: today; the day before a title ends, on what
-- is certain by then (review); and the same day if nothing changes until then (carried).
with subject as (
    select s.company_id, cast(null as varchar) as title_id, r.as_of as basis_on, 'today' as kind
    from {{ ref('scope') }} as s
    cross join {{ ref('stg_run') }} as r
    union all
    select t.company_id, t.title_id, cast(t.valid_to - 1 as date) as basis_on, k.kind
    from {{ ref('title') }} as t
    inner join {{ ref('scope') }} as s on t.company_id = s.company_id
    cross join (values ('review'), ('carried')) as k (kind)
    where t.in_force and t.valid_to is not null
)

select
    s.company_id,
    case when s.kind = 'today' then s.kind else s.kind || ':' || s.title_id end as basis,
    s.kind,
    greatest(s.basis_on, r.as_of) as basis_on,
    r.as_of,
    cast(year(greatest(s.basis_on, r.as_of)) - 1 as integer) as last_year,
    s.title_id
from subject as s
cross join {{ ref('stg_run') }} as r
