-- The routes beside the best one by which a title's review is met as well, and without an amount: by a certificate that
-- lasts past it, say. Where there is one, no bound of the best route is a danger, and nothing of it has to be reached.
-- A clause is met without an amount where one of its alternatives is: where none of that one's rows has a margin. A
-- level (provincial, say) is reached or not, and its margin is no amount; size is a flag, yet rests on amounts.
with alternative as (
    select
        t.title_id,
        r.standard_id,
        r.route,
        r.clause,
        r.alternative,
        bool_and(
            r.status = 'met' and r.metric <> 'is_sme' and (r.margin is null or coalesce(m.unit, '') = '级')
        ) as is_met
    from {{ ref('review_title') }} as t
    inner join {{ ref('assessment') }} as a
        on t.company_id = a.company_id and a.basis = 'carried:' || t.title_id and a.route_status = 'met'
    inner join {{ ref('condition_result') }} as r
        on a.company_id = r.company_id and a.basis = r.basis and a.standard_id = r.standard_id
        and r.role = 'route' and r.route <> a.best_route
    left join {{ ref('metrics') }} as m on r.metric = m.metric
    group by t.title_id, r.standard_id, r.route, r.clause, r.alternative
),

clause as (
    select title_id, standard_id, route, clause, bool_or(is_met) as is_met
    from alternative
    group by title_id, standard_id, route, clause
),

met as (
    select title_id, standard_id, route
    from clause
    group by title_id, standard_id, route
    having bool_and(is_met)
)

select
    r.title_id,
    r.route,
    min(d.route_title) as route_title
from met as r
inner join {{ ref('conditions') }} as d on r.standard_id = d.standard_id and d.role = 'route' and r.route = d.route
group by r.title_id, r.route
