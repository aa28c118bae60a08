select
    cast(name as varchar) as name,
    cast(certificate_no as varchar) as certificate_no,
    cast(issued_on as date) as issued_on,
    cast(uscc as varchar) as uscc,
    cast(county as varchar) as county,
    cast(event as varchar) as event,
    cast(event_on as date) as event_on,
    cast(new_name as varchar) as new_name,
    cast(evidence as varchar) as evidence,
    cast(file as varchar) as file,
    cast(sheet as varchar) as sheet,
    cast("row" as integer) as "row",
    cast(delivery_date as date) as delivery_date,
    cast(is_current as boolean) as is_current,
    cast(superseded_by as varchar) as superseded_by
from {{ source('lake', 'high_tech_enterprise') }}
