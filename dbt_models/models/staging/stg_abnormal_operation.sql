select
    cast(name as varchar) as name,
    cast(published_code as varchar) as published_code,
    cast(listed_on as date) as listed_on,
    cast(reason as varchar) as reason,
    cast(removed_on as date) as removed_on,
    cast(authority as varchar) as authority,
    cast(county as varchar) as county,
    cast(evidence as varchar) as evidence,
    cast(file as varchar) as file,
    cast(sheet as varchar) as sheet,
    cast("row" as integer) as "row",
    cast(delivery_date as date) as delivery_date,
    cast(is_current as boolean) as is_current,
    cast(superseded_by as varchar) as superseded_by
from {{ source('lake', 'abnormal_operation') }}
