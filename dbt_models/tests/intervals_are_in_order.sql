-- A fact's low end is never above its high end, and a yes or no is 0 or 1.
select f.*
from {{ ref('company_metric') }} as f
inner join {{ ref('metrics') }} as m on f.metric = m.metric
where f.value_low > f.value_high or (m.kind = 'flag' and (f.value_low not in (0, 1) or f.value_high not in (0, 1)))
