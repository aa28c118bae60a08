select
    cast(source as varchar) as source,
    cast(title as varchar) as title,
    cast(publisher as varchar) as publisher,
    cast(purpose as varchar) as purpose,
    cast(delivery as varchar) as delivery,
    cast(cadence_days as bigint) as cadence_days,
    cast(required as boolean) as required,
    cast(sensitive as boolean) as sensitive,
    cast(answers as boolean) as answers
from {{ source('lake', 'contract') }}
