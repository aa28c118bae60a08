select
    cast(alias_id as string) as alias_id,
    cast(company_id as string) as company_id,
    cast(reason as string) as reason
from {{ source('matching', 'company_alias') }}
