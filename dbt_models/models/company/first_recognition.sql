-- The first time a company was given a tier, ever: one row a company and tier. This one reading of 首次评定, 新认定, 新增 and
-- 新培育 serves awards, targets and goals alike: a renewal is no recognition, nor is one after a revocation, a lapse or a
-- gap the first. A title brought along from elsewhere was first recognised there: here it is nothing new, save where a
-- plan pays for it a year after the move (due_on).
select
    t.company_id,
    t.tier,
    min(t.first_recognised_on) as first_recognised_on,
    bool_or(t.in_force) as in_force,
    coalesce(min(t.first_recognised_on) < min(m.moved_on), false) as is_brought,
    coalesce(bool_or(m.from_elsewhere), false) as from_elsewhere,
    case
        when min(t.first_recognised_on) < min(m.moved_on) then {{ years_after('min(m.moved_on)', 1) }}
        else min(t.first_recognised_on)
    end as due_on
from {{ ref('title') }} as t
left join {{ ref('moved_in') }} as m on t.company_id = m.company_id and t.tier = m.tier
group by t.company_id, t.tier
