select
    cast(as_of as date) as as_of,
    cast(title_id as varchar) as title_id,
    cast(company_id as varchar) as company_id,
    cast(name as varchar) as name,
    cast(county_code as varchar) as county_code,
    cast(zone_code as varchar) as zone_code,
    cast(tier as varchar) as tier,
    cast(level as varchar) as level
from {{ source('lake', 'history_review') }}
