select
    cast(as_of as date) as as_of,
    cast(company_id as string) as company_id,
    cast(name as string) as name,
    cast(county_code as string) as county_code,
    cast(zone_code as string) as zone_code,
    cast(tier as string) as tier,
    cast(status as string) as status,
    cast(score_min as decimal(18, 6)) as score_min,
    cast(score_max as decimal(18, 6)) as score_max,
    cast(titles as string) as titles
from {{ source('lake', 'history_pool') }}
