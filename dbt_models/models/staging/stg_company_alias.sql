select
    cast(alias_id as varchar) as alias_id,
    cast(company_id as varchar) as company_id,
    cast(reason as varchar) as reason
from {{ source('matching', 'company_alias') }}
