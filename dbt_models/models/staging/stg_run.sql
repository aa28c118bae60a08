select
    cast(as_of as date) as as_of,
    cast(region_code as string) as region_code,
    cast(region_name as string) as region_name,
    cast(region_level as string) as region_level,
    cast(is_sample as boolean) as is_sample
from {{ source('lake', 'run') }}
