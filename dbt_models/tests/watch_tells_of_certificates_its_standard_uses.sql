-- A certificate that ends before a review is told of where the reviewing standard looks at it, and nowhere else.
select w.title_id, v.metric
from {{ ref('review_watch') }} as w
inner join {{ ref('metric_validity') }} as v
    on w.company_id = v.company_id and v.basis = 'carried:' || w.title_id and v.ends_before
where
    contains(w.reasons, v.note) <> (
        v.metric in (select metric from {{ ref('conditions') }} where standard_id = w.review_standard_id)
        or v.metric in (select metric from {{ ref('bands') }} where standard_id = w.review_standard_id)
    )
