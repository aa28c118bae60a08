select
    cast(mention_id as varchar) as mention_id,
    cast(rank as bigint) as rank,
    cast(candidate_id as varchar) as candidate_id,
    cast(candidate_name as varchar) as candidate_name,
    cast(probability as double) as probability,
    cast(match_evidence as varchar) as match_evidence
from {{ source('matching', 'match_candidate') }}
