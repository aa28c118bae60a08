select
    cast(source as string) as source,
    cast(list_value as string) as list_value,
    cast(complete_since as date) as complete_since
from {{ source('lake', 'contract_complete') }}
