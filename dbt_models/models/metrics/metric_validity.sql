-- Certificates, registration numbers and titles in force on a basis date. One that lapses before a review says so: if
-- nothing changes it does not count (carried); for certain (review) it may yet be renewed, so 0 .. 1. One that has
-- lapsed is cited as that; not on a list that is not up to date is open, and so is what a list leaves open, of its end
-- or of what it may say (claim_in_doubt), be it of another that follows.
with rule as (
    select source, valid_metric as metric, title, valid_years, kind as what from {{ ref('certificate_kinds') }}
    union all
    select 'recognised_title' as source, valid_metric as metric, tier_title as title, validity_years, tier as what
    from {{ ref('tiers') }}
    where valid_metric is not null
),

holding as (
    select company_id, kind as what, valid_from, valid_to, valid_to_latest, revoked_on as ended_on, evidence
    from {{ ref('certificate') }}
    union all
    select
        company_id,
        tier as what,
        valid_from,
        valid_to,
        valid_to as valid_to_latest,
        ended_on,
        concat_ws('; ', evidence, ended_evidence) as evidence
    from {{ ref('title_cohort') }}
),

lapsed as (
    select
        r.company_id,
        h.what,
        max(least(h.valid_to_latest, h.ended_on)) as until,
        coalesce(bool_or(h.ended_on <= coalesce(h.valid_to_latest, h.ended_on)), false) as is_ended,
        {{ evidence_list('h.evidence') }} as evidence
    from {{ ref('scope') }} as r
    inner join holding as h on r.company_id = h.company_id
    cross join {{ ref('stg_run') }} as n
    where h.valid_to_latest < n.as_of or h.ended_on <= n.as_of
    group by r.company_id, h.what
),

held as (
    select
        b.company_id,
        b.basis,
        h.what,
        {%- for end, name in [('valid_to', 'on_basis'), ('valid_to_latest', 'may_be_on_basis')] %}
        bool_or(
            coalesce(h.{{ end }} >= b.basis_on, true)
            and coalesce(h.ended_on > b.basis_on, true)
        ) as {{ name }},
        {%- endfor %}
        max(least(h.valid_to, h.ended_on)) as until,
        {{ evidence_list('h.evidence') }} as evidence
    from {{ ref('basis') }} as b
    inner join holding as h on b.company_id = h.company_id
    where
        b.as_of >= h.valid_from
        and coalesce(h.valid_to_latest >= b.as_of, true)
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
        h.may_be_on_basis,
        coalesce(h.until, l.until) as until,
        l.is_ended,
        case
            when h.on_basis then h.evidence
            else nullif(concat_ws('; ', h.evidence, d.evidence, case when h.company_id is null then l.evidence end), '')
        end as evidence,
        {{ in_doubt_note('d.names', 'd.evidence') }} as why_in_doubt,
        c.last_delivery,
        c.complete_since,
        c.why_not_current,
        c.is_current and c.complete_since <= {{ years_before('b.as_of', 'r.valid_years') }} as absence_known
    from {{ ref('basis') }} as b
    cross join rule as r
    left join held as h on b.company_id = h.company_id and b.basis = h.basis and r.what = h.what
    left join lapsed as l on b.company_id = l.company_id and r.what = l.what
    left join {{ ref('claim_in_doubt') }} as d
        on b.company_id = d.company_id and r.what = d.claim and coalesce(d.lasts_to >= b.basis_on, true)
    left join {{ ref('list_coverage') }} as c on r.source = c.source and c.list_value = ''
)

select
    company_id,
    basis,
    metric,
    cast(case when on_basis then 1 else 0 end as decimal(18, 6)) as value_low,
    cast(case
        when may_be_on_basis or kind = 'review' or why_in_doubt is not null then 1
        when on_basis is null and why_not_current is not null then 1
        else 0
    end as decimal(18, 6)) as value_high,
    cast(null as string) as value_text,
    cast(until as string) as period,
    'official_list' as trust,
    evidence,
    case
        when on_basis then null
        when may_be_on_basis
            then '名单没有写发证日期：' || title || '至少到 ' || until || ' 有效，此后不知道' || coalesce('；' || why_in_doubt, '')
        when not on_basis then title || '将于 ' || until || ' 到期，早于复核日' || coalesce('；' || why_in_doubt, '')
        else coalesce('名单上有，' || title || '已于 ' || until
                || case when is_ended then ' 终止；' else ' 到期；' end, '')
            || coalesce(
                why_in_doubt,
                {{ not_current_note('why_not_current') }},
                {{ complete_note('complete_since', 'last_delivery') }} || '，未见有效的'
            )
    end as note,
    coalesce(not may_be_on_basis and why_in_doubt is null, false) as ends_before
from judged
where
    on_basis is not null
    or ((absence_known or coalesce(why_in_doubt, why_not_current) is not null) and kind <> 'review')
