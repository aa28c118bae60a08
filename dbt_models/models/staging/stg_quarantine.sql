select
    cast(source as string) as source,
    cast(delivery_date as date) as delivery_date,
    cast(file as string) as file,
    cast(sheet as string) as sheet,
    cast({{ adapter.quote('row') }} as integer) as {{ adapter.quote('row') }},
    cast({{ adapter.quote('column') }} as string) as {{ adapter.quote('column') }},
    cast(heading as string) as heading,
    cast(expected as string) as expected,
    cast(found as string) as found,
    cast(reason as string) as reason,
    cast(remedy as string) as remedy,
    cast(name as string) as name,
    cast(place as string) as place,
    cast(item as string) as item,
    cast(told_by as string) as told_by,
    cast(cells as string) as cells
from {{ source('lake', 'quarantine') }}
