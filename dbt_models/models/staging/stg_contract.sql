select
    cast(source as string) as source,
    cast(title as string) as title,
    cast(publisher as string) as publisher,
    cast(purpose as string) as purpose,
    cast(delivery as string) as delivery,
    cast(cadence_days as bigint) as cadence_days,
    cast(required as boolean) as required,
    cast(sensitive as boolean) as sensitive,
    cast(answers as boolean) as answers,
    cast(sheets as string) as sheets
from {{ source('lake', 'contract') }}
