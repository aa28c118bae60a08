select
    cast(source as string) as source,
    cast(delivery_date as date) as delivery_date,
    cast(file as string) as file,
    cast(sheet as string) as sheet,
    cast({{ adapter.quote('row') }} as integer) as {{ adapter.quote('row') }},
    cast(heading as string) as heading,
    cast(near as string) as near,
    cast(found as string) as found,
    cast(remedy as string) as remedy
from {{ source('lake', 'unmapped_heading') }}
