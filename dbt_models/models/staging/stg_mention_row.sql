select
    cast(source as string) as source,
    cast(evidence as string) as evidence,
    cast(owner_rank as bigint) as owner_rank,
    cast(owner_count as bigint) as owner_count,
    cast(mention_id as string) as mention_id,
    cast(role as string) as role
from {{ source('matching', 'mention_row') }}
