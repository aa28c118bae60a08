-- On which day, and as of which last complete year, a company is judged: today; the day of a title's review, on what is
-- certain by then (review); and the same day if nothing changes until then (carried).
with subject as (
    select s.company_id, cast(null as string) as title_id, r.as_of as basis_on, 'today' as kind
    from {{ ref('scope') }} as s
    cross join {{ ref('stg_run') }} as r
    union all
    select t.company_id, t.title_id, w.review_on as basis_on, k.kind
    from {{ ref('title') }} as t
    inner join {{ ref('review_window') }} as w on t.title_id = w.title_id
    inner join {{ ref('scope') }} as s on t.company_id = s.company_id
    cross join (values ('review'), ('carried')) as k (kind)
)

select
    s.company_id,
    case when s.kind = 'today' then s.kind else s.kind || ':' || s.title_id end as basis,
    s.kind,
    s.basis_on,
    r.as_of,
    cast(year(s.basis_on) - 1 as integer) as last_year,
    s.title_id
from subject as s
cross join {{ ref('stg_run') }} as r
