-- A zone's company is counted for its zone only: the places' rows add up to the year's first recognitions.
with shown as (
    select year, tier, sum(done) as done
    from {{ ref('county_progress') }}
    group by year, tier
),

counted as (
    select year(t.first_recognised_on) as year, t.tier, count(*) as titles
    from {{ ref('first_recognition') }} as t
    inner join {{ ref('company') }} as c on t.company_id = c.company_id
    inner join {{ ref('stg_region_county') }} as r on c.county_code = r.county_code
    where not t.is_brought
    group by year(t.first_recognised_on), t.tier
)

select
    s.year,
    s.tier,
    s.done,
    c.titles
from shown as s
left join counted as c on s.year = c.year and s.tier = c.tier
where s.done <> coalesce(c.titles, 0)
