-- The rows of a city's targets add up to its document's own totals (annex 4 of Lüliang's plan), city by city.
with target as (
    select t.year, t.tier, t.target, d.city_code, d.province_code
    from {{ ref('targets') }} as t
    inner join {{ ref('divisions') }} as d on t.county_code = d.county_code
)

select
    s.region_code,
    s.year,
    s.tier,
    s.total,
    sum(t.target) as added
from {{ ref('target_totals') }} as s
left join target as t
    on s.year = t.year and s.tier = t.tier and s.region_code in (t.city_code, t.province_code)
group by s.region_code, s.year, s.tier, s.total
having coalesce(sum(t.target), 0) <> s.total
