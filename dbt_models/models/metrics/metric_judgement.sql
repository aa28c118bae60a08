-- What departments and people judged, for the period they judged. For certain it holds within that period; if nothing
-- changes it holds on. An incident once judged counts for as many years as the seed event_rules says.
with covering as (
    select
        b.company_id,
        b.basis,
        j.metric,
        j.value,
        j.period_from,
        j.period_to,
        j.judged_on,
        j.evidence,
        concat_ws('，', j.department, j.judged_by, j.judged_on || ' 判定', j.note) as note
    from {{ ref('basis') }} as b
    inner join {{ ref('judgement_fact') }} as j on b.company_id = j.company_id and j.judged_on <= b.as_of
    left join (select metric, max(window_years) as window_years from {{ ref('event_rules') }} group by metric) as r
        on j.metric = r.metric
    where
        (
            coalesce(j.period_from <= b.basis_on, true)
            and coalesce(j.period_to >= case when b.kind = 'carried' then b.as_of else b.basis_on end, true)
        )
        or (
            j.value = 1
            and coalesce(j.period_to, j.judged_on) > {{ years_before('b.basis_on', 'r.window_years') }}
        )
)

select
    company_id,
    basis,
    metric,
    value as value_low,
    value as value_high,
    cast(null as varchar) as value_text,
    concat_ws('~', period_from, period_to) as period,
    'judgement' as trust,
    evidence,
    note
from covering
qualify row_number() over (
    partition by company_id, basis, metric order by judged_on desc, period_to desc nulls first, value desc, evidence
) = 1
