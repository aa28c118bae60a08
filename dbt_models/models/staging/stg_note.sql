select
    cast(source as varchar) as source,
    cast(delivery_date as date) as delivery_date,
    cast(file as varchar) as file,
    cast(sheet as varchar) as sheet,
    cast("row" as integer) as "row",
    cast("column" as varchar) as "column",
    cast(heading as varchar) as heading,
    cast(found as varchar) as found,
    cast(note as varchar) as note
from {{ source('lake', 'note') }}
