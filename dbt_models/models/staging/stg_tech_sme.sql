select
    cast(name as varchar) as name,
    cast(registration_no as varchar) as registration_no,
    cast(year as bigint) as year,
    cast(published_on as date) as published_on,
    cast(uscc as varchar) as uscc,
    cast(county as varchar) as county,
    cast(evidence as varchar) as evidence,
    cast(file as varchar) as file,
    cast(sheet as varchar) as sheet,
    cast("row" as integer) as "row",
    cast(delivery_date as date) as delivery_date,
    cast(is_current as boolean) as is_current,
    cast(superseded_by as varchar) as superseded_by
from {{ source('lake', 'tech_sme') }}
