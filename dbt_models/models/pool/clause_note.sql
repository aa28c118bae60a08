-- What is to be said of a clause that is not simply met: its facts beside their bounds, with evidence. Base clauses
-- and those of the best route only. A met clause is here when its margin is narrow and no other alternative meets it
-- without standing near a bound (a certificate in force, say). A score names what it rests on that is carried.
-- Until texts are put together a clause is known by the condition it hangs on, and a fact by the condition it is of.
with score as (
    select standard_id, 'score_' || category_id as metric, category_id, title || '得分' as title
    from {{ ref('categories') }}
    union all
    select standard_id, 'score_total' as metric, category_id, '评价得分' as title
    from {{ ref('categories') }}
),

score_note as (
    select
        p.company_id,
        p.basis,
        p.standard_id,
        s.metric,
        '其中尚无该年度数据，按 ' || {{ joined('right(f.period, 4)', '、', distinct=true) }}
        || ' 年度不变推算：' || {{ joined('m.title', '、', distinct=true) }} as note,
        {{ evidence_list('f.evidence') }} as evidence
    from {{ part_of(ref('metric_score')) }} as p
    inner join {{ part_of(ref('company_metric')) }} as f
        on p.company_id = f.company_id and p.basis = f.basis and p.metric = f.metric and f.is_carried
    inner join {{ ref('metrics') }} as m on f.metric = m.metric
    inner join {{ ref('indicators') }} as i on p.standard_id = i.standard_id and p.indicator_id = i.indicator_id
    inner join score as s on i.standard_id = s.standard_id and i.category_id = s.category_id
    group by p.company_id, p.basis, p.standard_id, s.metric
),

demand as (
    select
        c.*,
        coalesce(m.title, s.title) as metric_title,
        m.kind,
        m.unit,
        -- a level (provincial, second grade) is reached or not: being just there isn't being near a bound
        coalesce(m.unit = '级', false) as is_level,
        m.metric is null as is_score
    from (select *, {{ engine_clause_key() }} as clause_key from {{ ref('conditions') }}) as c
    left join {{ ref('metrics') }} as m on c.metric = m.metric
    left join (select distinct standard_id, metric, title from score) as s
        on c.standard_id = s.standard_id and c.metric = s.metric
),

open_clause as (
    select
        a.purpose,
        a.tier,
        c.company_id,
        c.basis,
        c.status_code,
        c.margin,
        c.deciding_id,
        k.clause_key
    from {{ part_of(ref('clause_status')) }} as c
    inner join demand as k on c.deciding_id = k.condition_id
    inner join {{ part_of(ref('assessment')) }} as a
        on c.company_id = a.company_id and c.basis = a.basis and k.standard_id = a.standard_id
        and (k.role = 'base' or k.route = a.best_route)
    where c.status_code < 3 or c.margin < {{ var('near_margin') }}
),

