select
    cast(name as string) as name,
    cast(certificate_no as string) as certificate_no,
    cast(issued_on as date) as issued_on,
    cast(uscc as string) as uscc,
    cast(county as string) as county,
    cast(event as string) as event,
    cast(event_on as date) as event_on,
    cast(new_name as string) as new_name,
    cast(evidence as string) as evidence,
    cast(file as string) as file,
    cast(sheet as string) as sheet,
    cast({{ adapter.quote('row') }} as integer) as {{ adapter.quote('row') }},
    cast(delivery_date as date) as delivery_date,
    cast(is_current as boolean) as is_current,
    cast(superseded_by as string) as superseded_by
from {{ source('lake', 'high_tech_enterprise') }}
