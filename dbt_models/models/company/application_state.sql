-- Where a company's latest application for a tier stands: as its list says, and the stage that a later visit tells. A
-- visit tells no day of application: without a list that one is unknown.
with listed as (
    select
        r.company_id,
        a.tier,
        a.applied_on,
        a.stage,
        a.result,
        a.result_on,
        a.rest_until,
        a.note,
        a.evidence,
        a.delivery_date
    from {{ ref('stg_application') }} as a
    inner join {{ ref('row_company') }} as r
        on r.source = 'application' and a.evidence = r.evidence and r.role = 'owner'
    where a.is_current
    qualify row_number() over (
        partition by r.company_id, a.tier order by a.applied_on desc, a.result_on desc nulls last, a.evidence
    ) = 1
),

visited as (
    select v.company_id, k.tier, v.stage, v.told_on, v.evidence
    from {{ ref('visit') }} as v
    inner join {{ ref('stg_county_visit') }} as s on v.evidence = s.evidence
    inner join {{ ref('tiers') }} as k on s.tier_title = k.tier_title
    where v.refused is null and v.stage is not null
    qualify row_number() over (
        partition by v.company_id, k.tier order by v.told_on desc, v.delivery_date desc, v.evidence
    ) = 1
),

latest as (
    select
        coalesce(a.company_id, v.company_id) as company_id,
        coalesce(a.tier, v.tier) as tier,
        a.applied_on,
        case when v.told_on > coalesce(a.result_on, a.applied_on, date '0001-01-01') then v.told_on end as told_on,
        a.stage,
        w.stage_title as visited_stage,
        case when v.told_on > a.result_on then 'pending' else a.result end as result,
        case when v.told_on > a.result_on then null else a.result_on end as result_on,
        a.rest_until,
        a.note,
        concat_ws('; ', a.evidence, v.evidence) as evidence
    from listed as a
    full join visited as v on a.company_id = v.company_id and a.tier = v.tier
    left join {{ ref('application_stages') }} as w on v.stage = w.stage
)

select
    company_id,
    tier,
    applied_on,
    told_on,
    case when told_on is null then stage else visited_stage end as stage,
    result,
    result_on,
    rest_until,
    note,
    concat_ws(
        '，',
        applied_on || ' 申报',
        case when told_on is null then stage else told_on || ' 走访时在' || visited_stage end
    ) || case when applied_on is null then '（申报日期未填）' else '' end as progress,
    evidence
from latest
