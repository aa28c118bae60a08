select
    cast(name as string) as name,
    cast(published_code as string) as published_code,
    cast(list_name as string) as list_name,
    cast(listed_on as date) as listed_on,
    cast(expected_end as date) as expected_end,
    cast(authority as string) as authority,
    cast(reason as string) as reason,
    cast(county as string) as county,
    cast(address as string) as address,
    cast(is_serious as bigint) as is_serious,
    cast(evidence as string) as evidence,
    cast(file as string) as file,
    cast(sheet as string) as sheet,
    cast({{ adapter.quote('row') }} as integer) as {{ adapter.quote('row') }},
    cast(delivery_date as date) as delivery_date,
    cast(is_current as boolean) as is_current,
    cast(superseded_by as string) as superseded_by
from {{ source('lake', 'credit_blacklist') }}
