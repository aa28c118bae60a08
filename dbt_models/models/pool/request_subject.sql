-- Whom something may be asked of, and for what: the companies of the pool for their next tier, and those with a title
-- for its review, on what will hold then if nothing changes. Nothing is asked of the excluded, nor of who rests or is
-- gone. One row a company and tier.
select s.company_id, s.name, s.county_code, s.zone_code, s.tier, s.standard_id, 'new' as purpose, 'today' as basis
from {{ ref('pool_subject') }} as s
cross join {{ ref('stg_run') }} as r
left join {{ ref('application_state') }} as a
    on s.company_id = a.company_id and s.tier = a.tier and a.rest_until > r.as_of
where s.is_next and s.status <> 'excluded' and a.company_id is null
union all
select
    company_id,
    name,
    county_code,
    zone_code,
    tier,
    review_standard_id as standard_id,
    'review' as purpose,
    'carried:' || title_id as basis
from {{ ref('review_title') }}
where gone is null and review_standard_id is not null
