select
    cast(source as string) as source,
    cast(evidence as string) as evidence,
    cast(part as integer) as part,
    cast(asked as string) as asked,
    cast(shown as string) as shown,
    cast(metric as string) as metric,
    cast(fiscal_year as integer) as fiscal_year,
    cast(is_year_of_item as boolean) as is_year_of_item,
    cast(value as decimal(18, 6)) as value,
    cast(why_not as string) as why_not,
    cast(note as string) as note
from {{ source('lake', 'answer') }}
