-- What was published on each day, and what this build publishes: one partition an as-of. A row without a company says
-- that there was a publication, so that one with an empty pool is a day to compare with, too.
select as_of, company_id, name, county_code, zone_code, tier, status, score_min, score_max, titles
from {{ ref('stg_history_pool') }}
where as_of <> (select as_of from {{ ref('stg_run') }})
union all
select r.as_of, p.company_id, p.name, p.county_code, p.zone_code, p.tier, p.status, p.score_min, p.score_max, p.titles
from {{ ref('cultivation_pool') }} as p
cross join {{ ref('stg_run') }} as r
where p.is_next
union all
select as_of, null, null, null, null, null, null, null, null, null from {{ ref('stg_run') }}
