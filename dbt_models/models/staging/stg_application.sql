select
    cast(name as string) as name,
    cast(uscc as string) as uscc,
    cast(tier as string) as tier,
    cast(applied_on as date) as applied_on,
    cast(stage as string) as stage,
    cast(result as string) as result,
    cast(result_on as date) as result_on,
    cast(rest_until as date) as rest_until,
    cast(county as string) as county,
    cast(note as string) as note,
    cast(evidence as string) as evidence,
    cast(file as string) as file,
    cast(sheet as string) as sheet,
    cast({{ adapter.quote('row') }} as integer) as {{ adapter.quote('row') }},
    cast(delivery_date as date) as delivery_date,
    cast(is_current as boolean) as is_current,
    cast(superseded_by as string) as superseded_by
from {{ source('lake', 'application') }}
