select
    cast(county_code as string) as county_code,
    cast(county as string) as county
from {{ source('lake', 'region_county') }}
