-- Where a company's latest application for a tier stands.
select
    r.company_id,
    a.tier,
    a.applied_on,
    a.stage,
    a.result,
    a.result_on,
    a.rest_until,
    a.note,
    a.evidence
from {{ ref('stg_application') }} as a
inner join {{ ref('row_company') }} as r on r.source = 'application' and a.evidence = r.evidence and r.role = 'owner'
where a.is_current
qualify row_number() over (
    partition by r.company_id, a.tier order by a.applied_on desc, a.result_on desc nulls last, a.evidence
) = 1
