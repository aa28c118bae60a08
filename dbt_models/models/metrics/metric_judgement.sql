-- What departments and people judged, for the period they judged, and of the negative list for as many days after it
-- as the seed judgement_rules says (for certain at a review: "no" holds within the period only). If nothing changes it
-- holds on. An incident once judged counts for as many years as the seed event_rules says. One that counts no more
-- leaves the fact open, and says which it is. So does, of a "no", a row that may tell of an incident and came after the
-- judgement (claim_in_doubt).
with window_rule as (
    select metric, max(window_years) as window_years, bool_or(assumption) as assumption
    from {{ ref('event_rules') }}
    group by metric
),

cleared as (
    select
        company_id,
        basis,
        metric,
        {{ distinct_sentences("'不计 ' || event_on || ' ' || description || '：' || cleared_on || ' 判定该期间为否（推定）'") }}
            as note,
        {{ evidence_list("concat_ws('; ', cleared_evidence, evidence)") }} as evidence
    from {{ ref('grave_incident') }}
    where cleared_on is not null
    group by company_id, basis, metric
),

placed as (
    select
        b.company_id,
        b.basis,
        b.basis_on,
        case when b.kind = 'carried' then b.as_of else b.basis_on end as held_on,
        case when b.kind = 'review' and j.value = 0 then 0 else coalesce(v.days_after, 0) end as days_after,
        j.*,
        r.window_years,
        coalesce(v.assumption, r.assumption, false) as is_assumed_after
    from {{ ref('basis') }} as b
    inner join (select * {{ without('company_id') }}, company_id as judged_id from {{ ref('judgement_fact') }}) as j
        on b.company_id = j.judged_id and j.judged_on <= b.as_of
    left join window_rule as r on j.metric = r.metric
    left join {{ ref('judgement_rules') }} as v on j.metric = v.metric
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
    j.company_id,
    j.basis,
    j.metric,
    case when j.counts then j.value end as value_low,
    case when j.counts then case when q.claim is null then j.value else 1 end end as value_high,
    cast(null as string) as value_text,
    concat_ws('~', j.period_from, j.period_to) as period,
    'judgement' as trust,
    {{ merged_places(['j.evidence', 'c.evidence', 'q.evidence']) }} as evidence,
    concat_ws(
        '，',
        j.department,
        j.judged_by,
        j.judged_on || ' 判定',
        j.note,
        case
            when j.counts and j.value = 0 and j.period_to < j.held_on
                then '核查期至 ' || j.period_to || '，期满后 ' || j.days_after || ' 天内沿用（推定）'
            when j.counts and j.value = 1 and j.period_to < j.held_on and j.is_assumed_after
                then '核查期至 ' || j.period_to || '，其后仍计（推定）'
            when j.counts then null
            when j.period_from > j.basis_on
                then '核查期自 ' || j.period_from || ' 起，不含 ' || j.basis_on || '，不计'
            else '核查期至 ' || j.period_to
                || case when j.days_after > 0 then '，期满已过 ' || j.days_after || ' 天' else '，已期满' end
                || '，不再计，须重新核查'
        end
    ) || coalesce('；' || c.note, '') || coalesce('；' || {{ in_doubt_note('q.names', 'q.evidence') }}, '') as note,
    coalesce(j.counts and (c.note is not null or (j.period_to < j.held_on and j.is_assumed_after)), false) as assumption
from judged as j
left join cleared as c
    on j.company_id = c.company_id and j.basis = c.basis and j.metric = c.metric
    and (j.value = 0 or not j.counts)
left join {{ ref('claim_in_doubt') }} as q
    on j.company_id = q.company_id and j.metric = q.claim and j.value = 0 and j.counts and j.judged_on < q.dated_on
qualify row_number() over (
    partition by j.company_id, j.basis, j.metric
    order by j.counts desc, j.judged_on desc, j.period_to desc nulls first, j.value desc, j.evidence
) = 1
