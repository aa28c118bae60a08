-- What this publication knows of its companies, as the next one will compare it: the facts of today, and by which
-- standard each tier is judged (new), each title will be (review).
select company_id, metric, value_low, value_high, value_text, evidence
from {{ ref('company_fact') }}
union all
select company_id, 'standard:' || tier, null, null, standard_id, null
from {{ ref('cultivation_pool') }}
union all
select company_id, 'standard:' || title_id, null, null, review_standard_id, null
from {{ ref('review_watch') }}
where review_standard_id is not null
