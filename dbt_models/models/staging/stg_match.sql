select
    cast(mention_id as string) as mention_id,
    cast(decision as string) as decision,
    cast(company_id as string) as company_id,
    cast(candidate_id as string) as candidate_id,
    cast(candidate_name as string) as candidate_name,
    cast(rule as string) as rule,
    cast(probability as double) as probability,
    cast(match_evidence as string) as match_evidence,
    cast(decided_by as string) as decided_by,
    cast(decided_at as string) as decided_at,
    cast(note as string) as note
from {{ source('matching', 'match') }}
