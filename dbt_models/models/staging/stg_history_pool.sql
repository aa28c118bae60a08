select
    cast(as_of as date) as as_of,
    cast(company_id as varchar) as company_id,
    cast(name as varchar) as name,
    cast(county_code as varchar) as county_code,
    cast(zone_code as varchar) as zone_code,
    cast(tier as varchar) as tier,
    cast(status as varchar) as status,
    cast(score_min as decimal(18, 6)) as score_min,
    cast(score_max as decimal(18, 6)) as score_max,
    cast(titles as varchar) as titles
from {{ source('lake', 'history_pool') }}
