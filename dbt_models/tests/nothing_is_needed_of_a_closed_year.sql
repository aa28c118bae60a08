-- A year that has closed can't be changed; neither can what already fails for certain and can't be mended.
select n.title_id, n.sentence
from {{ ref('review_need') }} as n
cross join {{ ref('stg_run') }} as r
where cast(left(n.years, 4) as integer) < year(r.as_of)
union all
select w.title_id, w.needs
from {{ ref('review_watch') }} as w
inner join {{ ref('review_point') }} as p on w.title_id = p.title_id and p.is_settled
where w.needs not like '已成事实%' or w.needs like '%至少 %' or w.needs like '%须高于 %'
