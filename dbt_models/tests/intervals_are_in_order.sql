-- A fact's low end is never above its high end.
select *
from {{ ref('company_metric') }}
where value_low > value_high
