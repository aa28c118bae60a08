-- One row a cohort: a company, a tier and the day of one recognition or renewal, with its validity as announced, else
-- as the tier's rule has it (valid_to_assumed). A rename or a move proves a title only where its recognition was
-- never delivered. lineage_no counts the titles that the cohorts make: a new one after a revocation, a lapse or a
-- gap.
with announced as (
    select
        r.company_id,
        t.tier,
        t.event,
        case when t.event = 'renewed' then coalesce(t.event_on, t.recognised_on) else t.recognised_on end as cohort_on,
        coalesce(t.event_on, t.recognised_on) as event_on,
        t.valid_from,
        t.valid_to,
        t.document,
        t.evidence
    from {{ ref('stg_recognised_title') }} as t
    inner join {{ ref('row_company') }} as r on r.source = 'recognised_title' and t.evidence = r.evidence
    where t.is_current and (r.role = 'owner' or t.event in ('renamed', 'moved'))
),

recognition as (
    select *, event in ('recognised', 'renewed') as is_recognition
    from announced
    where event not in ('revoked', 'lapsed')
    qualify is_recognition or bool_or(is_recognition) over (partition by company_id, tier) is not true
),

cohort as (
    select
        company_id,
        tier,
        cohort_on,
        min(coalesce(valid_from, cohort_on)) as valid_from,
        max(valid_to) as announced_to,
        {{ joined('document', '; ', distinct=true) }} as document,
        {{ evidence_list('evidence') }} as evidence
    from recognition
    group by company_id, tier, cohort_on
),

ending as (
    select company_id, tier, event, event_on, {{ evidence_list('evidence') }} as evidence
    from announced
    where event in ('revoked', 'lapsed')
    group by company_id, tier, event, event_on
),

dated as (
    select
        c.*,
        coalesce(
            c.announced_to, cast({{ years_after('c.valid_from', 't.validity_years') }} - 1 as date)
        ) as valid_to,
        c.announced_to is null and t.validity_years is not null as valid_to_assumed,
        t.renewal_gap_days,
        lag(c.cohort_on) over (partition by c.company_id, c.tier order by c.cohort_on) as previous_on
    from cohort as c
    inner join {{ ref('tiers') }} as t on c.tier = t.tier
),

ended as (
    select
        d.company_id,
        d.tier,
        d.cohort_on,
        min_by(e.event, e.event_on || e.event) as ended_by,
        min(e.event_on) as ended_on,
        {{ evidence_list('e.evidence') }} as ended_evidence
    from dated as d
    inner join ending as e
        on d.company_id = e.company_id and d.tier = e.tier and d.cohort_on <= e.event_on
    group by d.company_id, d.tier, d.cohort_on
),

broken as (
    select
        d.*,
        e.ended_by,
        e.ended_on,
        e.ended_evidence,
        coalesce(
            lag(e.ended_on) over earlier <= d.cohort_on
            or lag(d.valid_to) over earlier + d.renewal_gap_days < d.cohort_on,
            d.previous_on is null
        ) as is_new
    from dated as d
    left join ended as e on d.company_id = e.company_id and d.tier = e.tier and d.cohort_on = e.cohort_on
    window earlier as (partition by d.company_id, d.tier order by d.cohort_on)
)

select
    company_id,
    tier,
    cohort_on,
    valid_from,
    valid_to,
    valid_to_assumed,
    document,
    ended_by,
    ended_on,
    sum(case when is_new then 1 else 0 end) over (
        partition by company_id, tier
        order by cohort_on
        rows unbounded preceding
    ) as lineage_no,
    evidence,
    ended_evidence
from broken
