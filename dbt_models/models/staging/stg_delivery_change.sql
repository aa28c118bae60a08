select
    cast(source as varchar) as source,
    cast(earlier as date) as earlier,
    cast(later as date) as later,
    cast("key" as varchar) as "key",
    cast(change as varchar) as change,
    cast("column" as varchar) as "column",
    cast(before as varchar) as before,
    cast(after as varchar) as after,
    cast(evidence_before as varchar) as evidence_before,
    cast(evidence as varchar) as evidence
from {{ source('lake', 'delivery_change') }}
