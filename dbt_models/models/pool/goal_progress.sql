-- The measurable goals of the plans that hold here: done and missing. Where a fact is unknown, done is an interval; of
-- a goal for more than this region only this region's companies are counted, and no missing is told.
with place as (
    select
        g.goal_id,
        d.county_code,
        r.county_code is not null as is_here
    from {{ ref('goals') }} as g
    inner join {{ ref('divisions') }} as d on g.region_code in (d.county_code, d.city_code, d.province_code)
    left join {{ ref('stg_region_county') }} as r on d.county_code = r.county_code
),

known as (
    select company_id, tier, 'title' as what, year(first_recognised_on) as year, in_force, is_brought
    from {{ ref('first_recognition') }}
    union all
    select company_id, kind, 'title', year(min(valid_from)), false, false
    from {{ ref('certificate') }}
    where kind = 'tech_sme'
    group by company_id, kind
    union all
    -- where nobody told the day of application, the year of the visit that found it under way
    select company_id, tier, 'applied', year(coalesce(applied_on, told_on)), false, false
    from {{ ref('application_state') }}
),

member as (
    select g.goal_id, c.company_id
    from {{ ref('goals') }} as g
    inner join place as p on g.goal_id = p.goal_id and p.is_here
    inner join {{ ref('company') }} as c on p.county_code = c.county_code
    inner join known as k
        on c.company_id = k.company_id and contains(';' || g.tiers || ';', ';' || k.tier || ';')
        and k.what = case g.measure when 'applied' then 'applied' else 'title' end
    group by g.goal_id, c.company_id, g.measure, g.year
    having
        case g.measure
            when 'new' then bool_or(k.year = g.year and not k.is_brought)
            when 'reached' then min(k.year) = g.year and not bool_or(k.is_brought)
            when 'applied' then bool_or(k.year = g.year)
            else bool_or(k.in_force)
        end
),

judged as (
    select
        m.goal_id,
        m.company_id,
        f.value_low,
        f.value_high,
        a.value_low as among,
        s.company_id is not null as is_served,
        case g.operator when '>=' then f.value_low >= g.bound when '>' then f.value_low > g.bound end as is_met,
        case g.operator when '>=' then f.value_high < g.bound when '>' then f.value_high <= g.bound end as is_failed
    from member as m
    inner join {{ ref('goals') }} as g on m.goal_id = g.goal_id
    left join {{ ref('company_metric') }} as f
        on m.company_id = f.company_id and f.basis = 'today' and g.metric = f.metric
    left join {{ ref('company_metric') }} as a
        on m.company_id = a.company_id and a.basis = 'today' and g.among_metric = a.metric
    left join {{ ref('company_specialist') }} as s on m.company_id = s.company_id
    where g.among_upper is null or a.value_low <= g.among_upper
),

counted as (
    select
        goal_id,
        count(*) as companies,
        count(*) filter (where is_met) as met,
        count(*) filter (where is_failed) as failed,
        count(*) filter (where is_served) as served,
        sum(value_low) filter (where among is not null) as part,
        sum(among) filter (where value_low is not null) as whole
    from judged
    group by goal_id
),

done as (
    select
        g.*,
        coalesce(n.companies, 0) as companies,
        not bool_and(p.is_here) as is_partial,
        case
            when g.measure in ('new', 'reached', 'applied', 'held') then coalesce(n.companies, 0)
            when g.measure = 'share' then n.met * 100 / n.companies
            when g.measure = 'served' then n.served * 100 / n.companies
            when g.measure = 'ratio' then cast(n.part * 100 as double) / nullif(n.whole, 0)
        end as low,
        case when g.measure = 'share' then (n.companies - n.failed) * 100 / n.companies end as high
    from {{ ref('goals') }} as g
    inner join place as p on g.goal_id = p.goal_id
    left join counted as n on g.goal_id = n.goal_id
    group by all
    having bool_or(p.is_here)
)

select
    goal_id,
    region_code,
    year,
    title,
    target,
    unit,
    cast(companies as integer) as companies,
    cast(low as decimal(18, 2)) as done_low,
    cast(coalesce(high, low) as decimal(18, 2)) as done_high,
    case when not is_partial and low is not null then cast(greatest(target - low, 0) as decimal(18, 2)) end
        as missing,
    measure <> 'none' and low is not null as is_told,
    is_partial,
    concat_ws('；', how, case when is_partial then '目标是更大地区的，这里只数到本地区' end) as how,
    citation,
    assumption
from done
