-- Annex 4 against what is done: a zone's company is counted for the zone, not for its host county, so that rows add
-- up. done: titles first recognised in that year; in_pool: companies of the pool that could apply for the tier.
with place as (
    select county_code, cast(null as varchar) as zone_code, county as place from {{ ref('stg_region_county') }}
    union all
    select z.host_county_code, z.zone_code, z.zone
    from {{ ref('zones') }} as z
    inner join {{ ref('stg_region_county') }} as r on z.host_county_code = r.county_code
),

asked as (
    select
        p.*,
        t.year,
        t.tier,
        t.target
    from place as p
    inner join {{ ref('targets') }} as t
        on p.county_code = t.county_code and p.zone_code is not distinct from nullif(t.zone_code, '')
),

done as (
    select c.county_code, c.zone_code, t.tier, year(t.first_recognised_on) as year, count(*) as titles
    from {{ ref('title') }} as t
    inner join {{ ref('company') }} as c on t.company_id = c.company_id
    group by all
),

waiting as (
    select county_code, zone_code, tier, count(*) as companies
    from {{ ref('cultivation_pool') }}
    where is_next and status = 'ready'
    group by county_code, zone_code, tier
)

select
    a.county_code,
    a.zone_code,
    a.place,
    a.year,
    a.tier,
    k.tier_title,
    a.target,
    cast(coalesce(d.titles, 0) as integer) as done,
    cast(case when a.year >= year(r.as_of) then coalesce(w.companies, 0) else 0 end as integer) as in_pool,
    a.target - cast(coalesce(d.titles, 0) as integer) as gap
from asked as a
inner join {{ ref('tiers') }} as k on a.tier = k.tier
cross join {{ ref('stg_run') }} as r
left join done as d
    on a.county_code = d.county_code and a.zone_code is not distinct from d.zone_code
    and a.tier = d.tier and a.year = d.year
left join waiting as w
    on a.county_code = w.county_code and a.zone_code is not distinct from w.zone_code and a.tier = w.tier
