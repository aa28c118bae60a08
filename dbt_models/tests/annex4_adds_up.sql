-- Annex 4's rows add up to its own totals.
select
    s.year,
    s.tier,
    s.total,
    sum(t.target) as added
from {{ ref('target_totals') }} as s
left join {{ ref('targets') }} as t on s.year = t.year and s.tier = t.tier
group by s.year, s.tier, s.total
having coalesce(sum(t.target), 0) <> s.total
