-- What a title's review rests on that may lapse, from lists (certificates, awards, institutions, capital paid in; a
-- title has a row of its own here). single: one such thing alone meets a clause that has other ways, or the route that
-- it alone opens. lapsing: it meets a clause today and ends before the review, in the base clauses or in a route that
-- nothing else known closes, while no route is known to be met. One row a title, kind, clause and thing.
with listed as (
    select metric, title
    from {{ ref('metrics') }}
    where
        (period = 'on_date' or {{ begins('period', "'past_'") }})
        and {{ overlap(
            parts('source', ';'), parts("'high_tech_enterprise;tech_sme;evidence;equity_investment'", ';')
        ) }}
),

ended as (
    -- until when a thing counts, of several the last: its own end, or the end of the window that looks back at it
    select company_id, metric, max(until) as until
    from (
        select company_id, metric, try_cast(period as date) as until
        from {{ ref('metric_validity') }}
        where basis like 'carried:%' and evidence is not null
        union all
        select
            e.company_id,
            r.metric,
            case when r.needs_valid then e.valid_to else {{ years_after('e.awarded_on', 'r.window_years') }} end
        from {{ ref('evidence_item') }} as e
        inner join {{ ref('evidence_rules') }} as r
            on e.kind = r.kind and coalesce(r.level = e.level, r.level is null)
            and coalesce(e.rank <= r.rank_max, r.rank_max is null)
        union all
        select i.company_id, r.metric, {{ years_after('i.paid_on', 'r.window_years') }}
        from {{ ref('investment') }} as i
        cross join {{ ref('equity_rules') }} as r
    ) as u
    group by company_id, metric
),

alternative as (
    select
        r.company_id,
        r.basis,
        r.standard_id,
        r.role,
        r.route,
        r.clause,
        r.alternative,
        min(r.status_code) as status_code,
        case when count(*) = 1 then min(r.metric) end as metric,
        count(case when r.status = 'not_met' then 1 end) as failing,
        count(case when r.status = 'not_met' and t.company_id is not null then 1 end) as lapsing,
        min(case when r.status = 'not_met' and t.company_id is not null then r.metric end) as lapsing_metric
    from {{ ref('condition_result') }} as r
    left join listed as l on r.metric = l.metric
    left join (select * from {{ ref('company_metric') }} where metric in (select metric from listed)) as t
        on r.company_id = t.company_id and t.basis = 'today' and l.metric = t.metric
        and t.value_low >= case r.operator when 'is_true' then 1 when '>=' then r.bound end
    where r.basis like 'carried:%'
    group by r.company_id, r.basis, r.standard_id, r.role, r.route, r.clause, r.alternative
),

single as (
    select a.company_id, a.basis, a.standard_id, a.role, a.route, a.clause, max(a.metric) as metric
    from alternative as a
    where a.status_code >= 2
    group by a.company_id, a.basis, a.standard_id, a.role, a.route, a.clause
    having count(*) = 1 and min(a.status_code) = 3
),

other_way as (
    select company_id, basis, route
    from {{ ref('clause_result') }}
    where role = 'route' and basis like 'carried:%'
    group by company_id, basis, route
    having min(status_code) = 3
),

many as (
    select company_id, basis, role, route, clause
    from alternative
    group by company_id, basis, role, route, clause
    having count(*) > 1
),

lapsed_clause as (
    select
        c.company_id,
        c.basis,
        c.standard_id,
        c.role,
        c.route,
        c.clause,
        c.status_code,
        a.lapsing_metric as metric
    from {{ ref('clause_result') }} as c
    inner join alternative as a
        on c.company_id = a.company_id and c.basis = a.basis and c.role = a.role and c.route = a.route
        and c.clause = a.clause and a.failing > 0 and a.failing = a.lapsing
    where c.status_code <= 1
),

open_route as (
    select c.company_id, c.basis, c.role, c.route
    from {{ ref('clause_result') }} as c
    left join (select distinct company_id, basis, role, route, clause from lapsed_clause) as p
        on c.company_id = p.company_id and c.basis = p.basis and c.role = p.role and c.route = p.route
        and c.clause = p.clause
    where c.basis like 'carried:%'
    group by c.company_id, c.basis, c.role, c.route
    having bool_and(c.status_code >= 1 or p.clause is not null)
),

found as (
    select 'single' as kind, s.company_id, s.basis, s.standard_id, s.role, s.route, s.clause, s.metric
    from single as s
    inner join many as m
        on s.company_id = m.company_id and s.basis = m.basis and s.role = m.role and s.route = m.route
        and s.clause = m.clause
    inner join {{ ref('assessment') }} as a
        on s.company_id = a.company_id and s.basis = a.basis and (s.role = 'base' or s.route = a.best_route)
    left join (select distinct company_id, basis, route from other_way) as o
        on a.company_id = o.company_id and a.basis = o.basis and a.best_route <> o.route
    where o.route is null
    union all
    select 'lapsing' as kind, p.company_id, p.basis, p.standard_id, p.role, p.route, p.clause, p.metric
    from lapsed_clause as p
    inner join {{ ref('assessment') }} as a on p.company_id = a.company_id and p.basis = a.basis
    inner join open_route as o
        on p.company_id = o.company_id and p.basis = o.basis and p.role = o.role and p.route = o.route
    where
        a.status = 'unknown'
        and (
            (p.role = 'base' and p.status_code = 1 and a.base_status = 'unknown')
            or (p.role = 'route' and a.route_status = 'unknown')
        )
)

select
    t.title_id,
    f.company_id,
    f.kind,
    f.basis,
    f.role,
    f.route,
    f.clause,
    c.text,
    d.citation,
    f.metric,
    l.title as metric_title,
    e.until,
    coalesce(n.evidence, h.evidence) as evidence
from found as f
inner join {{ ref('review_title') }} as t on f.company_id = t.company_id and f.basis = 'carried:' || t.title_id
inner join listed as l on f.metric = l.metric
inner join {{ ref('clause_result') }} as c
    on f.company_id = c.company_id and f.basis = c.basis and f.standard_id = c.standard_id and f.role = c.role
    and f.route = c.route and f.clause = c.clause
inner join (
    select standard_id, role, route, clause, metric, min(citation) as citation
    from {{ ref('conditions') }}
    where purpose in ('both', 'review')
    group by standard_id, role, route, clause, metric
) as d
    on f.standard_id = d.standard_id and f.role = d.role and f.route = d.route and f.clause = d.clause
    and f.metric = d.metric
left join ended as e on f.company_id = e.company_id and f.metric = e.metric
left join {{ ref('company_metric') }} as n
    on f.company_id = n.company_id and f.basis = n.basis and f.metric = n.metric
left join {{ ref('company_metric') }} as h
    on f.company_id = h.company_id and h.basis = 'today' and f.metric = h.metric
