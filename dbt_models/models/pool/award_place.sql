-- The awards that hold in each county of the region, and how much of one the city pays for the county's companies.
select
    a.*,
    c.county_code,
    c.county,
    case when k.is_district then a.city_share_district else a.city_share_county end as city_share
from {{ ref('stg_region_county') }} as c
inner join {{ ref('divisions') }} as d on c.county_code = d.county_code
inner join {{ ref('awards') }} as a on a.region_code in (d.county_code, d.city_code, d.province_code)
left join {{ ref('division_kinds') }} as k on right(c.county, 1) = k.suffix
