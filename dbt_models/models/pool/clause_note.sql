-- What is to be said of a clause that is not simply met: its facts beside their bounds, with evidence. Base clauses
-- and those of the best route only. A met clause is here when its margin is narrow and no other alternative meets it
-- without standing near a bound (a certificate in force, say). A score names what it rests on that is carried.
with score as (
    select standard_id, 'score_' || category_id as metric, category_id, title || '得分' as title
    from {{ ref('categories') }}
    union all
    select standard_id, 'score_total' as metric, category_id, '评价得分' as title
    from {{ ref('categories') }}
),

score_title as (
    select distinct standard_id, metric, title from score
),

score_note as (
    select
        i.company_id,
        i.basis,
        i.standard_id,
        s.metric,
        '其中尚无该年度数据，按 ' || {{ joined('right(f.period, 4)', '、', distinct=true) }}
        || ' 年度不变推算：' || {{ joined('m.title', '、', distinct=true) }} as note,
        {{ evidence_list('f.evidence') }} as evidence
    from score as s
    inner join {{ ref('indicator_score') }} as i on s.standard_id = i.standard_id and s.category_id = i.category_id
    inner join {{ ref('metric_score') }} as p
        on i.company_id = p.company_id and i.basis = p.basis and i.standard_id = p.standard_id
        and i.indicator_id = p.indicator_id
    inner join {{ ref('company_metric') }} as f
        on p.company_id = f.company_id and p.basis = f.basis and p.metric = f.metric and f.is_carried
    inner join {{ ref('metrics') }} as m on f.metric = m.metric
    group by i.company_id, i.basis, i.standard_id, s.metric
),

graded as (
    -- a level (provincial, second grade) is reached or not: being just there isn't being near a bound
    select r.*, coalesce(m.unit = '级', false) as is_level
    from {{ ref('condition_result') }} as r
    left join {{ ref('metrics') }} as m on r.metric = m.metric
),

alternative as (
    select company_id, basis, standard_id, role, route, clause
    from graded
    group by company_id, basis, standard_id, role, route, clause, alternative
    having
        bool_and(status = 'met')
        and coalesce(min(margin) filter (where not is_level) >= {{ var('near_margin') }}, true)
),

judged as (
    select
        a.purpose,
        a.tier,
        c.*
    from {{ ref('assessment') }} as a
    inner join {{ ref('clause_result') }} as c
        on a.company_id = c.company_id and a.basis = c.basis and a.standard_id = c.standard_id
        and (c.role = 'base' or c.route = a.best_route)
    left join (select distinct * from alternative) as s
        on c.company_id = s.company_id and c.basis = s.basis and c.standard_id = s.standard_id
        and c.role = s.role and c.route = s.route and c.clause = s.clause
    where c.status <> 'met' or (c.margin < {{ var('near_margin') }} and s.clause is null)
),

fact as (
    select
        r.company_id,
        r.basis,
        r.standard_id,
        r.role,
        r.route,
        r.clause,
        r.alternative,
        r.row_no,
        r.metric,
        coalesce(m.title, t.title) as metric_title,
        coalesce(m.title, t.title) || case
            when m.kind = 'flag' and r.value_low = 1 then '：是'
            when m.kind = 'flag' and r.value_high = 0 then '：否'
            when m.kind = 'flag' or (r.value_low is null and r.value_high is null) then '：不详'
            when r.value_low = r.value_high then ' ' || coalesce(lg.grade_title, {{ amount('r.value_low', 'm.unit') }})
            when r.value_high is null then ' 至少 ' || coalesce(lg.grade_title, {{ amount('r.value_low', 'm.unit') }})
            else ' ' || {{ amount('r.value_low', 'null') }} || '～' || {{ amount('r.value_high', 'm.unit') }}
        end || case
            when r.bound is not null and coalesce(m.kind, '') <> 'flag'
                then '（要求' || case r.operator
                    when '>=' then '不低于' when '>' then '高于' when '<=' then '不高于' when '<' then '低于' else '为'
                end || coalesce(bg.grade_title, {{ amount('r.bound', 'm.unit') }}) || '）'
            else ''
        end || coalesce('，' || coalesce(f.note, n.note), '') as sentence,
        coalesce(f.evidence, n.evidence) as evidence
    from judged as j
    inner join {{ ref('condition_result') }} as r
        on j.company_id = r.company_id and j.basis = r.basis and j.standard_id = r.standard_id
        and j.role = r.role and j.route = r.route and j.clause = r.clause and j.status = r.status
        and (j.status <> 'met' or r.margin < {{ var('near_margin') }})
    left join {{ ref('metrics') }} as m on r.metric = m.metric
    left join {{ ref('grades') }} as lg on r.metric = lg.metric and r.value_low = lg.grade
    left join {{ ref('grades') }} as bg on r.metric = bg.metric and r.bound = bg.grade
    left join score_title as t on r.standard_id = t.standard_id and r.metric = t.metric
    left join {{ ref('company_metric') }} as f
        on r.company_id = f.company_id and r.basis = f.basis and r.metric = f.metric
    left join score_note as n
        on r.company_id = n.company_id and r.basis = n.basis and r.standard_id = n.standard_id and r.metric = n.metric
),

counted as (
    select *, count(*) over (partition by company_id, basis, standard_id, role, route, clause) as facts
    from fact
),

told as (
    -- nine clauses in ten have one fact; only the others are put together, in memory that no disk can stand in for
    select
        company_id,
        basis,
        standard_id,
        role,
        route,
        clause,
        sentence as facts,
        {{ cap_places(places_of('evidence')) }} as evidence
    from counted
    where facts = 1
    union all
    select
        company_id,
        basis,
        standard_id,
        role,
        route,
        clause,
        {{ joined('sentence', '；', order_by='alternative, row_no, metric') }} as facts,
        {{ evidence_list('evidence') }} as evidence
    from counted
    where facts > 1
    group by company_id, basis, standard_id, role, route, clause
)

select
    j.company_id,
    j.basis,
    j.standard_id,
    j.purpose,
    j.tier,
    j.role,
    j.route,
    j.clause,
    j.status,
    j.margin,
    j.text,
    j.citation,
    t.facts,
    j.text || coalesce('：' || t.facts, '') || '〔' || j.citation || '〕' as sentence,
    t.evidence
from judged as j
left join told as t
    on j.company_id = t.company_id and j.basis = t.basis and j.standard_id = t.standard_id
    and j.role = t.role and j.route = t.route and j.clause = t.clause
