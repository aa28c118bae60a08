select
    cast(mention_id as string) as mention_id,
    cast(source as string) as source,
    cast(name as string) as name,
    cast(folded_name as string) as folded_name,
    cast(published_code as string) as published_code,
    cast(region_code as string) as region_code,
    cast(address as string) as address,
    cast(kind as string) as kind,
    cast(row_count as bigint) as row_count,
    cast(first_evidence as string) as first_evidence,
    cast(first_date as date) as first_date
from {{ source('matching', 'mention') }}
