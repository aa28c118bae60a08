-- What excludes a company or endangers a title says so with its clause, and every statement of the pool has evidence.
select company_id, name, tier, exclusions as told, evidence
from {{ ref('cultivation_pool') }}
where coalesce(evidence, '') = '' or (status = 'excluded' and exclusions is null)
union all
select company_id, name, tier, reasons as told, evidence
from {{ ref('review_watch') }}
where
    coalesce(evidence, '') = '' or coalesce(reasons, '') not like '%〔%〕%'
    or (level <> 'green' and reasons like '%按现有数据可通过%')
