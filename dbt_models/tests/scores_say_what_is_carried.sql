-- A score is named for its category, and one that rests on a carried figure says so.
select n.company_id, n.basis, n.standard_id, n.clause, n.facts
from {{ ref('clause_note') }} as n
inner join {{ ref('condition_result') }} as r
    on n.company_id = r.company_id and n.basis = r.basis and n.standard_id = r.standard_id
    and n.role = r.role and n.route = r.route and n.clause = r.clause and n.status = r.status
inner join {{ ref('categories') }} as c on r.standard_id = c.standard_id and r.metric = 'score_' || c.category_id
where
    n.status <> 'met'
    and (
        not contains(n.facts, c.title || '得分')
        or (
            not contains(n.facts, '其中尚无该年度数据')
            and exists (
                select 1
                from {{ ref('indicator_score') }} as i
                inner join {{ ref('metric_score') }} as p
                    on i.company_id = p.company_id and i.basis = p.basis and i.standard_id = p.standard_id
                    and i.indicator_id = p.indicator_id
                inner join {{ ref('company_metric') }} as f
                    on p.company_id = f.company_id and p.basis = f.basis and p.metric = f.metric
                where
                    i.company_id = n.company_id and i.basis = n.basis and i.standard_id = n.standard_id
                    and i.category_id = c.category_id and f.is_carried
            )
        )
    )
