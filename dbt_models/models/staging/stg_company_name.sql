select
    cast(company_id as string) as company_id,
    cast(name as string) as name,
    cast(folded_name as string) as folded_name,
    cast(kind as string) as kind,
    cast(evidence as string) as evidence
from {{ source('matching', 'company_name') }}
