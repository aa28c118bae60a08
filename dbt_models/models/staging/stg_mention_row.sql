select
    cast(source as varchar) as source,
    cast(evidence as varchar) as evidence,
    cast(owner_rank as bigint) as owner_rank,
    cast(owner_count as bigint) as owner_count,
    cast(mention_id as varchar) as mention_id,
    cast(role as varchar) as role
from {{ source('matching', 'mention_row') }}
