select
    cast(mention_id as varchar) as mention_id,
    cast(decision as varchar) as decision,
    cast(company_id as varchar) as company_id,
    cast(candidate_id as varchar) as candidate_id,
    cast(candidate_name as varchar) as candidate_name,
    cast(rule as varchar) as rule,
    cast(probability as double) as probability,
    cast(match_evidence as varchar) as match_evidence,
    cast(decided_by as varchar) as decided_by,
    cast(decided_at as varchar) as decided_at,
    cast(note as varchar) as note
from {{ source('matching', 'match') }}
