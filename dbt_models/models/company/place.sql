-- Who may send something back: the counties and zones of this region, and the region itself.
select county_code as place, county as place_title, 'county' as level, county_code, cast(null as string) as zone_code
from {{ ref('stg_region_county') }}
union all
select z.zone_code as place, z.zone as place_title, 'zone' as level, z.host_county_code as county_code, z.zone_code
from {{ ref('zones') }} as z
inner join {{ ref('stg_region_county') }} as g on z.host_county_code = g.county_code
union all
select r.region_code as place, r.region_name as place_title, 'city' as level, null as county_code, null as zone_code
from {{ ref('stg_run') }} as r
left join {{ ref('stg_region_county') }} as g on r.region_code = g.county_code
where g.county_code is null
