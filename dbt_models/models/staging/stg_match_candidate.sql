select
    cast(mention_id as string) as mention_id,
    cast(rank as bigint) as rank,
    cast(candidate_id as string) as candidate_id,
    cast(candidate_name as string) as candidate_name,
    cast(probability as double) as probability,
    cast(match_evidence as string) as match_evidence
from {{ source('matching', 'match_candidate') }}
