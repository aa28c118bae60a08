select
    cast(source as varchar) as source,
    cast(list_value as varchar) as list_value,
    cast(complete_since as date) as complete_since
from {{ source('lake', 'contract_complete') }}
