-- A clause of a review that is open, or that a person must judge, is asked for the title's own tier, as soon as it says
-- whom to ask.
select p.title_id, p.clause
from {{ ref('review_point') }} as p
inner join {{ ref('review_title') }} as t on p.title_id = t.title_id and t.gone is null
left join {{ ref('data_request') }} as d
    on t.company_id = d.company_id and t.tier = d.tier and d.purpose = 'review' and contains(d.clause, p.text)
left join {{ ref('data_request') }} as s
    on t.company_id = s.company_id and t.tier = s.tier and s.purpose = 'review' and s.indicator_id is not null
where
    p.kind in ('unknown', 'unheard', 'person') and p.sentence like '%（问：%'
    and d.company_id is null and s.company_id is null
