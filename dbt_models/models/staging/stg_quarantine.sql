select
    cast(source as varchar) as source,
    cast(delivery_date as date) as delivery_date,
    cast(file as varchar) as file,
    cast(sheet as varchar) as sheet,
    cast("row" as integer) as "row",
    cast("column" as varchar) as "column",
    cast(heading as varchar) as heading,
    cast(expected as varchar) as expected,
    cast(found as varchar) as found,
    cast(reason as varchar) as reason,
    cast(remedy as varchar) as remedy,
    cast(cells as varchar) as cells
from {{ source('lake', 'quarantine') }}
