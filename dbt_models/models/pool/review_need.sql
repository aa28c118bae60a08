-- Both branches of what is not settled at a review because its fiscal year has not closed: what it comes to if the
-- years to come equal the last one reported, and the least (or the most) that is needed of what the company can change
-- (seed levers). Of each clause of the base and the best route, the alternative that it hangs on; of a score, the
-- lowest band of each figure that alone keeps or brings the clause, all else equal. A closed year is a fact: it
-- has no row. One row a title, lever, direction and amount; several years that need the same stand together.
{% set share = "case when l.kind = 'share' then b.value_low * (cast({0} as double) / 100) else {0} end" %}
{% set beside = "case when falls_short = (length(operator) = 2) then 0.01 else 0 end" %}
with clause as (
    select
        t.title_id,
        c.company_id,
        c.basis,
        c.standard_id,
        c.role,
        c.route,
        c.clause,
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
        end as bound
    from banded
    group by title_id, company_id, basis, citation, last_year, open_from, clause, figure
    having bool_or(passes) and not bool_and(passes)
),

bounded as (
    select title_id, company_id, basis, citation, last_year, open_from, metric, operator, bound from amount
    union all
    select title_id, company_id, basis, citation, last_year, open_from, metric, operator, bound
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
        partition by b.title_id, b.citation, b.metric, b.operator, b.bound
    )
    union all
    select
        b.title_id, b.company_id, b.basis, b.citation, b.metric, b.operator, b.bound, b.open_from,
        null as year, 1 as years, 0 as closed_years, null as closed_sum, 0 as closed_known
    from bounded as b
    inner join {{ ref('levers') }} as l on b.metric = l.metric and l.lever = 'ip'
),

required as (
    select
        p.title_id,
        p.company_id,
        l.lever,
        l.lever_title,
        l.unit,
        case when l.kind = 'share' then l.base_title end as base_title,
        p.operator,
        p.year,
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
),

held as (
    select
        *,
        left(operator, 1) as direction,
        case operator
            when '<' then unchanged >= needed when '<=' then unchanged > needed
            when '>' then unchanged <= needed else unchanged < needed
        end as falls_short,
        -- to two places, on the safe side
        case when left(operator, 1) = '<' then floor(needed * 100 + 1e-6) else ceil(needed * 100 - 1e-6) end
        / 100 as needed_told
    from required
    where needed is not null
),

ranked as (
    select
        *,
        -- to two places too, but never to the other side of what is told as needed
        case
            when falls_short is null then null
            when (direction = '>') = falls_short
                then least({{ rounded('unchanged', 2) }}, needed_told - {{ beside }})
            else greatest({{ rounded('unchanged', 2) }}, needed_told + {{ beside }})
        end as unchanged_told,
        row_number() over (
            partition by title_id, lever, lever_title, direction, year
            order by
                case when direction = '<' then needed else -needed end, length(operator), base_title nulls first,
                citation
        ) as strict_no
    from held
),

strictest as (
    -- of several clauses that ask for one lever in one year, what satisfies all
    select
        title_id,
        company_id,
        lever,
        lever_title,
        unit,
        direction,
        year,
        cast(max(case when strict_no = 1 then needed_told end) as decimal(18, 2)) as needed,
        max(case when strict_no = 1 then operator end) as operator,
        max(case when strict_no = 1 then base_title end) as base_title,
        cast(coalesce(max(case when strict_no = 1 then unchanged_told end), max(unchanged_told)) as decimal(18, 2))
            as unchanged,
        case when bool_or(falls_short) then true when count(*) = count(falls_short) then false end as falls_short,
        {{ joined('citation', '、', distinct=true) }} as citation,
        {{ evidence_list('evidence') }} as evidence
    from ranked
    group by title_id, company_id, lever, lever_title, unit, direction, year
),

together as (
    select
        title_id,
        company_id,
        lever,
        lever_title,
        unit,
        direction,
        operator,
        needed,
        base_title,
        unchanged,
        falls_short,
        {{ joined('cast(year as string)', '、', order_by='year') }} as years,
        count(year) as number_of_years,
        {{ joined('citation', '、', distinct=true) }} as citation,
        {{ evidence_list('evidence') }} as evidence
    from strictest
    group by
        title_id, company_id, lever, lever_title, unit, direction, operator, needed, base_title, unchanged, falls_short
)

select
    title_id,
    company_id,
    lever,
    lever_title,
    direction,
    years,
    needed,
    unchanged as if_unchanged,
    falls_short,
    unit,
    citation,
    coalesce(years || ' 年' || case when number_of_years > 1 then '各年' else '' end, '') || lever_title
    || case operator when '<' then '须低于 ' when '<=' then '至多 ' when '>' then '须高于 ' else '至少 ' end
    || {{ amount('needed', 'unit') }}
    || coalesce('（持平为 ' || {{ amount('unchanged', 'unit') }}
        || coalesce('，按' || base_title || '持平计', '')
        || case when falls_short then '，不够' when not falls_short then '，已满足' else '' end || '）', '')
    || '〔' || citation || '〕' as sentence,
    evidence
from together