{# left, so that a row has its key before it is joined: by company alone it meets every clause #}
{% set keyed_row %}
    select r.*, k.clause_key, k.alternative, k.is_level
    from {{ part_of(ref('condition_status')) }} as r
    left join demand as k on r.condition_id = k.condition_id
{% endset %}
safe as (
    select o.company_id, o.basis, o.clause_key
    from open_clause as o
    inner join ({{ keyed_row }}) as r
        on o.company_id = r.company_id and o.basis = r.basis and o.clause_key = r.clause_key
    where o.status_code = 3
    group by o.company_id, o.basis, o.clause_key, r.alternative
    having
        bool_and(r.status_code = 3)
        and coalesce(min(r.margin) filter (where not r.is_level) >= {{ var('near_margin') }}, true)
),

judged as (
    select o.*
    from open_clause as o
    left join (select distinct * from safe) as s
        on o.company_id = s.company_id and o.basis = s.basis and o.clause_key = s.clause_key
    where o.status_code < 3 or s.clause_key is null
),

fact_row as (
    select j.*, r.condition_id, r.value_low, r.value_high
    from judged as j
    inner join ({{ keyed_row }}) as r
        on j.company_id = r.company_id and j.basis = r.basis and j.clause_key = r.clause_key
        and j.status_code = r.status_code and (j.status_code < 3 or r.margin < {{ var('near_margin') }})
),

several as (
    select company_id, basis, deciding_id
    from fact_row
    group by company_id, basis, deciding_id
    having count(*) > 1
),

counted as (
    select f.*, s.company_id is not null as is_one_of_several
    from fact_row as f
    left join several as s on f.company_id = s.company_id and f.basis = s.basis and f.deciding_id = s.deciding_id
),

noted as (
    select r.*, f.note, f.evidence
    from counted as r
    inner join demand as k on r.condition_id = k.condition_id and not k.is_score
    left join {{ part_of(ref('company_metric')) }} as f
        on r.company_id = f.company_id and r.basis = f.basis and k.metric = f.metric
    union all
    select r.*, n.note, n.evidence
    from counted as r
    inner join demand as k on r.condition_id = k.condition_id and k.is_score
    left join score_note as n
        on r.company_id = n.company_id and r.basis = n.basis and k.standard_id = n.standard_id and k.metric = n.metric
),

told as (
    -- nine clauses in ten have one fact; only the others are put together, in memory that no disk can stand in for
    {% for is_put_together in [false, true] %}
    select
        f.company_id,
        f.basis,
        f.deciding_id,
        f.purpose,
        f.tier,
        f.status_code,
        f.margin,
        {{ joined('f.sentence', '；', order_by='f.alternative, f.row_no, f.metric') if is_put_together
            else 'f.sentence' }} as facts,
        {{ evidence_list('f.evidence') if is_put_together else cap_places(places_of('f.evidence')) }} as evidence
    from (
        select
            r.*,
            k.alternative,
            k.row_no,
            k.metric,
            k.metric_title || case
                when k.kind = 'flag' and r.value_low = 1 then '：是'
                when k.kind = 'flag' and r.value_high = 0 then '：否'
                when k.kind = 'flag' or (r.value_low is null and r.value_high is null) then '：不详'
                when r.value_low = r.value_high
                    then ' ' || coalesce(lg.grade_title, {{ amount('r.value_low', 'k.unit') }})
                when r.value_high is null
                    then ' 至少 ' || coalesce(lg.grade_title, {{ amount('r.value_low', 'k.unit') }})
                else ' ' || {{ amount('r.value_low', 'null') }} || '～' || {{ amount('r.value_high', 'k.unit') }}
            end || case
                when k.value is not null and coalesce(k.kind, '') <> 'flag'
                    then '（要求' || case k.operator
                        when '>=' then '不低于' when '>' then '高于' when '<=' then '不高于' when '<' then '低于' else '为'
                    end || coalesce(bg.grade_title, {{ amount('k.value', 'k.unit') }}) || '）'
                else ''
            end || coalesce('，' || r.note, '') as sentence
        from noted as r
        inner join demand as k on r.condition_id = k.condition_id
        left join {{ ref('grades') }} as lg on k.metric = lg.metric and r.value_low = lg.grade
        left join {{ ref('grades') }} as bg on k.metric = bg.metric and k.value = bg.grade
        where {{ 'not ' if not is_put_together }}r.is_one_of_several
    ) as f
    {{ 'group by f.company_id, f.basis, f.deciding_id, f.purpose, f.tier, f.status_code, f.margin' if is_put_together
        else 'union all' }}
    {% endfor %}
)

select
    t.company_id,
    t.basis,
    k.standard_id,
    t.purpose,
    t.tier,
    k.role,
    k.route,
    k.clause,
    {{ engine_status('t.status_code') }} as status,
    t.margin,
    k.clause_text as text,
    {{ engine_clause_citation('t.status_code', 'k') }} as citation,
    t.facts,
    k.clause_text || coalesce('：' || t.facts, '')
    || '〔' || {{ engine_clause_citation('t.status_code', 'k') }} || '〕' as sentence,
    t.evidence
from told as t
inner join {{ ref('conditions') }} as k on t.deciding_id = k.condition_id
