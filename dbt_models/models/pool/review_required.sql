-- What the conditions and scores of a review need of what the company can change (seed levers) in each year that has
-- not closed, and what that comes to if the years to come equal the last one reported. Of each clause of the base and
-- the best route, the alternative that it hangs on; of a score, the lowest band of each figure that alone keeps or
-- brings the clause, all else equal; of those that bring it any one is enough (one_of). Where another route is met
-- without an amount (review_met_route), nothing of the best one has to be reached: it has no row. A closed year is a
-- fact: nor has it. One row a title, bound of a lever and year; not rounded yet, nor one bound held against another
-- (review_need).
{% set share = "case when l.kind = 'share' then b.value_low * (cast({0} as double) / 100) else {0} end" %}
with clause as (
    select
        t.title_id,
        c.company_id,
        c.basis,
        c.standard_id,
        c.role,
        c.route,
        c.clause,
        c.text,
        c.citation,
        d.alternative,
        s.last_year,
        year(s.as_of) as open_from
    from {{ ref('review_title') }} as t
    inner join {{ ref('assessment') }} as a on t.company_id = a.company_id and a.basis = 'carried:' || t.title_id
    inner join {{ ref('basis') }} as s on a.company_id = s.company_id and a.basis = s.basis
    inner join {{ ref('clause_result') }} as c
        on a.company_id = c.company_id and a.basis = c.basis and a.standard_id = c.standard_id
        and (c.role = 'base' or c.route = a.best_route)
    inner join {{ ref('conditions') }} as d on c.deciding_id = d.condition_id
    left join (select distinct title_id from {{ ref('review_met_route') }}) as o
        on t.title_id = o.title_id and c.role = 'route'
    where o.title_id is null
),

item as (
    -- the years of a lever that a metric rests on, as years back from the last
    select l.metric, l.lever as item, coalesce(i.years_back, 0) as years_back
    from {{ ref('levers') }} as l
    left join {{ ref('asked_items') }} as i on l.metric = i.metric and l.lever = i.item
    where l.lever <> 'ip'
),

amount as (
    -- a row of a clause whose bound is the amount itself, or a share that makes one
    select c.*, r.metric, r.operator, r.bound
    from clause as c
    inner join {{ ref('condition_result') }} as r
        on c.company_id = r.company_id and c.basis = r.basis and c.standard_id = r.standard_id and c.role = r.role
        and c.route = r.route and c.clause = r.clause and c.alternative = r.alternative
    where r.operator in ('>=', '>', '<=', '<')
),

scored as (
    select p.*, max(q.score_min) over (
        partition by p.company_id, p.basis, p.standard_id, p.indicator_id, p.metric
    ) as best_other
    from {{ ref('metric_score') }} as p
    left join {{ ref('metric_score') }} as q
        on p.company_id = q.company_id and p.basis = q.basis and p.standard_id = q.standard_id
        and p.indicator_id = q.indicator_id and p.metric <> q.metric
    where p.basis in (select a.basis from amount as a where a.metric like 'score!_%' escape '!')
    qualify row_number() over (
        partition by p.company_id, p.basis, p.standard_id, p.indicator_id, p.metric order by q.metric
    ) = 1
),

banded as (
    -- what a score clause comes to when one figure lies in one of its bands and all else stays
    select
        a.*,
        p.metric as figure,
        b.lower_bound,
        b.upper_bound,
        s.value_low < a.bound as is_short,
        s.value_low - i.score_min + least(i.full_points, case
            when n.combine = 'sum' then i.score_min - p.score_min + b.points
            else greatest(b.points, coalesce(p.best_other, 0))
        end) >= a.bound as passes
    from amount as a
    inner join {{ ref('score_fact') }} as s
        on a.company_id = s.company_id and a.basis = s.basis and a.standard_id = s.standard_id and a.metric = s.metric
    inner join (
        -- of these bases from the start: else those of every company are joined with their bands
        select *
        from {{ ref('indicator_score') }}
        where basis in (select f.basis from amount as f where f.metric like 'score!_%' escape '!')
    ) as i
        on a.company_id = i.company_id and a.basis = i.basis and a.standard_id = i.standard_id
        and a.metric in ('score_total', 'score_' || i.category_id)
    inner join {{ ref('indicators') }} as n on i.standard_id = n.standard_id and i.indicator_id = n.indicator_id
    inner join scored as p
        on i.company_id = p.company_id and i.basis = p.basis and i.standard_id = p.standard_id
        and i.indicator_id = p.indicator_id
    inner join {{ ref('bands') }} as b
        on p.standard_id = b.standard_id and p.indicator_id = b.indicator_id and p.metric = b.metric
        and b.per_unit is null
),

