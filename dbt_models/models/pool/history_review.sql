-- The watched titles as published on each day, and today's: one partition an as-of.
select as_of, title_id, company_id, name, county_code, zone_code, tier, level
from {{ ref('stg_history_review') }}
where as_of <> (select as_of from {{ ref('stg_run') }})
union all
select r.as_of, w.title_id, w.company_id, w.name, w.county_code, w.zone_code, w.tier, w.level
from {{ ref('review_watch') }} as w
cross join {{ ref('stg_run') }} as r
