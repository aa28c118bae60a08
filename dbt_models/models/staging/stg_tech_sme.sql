select
    cast(name as string) as name,
    cast(registration_no as string) as registration_no,
    cast(year as bigint) as year,
    cast(published_on as date) as published_on,
    cast(uscc as string) as uscc,
    cast(county as string) as county,
    cast(evidence as string) as evidence,
    cast(file as string) as file,
    cast(sheet as string) as sheet,
    cast({{ adapter.quote('row') }} as integer) as {{ adapter.quote('row') }},
    cast(delivery_date as date) as delivery_date,
    cast(is_current as boolean) as is_current,
    cast(superseded_by as string) as superseded_by
from {{ source('lake', 'tech_sme') }}
