-- Certificates, registration numbers and titles in force on a basis date. One that lapses before a review says so: if
-- nothing changes it does not count (carried); for certain (review) it may yet be renewed, so 0 .. 1.
with rule as (
    select source, valid_metric as metric, title, valid_years, kind as what from {{ ref('certificate_kinds') }}
    union all
    select 'recognised_title' as source, valid_metric as metric, tier_title as title, validity_years, tier as what
    from {{ ref('tiers') }}
    where valid_metric is not null
),

holding as (
    select company_id, kind as what, valid_from, valid_to, revoked_on as ended_on, evidence
    from {{ ref('certificate') }}
    union all
    select
        company_id,
        tier as what,
        valid_from,
        valid_to,
        ended_on,
        concat_ws('; ', evidence, ended_evidence) as evidence
    from {{ ref('title_cohort') }}
),

held as (
    select
        b.company_id,
        b.basis,
        h.what,
        bool_or(
            b.basis_on >= h.valid_from
            and coalesce(h.valid_to >= b.basis_on, true)
            and coalesce(h.ended_on > b.basis_on, true)
        ) as on_basis,
        max(least(h.valid_to, h.ended_on)) as until,
        {{ evidence_list('h.evidence') }} as evidence
    from {{ ref('basis') }} as b
    inner join holding as h on b.company_id = h.company_id
    where
        b.as_of >= h.valid_from
        and coalesce(h.valid_to >= b.as_of, true)
        and coalesce(h.ended_on > b.as_of, true)
    group by b.company_id, b.basis, h.what
),

judged as (
    select
        b.company_id,
        b.basis,
        b.kind,
        r.metric,
        r.title,
        h.on_basis,
        h.until,
        h.evidence,
        c.last_delivery,
        c.is_delivered and c.complete_since <= {{ years_before('b.as_of', 'r.valid_years') }} as absence_known
    from {{ ref('basis') }} as b
    cross join rule as r
    left join held as h on b.company_id = h.company_id and b.basis = h.basis and r.what = h.what
    left join {{ ref('list_coverage') }} as c on r.source = c.source and c.list_value = ''
)

select
    company_id,
    basis,
    metric,
    cast(case when on_basis then 1 else 0 end as decimal(18, 6)) as value_low,
    cast(case when on_basis or kind = 'review' then 1 else 0 end as decimal(18, 6)) as value_high,
    cast(null as varchar) as value_text,
    cast(until as varchar) as period,
    'official_list' as trust,
    evidence,
    case
        when evidence is null then '名单完整，未见（最近投放 ' || last_delivery || '）'
        when not on_basis then title || '将于 ' || until || ' 到期，早于复核日'
    end as note
from judged
where on_basis is not null or (absence_known and kind <> 'review')
