select
    cast(name as varchar) as name,
    cast(uscc as varchar) as uscc,
    cast(specialist as varchar) as specialist,
    cast(unit as varchar) as unit,
    cast(since as date) as since,
    cast(until as date) as until,
    cast(county as varchar) as county,
    cast(evidence as varchar) as evidence,
    cast(file as varchar) as file,
    cast(sheet as varchar) as sheet,
    cast("row" as integer) as "row",
    cast(delivery_date as date) as delivery_date,
    cast(is_current as boolean) as is_current,
    cast(superseded_by as varchar) as superseded_by
from {{ source('lake', 'service_specialist') }}
