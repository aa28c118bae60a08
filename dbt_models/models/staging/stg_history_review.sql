select
    cast(as_of as date) as as_of,
    cast(title_id as string) as title_id,
    cast(company_id as string) as company_id,
    cast(name as string) as name,
    cast(county_code as string) as county_code,
    cast(zone_code as string) as zone_code,
    cast(tier as string) as tier,
    cast(level as string) as level
from {{ source('lake', 'history_review') }}
