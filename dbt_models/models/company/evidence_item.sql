-- Awards, institutions, honours, contests and list memberships of a company.
select
    r.company_id,
    e.kind,
    e.level,
    e.rank,
    e.title,
    e.issuer,
    e.awarded_on,
    e.valid_to,
    e.value,
    e.evidence
from {{ ref('stg_evidence') }} as e
inner join {{ ref('row_company') }} as r on r.source = 'evidence' and e.evidence = r.evidence and r.role = 'owner'
where e.is_current
