select
    cast(name as string) as name,
    cast(uscc as string) as uscc,
    cast(investor as string) as investor,
    cast(is_qualified as bigint) as is_qualified,
    cast(paid_in as decimal(18, 6)) as paid_in,
    cast(paid_on as date) as paid_on,
    cast(county as string) as county,
    cast(evidence as string) as evidence,
    cast(file as string) as file,
    cast(sheet as string) as sheet,
    cast({{ adapter.quote('row') }} as integer) as {{ adapter.quote('row') }},
    cast(delivery_date as date) as delivery_date,
    cast(is_current as boolean) as is_current,
    cast(superseded_by as string) as superseded_by
from {{ source('lake', 'equity_investment') }}
