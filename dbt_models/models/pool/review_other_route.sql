-- Of a title that fails its review if nothing changes: the other routes of the standard, with what each still asks for.
-- The watch's reasons are those of the best route alone, which may not be the one that a company can mend.
with lacking as (
    select
        t.title_id,
        d.route,
        d.route_title,
        c.clause,
        c.text || case
            when c.status = 'unknown' then '（不详）'
            when c.status = 'person' then '（须由人判定）'
            when d.operator in ('>=', '>', '<=', '<') and coalesce(m.unit, '') <> '级' and r.value_low = r.value_high
                then '（按现有数据 ' || {{ amount('r.value_low', 'm.unit') }} || '）'
            else ''
        end || '〔' || c.citation || '〕' as sentence
    from {{ ref('review_title') }} as t
    inner join {{ ref('assessment') }} as a
        on t.company_id = a.company_id and a.basis = 'carried:' || t.title_id and a.status = 'not_met'
    inner join {{ ref('clause_result') }} as c
        on a.company_id = c.company_id and a.basis = c.basis and a.standard_id = c.standard_id
        and c.role = 'route' and c.route <> a.best_route and c.status <> 'met'
    inner join {{ ref('conditions') }} as d on c.deciding_id = d.condition_id
    inner join {{ ref('condition_status') }} as r
        on c.company_id = r.company_id and c.basis = r.basis and c.deciding_id = r.condition_id
    left join {{ ref('metrics') }} as m on d.metric = m.metric
)

select
    title_id,
    route,
    '或走“' || route_title || '”，还须满足：' || {{ joined('sentence', '、', order_by='clause') }} as sentence
from lacking
group by title_id, route, route_title
