select
    cast(source as string) as source,
    cast(earlier as date) as earlier,
    cast(later as date) as later,
    cast({{ adapter.quote('key') }} as string) as {{ adapter.quote('key') }},
    cast(change as string) as change,
    cast({{ adapter.quote('column') }} as string) as {{ adapter.quote('column') }},
    cast(before as string) as before,
    cast(after as string) as after,
    cast(evidence_before as string) as evidence_before,
    cast(evidence as string) as evidence
from {{ source('lake', 'delivery_change') }}
