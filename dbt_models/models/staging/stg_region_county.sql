select
    cast(county_code as varchar) as county_code,
    cast(county as varchar) as county
from {{ source('lake', 'region_county') }}
