-- The grave events of the last years, on a day and at a review, as the seed event_rules counts them. One is cleared
-- where a department said "no" of a period that it lies in, on its day or later: the department knew of it (a reading).
select
    b.company_id,
    b.basis,
    r.metric,
    e.event_on,
    e.description,
    r.assumption,
    r.citation,
    max(j.judged_on) as cleared_on,
    max_by(j.evidence, cast(j.judged_on as string) || j.evidence) as cleared_evidence,
    e.evidence
from {{ ref('basis') }} as b
inner join {{ ref('event') }} as e on b.company_id = e.company_id and e.is_grave
inner join {{ ref('event_rules') }} as r on e.source = r.source and e.list_name = coalesce(r.list_name, '')
left join {{ ref('judgement_fact') }} as j
    on b.company_id = j.company_id
    and r.metric = j.metric
    and j.value = 0
    and j.judged_on between e.event_on and b.as_of
    and e.event_on between j.period_from and j.period_to
where e.event_on > {{ years_before('b.basis_on', 'r.window_years') }} and e.event_on <= b.basis_on
group by b.company_id, b.basis, r.metric, e.event_on, e.description, e.evidence, r.assumption, r.citation
