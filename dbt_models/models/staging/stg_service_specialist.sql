select
    cast(name as string) as name,
    cast(uscc as string) as uscc,
    cast(specialist as string) as specialist,
    cast(unit as string) as unit,
    cast(since as date) as since,
    cast(until as date) as until,
    cast(county as string) as county,
    cast(evidence as string) as evidence,
    cast(file as string) as file,
    cast(sheet as string) as sheet,
    cast({{ adapter.quote('row') }} as integer) as {{ adapter.quote('row') }},
    cast(delivery_date as date) as delivery_date,
    cast(is_current as boolean) as is_current,
    cast(superseded_by as string) as superseded_by
from {{ source('lake', 'service_specialist') }}
