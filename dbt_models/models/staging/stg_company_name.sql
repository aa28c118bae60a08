select
    cast(company_id as varchar) as company_id,
    cast(name as varchar) as name,
    cast(kind as varchar) as kind,
    cast(evidence as varchar) as evidence
from {{ source('matching', 'company_name') }}
