-- The level of each watched title: that of its gravest point (review_point). Red: it fails on what is certain, or
-- something excludes the company on the day. Orange: it fails if nothing changes before the date, or what carries it
-- today lapses and the rest is not known. Yellow: within the near margin of a bound, resting on a single thing that may
-- lapse, or, which is our reading, not to be told: a clause that data should settle is open, or there is no standard.
-- Green: the rest; what only a person can judge holds nothing back, nor does an adverse event that no list and no
-- department has told of (our reading of what is known): both are asked.
with decisive as (
    select
        title_id,
        kind,
        text,
        margin,
        row_number() over (
            partition by title_id
            order by
                case kind when 'certain' then 1 when 'unchanged' then 2 when 'lapsing' then 3 else 4 end,
                margin nulls first,
                kind,
                role,
                clause
        ) as point_no
    from {{ ref('review_point') }}
    where kind in ('certain', 'unchanged', 'lapsing', 'near', 'single')
),

gravest as (
    select
        p.title_id,
        min(a.level_order) as level_order
    from {{ ref('review_point') }} as p
    inner join {{ ref('watch_actions') }} as a on p.level = a.level
    group by p.title_id
),

margins as (
    -- of a title without a point that decides, the clause whose bound is nearest; none of a route whose bounds decide
    -- nothing, since another one is met without an amount
    select
        t.title_id,
        c.text,
        c.margin
    from {{ ref('review_title') }} as t
    inner join {{ ref('assessment') }} as a on t.company_id = a.company_id and a.basis = 'carried:' || t.title_id
    inner join {{ ref('clause_result') }} as c
        on a.company_id = c.company_id and a.basis = c.basis and (c.role = 'base' or c.route = a.best_route)
        and c.status = 'met' and c.margin is not null
    inner join {{ ref('conditions') }} as d on c.deciding_id = d.condition_id
    left join {{ ref('metrics') }} as m on d.metric = m.metric
    left join (select distinct title_id from {{ ref('review_met_route') }}) as o
        on t.title_id = o.title_id and c.role = 'route'
    where coalesce(m.unit, '') <> '级' and o.title_id is null
    qualify row_number() over (partition by t.title_id order by c.margin, c.role, c.clause) = 1
)

select
    t.title_id,
    coalesce(k.level, 'green') as level,
    coalesce(d.text, m.text) as tightest_clause,
    case when d.title_id is null then m.margin else d.margin end as tightest_margin
from {{ ref('review_title') }} as t
left join gravest as g on t.title_id = g.title_id
left join {{ ref('watch_actions') }} as k on g.level_order = k.level_order
left join decisive as d on t.title_id = d.title_id and d.point_no = 1
left join margins as m on t.title_id = m.title_id
