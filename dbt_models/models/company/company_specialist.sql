-- Who serves which company today: one row a company, its specialists in order of name.
select
    r.company_id,
    {% set shown = "s.specialist || coalesce('（' || s.unit || '）', '')" %}
    {{ joined(shown, '、', distinct=true) }} as specialists,
    {{ evidence_list('s.evidence') }} as evidence
from {{ ref('stg_service_specialist') }} as s
inner join {{ ref('row_company') }} as r
    on r.source = 'service_specialist' and s.evidence = r.evidence and r.role = 'owner'
cross join {{ ref('stg_run') }} as t
where s.is_current and coalesce(s.since <= t.as_of, true) and coalesce(s.until >= t.as_of, true)
group by r.company_id
