-- The level of each watched title. Red: it fails on what is certain, or something excludes the company on the day.
-- Orange: it fails if nothing changes before the date, or what meets a clause today lapses and the rest of that clause
-- is not known. Yellow: within the near margin of a bound, resting on a single
-- thing that may lapse (one listed thing meets a clause that has other ways, or the route that it alone opens), or
-- without a standard. Green: the rest.
with listed as (
    -- facts from lists of certificates, awards, patents: they lapse, figures do not; a title has a row of its own here
    select metric, title
    from {{ ref('metrics') }}
    where
        kind = 'flag'
        and {{ overlap(parts('source', ';'), parts("'high_tech_enterprise;tech_sme;evidence;patent_grant'", ';')) }}
),

alternative as (
    select
        company_id,
        basis,
        role,
        route,
        clause,
        alternative,
        bool_and(status = 'met') as is_met,
        case when count(*) = 1 then min(metric) end as metric
    from {{ ref('condition_result') }}
    where basis like 'carried:%'
    group by company_id, basis, role, route, clause, alternative
),

clause as (
    select company_id, basis, role, route, clause, max(metric) filter (where is_met) as metric
    from alternative
    group by company_id, basis, role, route, clause
    having count(*) > 1 and count(*) filter (where is_met) = 1
),

single as (
    -- of the best route, where no other route is as good
    select c.company_id, c.basis, {{ joined('l.title', '、', order_by='l.metric') }} as single_thing
    from clause as c
    inner join listed as l on c.metric = l.metric
    inner join {{ ref('assessment') }} as a
        on c.company_id = a.company_id and c.basis = a.basis and (c.role = 'base' or c.route = a.best_route)
    where not exists (
        select 1 from (
            select company_id, basis, route from {{ ref('clause_result') }}
            where role = 'route'
            group by company_id, basis, route
            having min(status_code) = 3
        ) as o
        where o.company_id = a.company_id and o.basis = a.basis and o.route <> a.best_route
    )
    group by c.company_id, c.basis
),

lapsing as (
    -- clauses that are met today by what ends before the review, and that nothing else known meets
    select
        r.company_id,
        r.basis,
        {{ joined('m.title', '、', distinct=true) }} as lapsing
    from {{ ref('assessment') }} as a
    inner join {{ ref('clause_result') }} as c
        on a.company_id = c.company_id and a.basis = c.basis and c.status = 'unknown'
        and (c.role = 'base' or c.route = a.best_route)
    inner join {{ ref('condition_result') }} as r
        on c.company_id = r.company_id and c.basis = r.basis and c.role = r.role and c.route = r.route
        and c.clause = r.clause and r.status = 'not_met'
    inner join {{ ref('company_metric') }} as f
        on r.company_id = f.company_id and f.basis = 'today' and r.metric = f.metric
        and f.value_low >= case r.operator when 'is_true' then 1 when '>=' then r.bound end
    inner join {{ ref('metrics') }} as m on r.metric = m.metric and m.period <> 'last_year'
    where a.basis like 'carried:%' and a.status = 'unknown'
    group by r.company_id, r.basis
),

near as (
    select company_id, basis, true as is_near
    from {{ ref('clause_note') }}
    where basis like 'carried:%' and status = 'met'
    group by company_id, basis
)

select
    t.title_id,
    case
        when t.gone is not null or a.status = 'not_met' then 'red'
        when n.status = 'not_met' or e.lapsing is not null then 'orange'
        when n.status is null or b.is_near or s.single_thing is not null then 'yellow'
        else 'green'
    end as level,
    s.single_thing,
    e.lapsing,
    case when a.status = 'not_met' then a.basis else n.basis end as telling_basis,
    case when a.status = 'not_met' then a.best_route else n.best_route end as telling_route,
    case when a.status = 'not_met' then a.tightest_clause else n.tightest_clause end as tightest_clause,
    case when a.status = 'not_met' then a.tightest_margin else n.tightest_margin end as tightest_margin
from {{ ref('review_title') }} as t
left join {{ ref('assessment') }} as a on t.company_id = a.company_id and a.basis = 'review:' || t.title_id
left join {{ ref('assessment') }} as n on t.company_id = n.company_id and n.basis = 'carried:' || t.title_id
left join lapsing as e on t.company_id = e.company_id and n.basis = e.basis
left join near as b on t.company_id = b.company_id and n.basis = b.basis
left join single as s on t.company_id = s.company_id and n.basis = s.basis
