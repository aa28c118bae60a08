-- How every cohort of a title came out, as the lists say by today: kept (renewed), or lost (revoked, lapsed, or its
-- validity over and a later delivery of the titles' list brings no renewal). A cohort that is still open has no row.
with cohort as (
    select
        *,
        min(cohort_on) over lineage as first_recognised_on,
        lead(cohort_on) over (partition by company_id, tier, lineage_no order by cohort_on) as renewed_on
    from {{ ref('title_cohort') }}
    window lineage as (partition by company_id, tier, lineage_no)
),

newest as (
    select max(delivery_date) as last_delivery
    from {{ ref('stg_delivery') }}
    where source = 'recognised_title' and status = 'read'
),

told as (
    select
        c.*,
        case
            when c.renewed_on is not null then 'renewed'
            when c.ended_on <= r.as_of then c.ended_by
            when c.valid_to < least(n.last_delivery, r.as_of) then 'expired'
        end as how
    from cohort as c
    cross join {{ ref('stg_run') }} as r
    cross join newest as n
)

select
    company_id || '|' || tier || '|' || cast(first_recognised_on as string) as title_id,
    company_id,
    tier,
    cohort_on,
    valid_to,
    case when how = 'renewed' then 'kept' else 'lost' end as outcome,
    how,
    case how when 'renewed' then renewed_on when 'expired' then cast(valid_to + 1 as date) else ended_on end
        as decided_on,
    concat_ws('; ', evidence, ended_evidence) as evidence
from told
where how is not null
