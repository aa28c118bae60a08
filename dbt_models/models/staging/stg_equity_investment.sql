select
    cast(name as varchar) as name,
    cast(uscc as varchar) as uscc,
    cast(investor as varchar) as investor,
    cast(is_qualified as bigint) as is_qualified,
    cast(paid_in as decimal(18, 6)) as paid_in,
    cast(paid_on as date) as paid_on,
    cast(county as varchar) as county,
    cast(evidence as varchar) as evidence,
    cast(file as varchar) as file,
    cast(sheet as varchar) as sheet,
    cast("row" as integer) as "row",
    cast(delivery_date as date) as delivery_date,
    cast(is_current as boolean) as is_current,
    cast(superseded_by as varchar) as superseded_by
from {{ source('lake', 'equity_investment') }}
