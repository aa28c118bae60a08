select
    cast(as_of as date) as as_of,
    cast(company_id as string) as company_id,
    cast(metric as string) as metric,
    cast(value_low as decimal(18, 6)) as value_low,
    cast(value_high as decimal(18, 6)) as value_high,
    cast(value_text as string) as value_text,
    cast(evidence as string) as evidence
from {{ source('lake', 'history_fact') }}
