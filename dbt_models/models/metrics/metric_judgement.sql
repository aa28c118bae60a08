-- What departments and people judged, for the period they judged, and of the negative list for as many days after it
-- as the seed judgement_rules says (for certain at a review: "no" holds within the period only). If nothing changes it
-- holds on. An incident once judged counts for as many years as the seed event_rules says. One that counts no more
-- leaves the fact open, and says which it is.
with window_rule as (
    select metric, max(window_years) as window_years
    from {{ ref('event_rules') }}
    group by metric
),

cleared as (
    -- an event that does not count since the judgement, for its very period, says no
    select
        j.company_id,
        j.metric,
        j.evidence,
        {{ distinct_sentences("e.event_on || ' ' || e.description") }} as note,
        {{ evidence_list('e.evidence') }} as event_evidence
    from {{ ref('judgement_fact') }} as j
    inner join {{ ref('event_rules') }} as r on j.metric = r.metric
    inner join {{ ref('event') }} as e
        on j.company_id = e.company_id and e.is_grave and r.source = e.source
        and coalesce(r.list_name, '') = e.list_name and {{ judged_clean('j', 'e') }}
    group by j.company_id, j.metric, j.evidence
),

placed as (
    select
        b.company_id,
        b.basis,
        b.basis_on,
        case when b.kind = 'carried' then b.as_of else b.basis_on end as held_on,
        case when b.kind = 'review' and j.value = 0 then 0 else coalesce(v.days_after, 0) end as days_after,
        j.*,
        c.note as cleared_note,
        c.event_evidence,
        r.window_years
    from {{ ref('basis') }} as b
    inner join (select * {{ without('company_id') }}, company_id as judged_id from {{ ref('judgement_fact') }}) as j
        on b.company_id = j.judged_id and j.judged_on <= b.as_of
    left join window_rule as r on j.metric = r.metric
    left join {{ ref('judgement_rules') }} as v on j.metric = v.metric
    left join cleared as c
        on j.judged_id = c.company_id and j.metric = c.metric and j.evidence = c.evidence
),

judged as (
    select
        *,
        (
            coalesce(period_from <= basis_on, true)
            and coalesce(cast(period_to + days_after as date) >= held_on, true)
        )
        or (
            value = 1
            and coalesce(coalesce(period_to, judged_on) > {{ years_before('basis_on', 'window_years') }}, false)
        ) as counts
    from placed
)

select
    company_id,
    basis,
    metric,
    case when counts then value end as value_low,
    case when counts then value end as value_high,
    cast(null as string) as value_text,
    concat_ws('~', period_from, period_to) as period,
    'judgement' as trust,
    concat_ws('; ', evidence, case when counts then event_evidence end) as evidence,
    concat_ws(
        '，',
        department,
        judged_by,
        judged_on || ' 判定',
        note,
        case when counts then '期内的 ' || cleared_note || '，判定在其当日或之后，以判定为准（推定）' end,
        case
            when counts and value = 0 and period_to < held_on
                then '核查期至 ' || period_to || '，期满后 ' || days_after || ' 天内沿用（推定）'
            when counts then null
            when period_from > basis_on then '核查期自 ' || period_from || ' 起，不含 ' || basis_on || '，不计'
            else '核查期至 ' || period_to
                || case when days_after > 0 then '，期满已过 ' || days_after || ' 天' else '，已期满' end
                || '，不再计，须重新核查'
        end
    ) as note
from judged
qualify row_number() over (
    partition by company_id, basis, metric
    order by counts desc, judged_on desc, period_to desc nulls first, value desc, evidence
) = 1
