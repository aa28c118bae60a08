-- What a department or a person judged of a company, and for which period.
select
    r.company_id,
    j.metric,
    j.value,
    j.period_from,
    j.period_to,
    j.judged_on,
    j.judged_by,
    j.department,
    j.note,
    j.evidence
from {{ ref('stg_judgement') }} as j
inner join {{ ref('row_company') }} as r on r.source = 'judgement' and j.evidence = r.evidence and r.role = 'owner'
where j.is_current
