select
    cast(mention_id as varchar) as mention_id,
    cast(source as varchar) as source,
    cast(name as varchar) as name,
    cast(folded_name as varchar) as folded_name,
    cast(published_code as varchar) as published_code,
    cast(region_code as varchar) as region_code,
    cast(address as varchar) as address,
    cast(kind as varchar) as kind,
    cast(row_count as bigint) as row_count,
    cast(first_evidence as varchar) as first_evidence,
    cast(first_date as date) as first_date
from {{ source('matching', 'mention') }}