needed_band as (
    select
        title_id, company_id, basis, citation, last_year, open_from, figure as metric,
        case when bool_or(passes and lower_bound is null) then '<=' else '>=' end as operator,
        case
            when bool_or(passes and lower_bound is null) then max(case when passes then upper_bound end)
            else min(case when passes then lower_bound end)
        end as bound,
        case when is_short then text end as one_of
    from banded
    group by title_id, company_id, basis, citation, last_year, open_from, clause, text, is_short, figure
    having bool_or(passes) and not bool_and(passes)
),

bounded as (
    select
        title_id, company_id, basis, citation, last_year, open_from, metric, operator, bound,
        cast(null as string) as one_of
    from amount
    union all
    select title_id, company_id, basis, citation, last_year, open_from, metric, operator, bound, one_of
    from needed_band
),

spread as (
    -- by year: what has closed of a sum of several years is known, the rest is for the years that are open
    select
        b.title_id,
        b.company_id,
        b.basis,
        b.citation,
        b.metric,
        b.operator,
        b.bound,
        b.one_of,
        b.open_from,
        b.last_year - i.years_back as year,
        count(*) over parts_of as years,
        sum(case when b.last_year - i.years_back < b.open_from then 1 else 0 end) over parts_of as closed_years,
        sum(case when b.last_year - i.years_back < b.open_from then y.value end) over parts_of as closed_sum,
        count(case when b.last_year - i.years_back < b.open_from then y.value end) over parts_of as closed_known
    from bounded as b
    inner join item as i on b.metric = i.metric
    left join {{ ref('company_year') }} as y
        on b.company_id = y.company_id and i.item = y.item and b.last_year - i.years_back = y.fiscal_year
    window parts_of as (
        partition by b.title_id, b.citation, b.metric, b.operator, b.bound, b.one_of
    )
    union all
    select
        b.title_id, b.company_id, b.basis, b.citation, b.metric, b.operator, b.bound, b.one_of, b.open_from,
        null as year, 1 as years, 0 as closed_years, null as closed_sum, 0 as closed_known
    from bounded as b
    inner join {{ ref('levers') }} as l on b.metric = l.metric and l.lever = 'ip'
)

select
    p.title_id,
    p.company_id,
    l.lever,
    l.lever_title,
    l.unit,
    case when l.kind = 'share' then l.base_title end as base_title,
    p.operator,
    p.year,
    p.one_of,
    p.citation,
    case
        when l.kind = 'sum' then (p.bound * l.times - coalesce(p.closed_sum, 0)) / (p.years - p.closed_years)
        else {{ share.format('p.bound') }}
    end as needed,
    case
        when l.kind = 'sum' then (f.value_low * l.times - coalesce(p.closed_sum, 0)) / (p.years - p.closed_years)
        else {{ share.format('f.value_low') }}
    end as unchanged,
    f.evidence
from spread as p
inner join {{ ref('levers') }} as l on p.metric = l.metric
left join {{ ref('company_metric') }} as f
    on p.company_id = f.company_id and p.basis = f.basis and p.metric = f.metric
left join {{ ref('company_metric') }} as b
    on p.company_id = b.company_id and p.basis = b.basis and l.base_metric = b.metric
where
    coalesce(p.year >= p.open_from, true)
    and p.closed_known = p.closed_years
    and (l.kind <> 'share' or b.value_low is not null)
