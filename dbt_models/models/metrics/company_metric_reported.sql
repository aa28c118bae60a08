-- Every known fact of a company on a basis, once: the most trusted source wins, and says so where another disagrees.
{% set families = [
    'finance', 'report', 'duty', 'ip', 'validity', 'evidence', 'equity', 'listing', 'judgement', 'register'
] %}
{% set told %}
    {% for family in families %}
    select
        company_id, basis, metric, value_low, value_high, value_text, period, trust, evidence, note,
        {{ 'is_carried' if family in ['finance', 'report', 'duty', 'ip'] else 'false as is_carried' }},
        {{ 'assumption' if family in ['duty', 'ip', 'evidence', 'equity', 'listing', 'judgement'] else 'false as assumption' }}
    from {{ part_of(ref('metric_' ~ family)) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
{% endset %}
with contested as (
    -- metrics that more than one family tells of: in all others, by far the most, a fact has one row
    select metric
    from (
        {% for family in families %}
        select distinct metric from {{ part_of(ref('metric_' ~ family)) }}
        {{ 'union all' if not loop.last }}
        {% endfor %}
    ) as f
    group by metric
    having count(*) > 1
),

ranked as (
    select
        t.*,
        m.kind,
        k.title as trust_title,
        row_number() over (
            partition by t.company_id, t.basis, t.metric
            -- an interval that is open from 0, or at both ends, says nothing: any known figure comes before it
            order by
                coalesce(t.value_low = 0 and t.value_high is distinct from t.value_low, t.value_text is null),
                k.trust_rank,
                t.value_low desc nulls last,
                t.evidence nulls last,
                t.period nulls last,
                t.note nulls last
        ) as trust_no
    from ({{ told }}) as t
    inner join {{ ref('trust') }} as k on t.trust = k.trust
    inner join {{ ref('metrics') }} as m on t.metric = m.metric
    where t.metric in (select c.metric from contested as c)
),

{# the end of an interval that stands against what is in force #}
{%- set is_less = 'o.value_high < r.value_low' %}
{%- set bound = 'case when ' ~ is_less ~ ' then o.value_high else o.value_low end' %}
others as (
    -- what else is told: what can't be so as well, and what lies within a wider interval
    select
        r.company_id,
        r.basis,
        r.metric,
        o.value_low > r.value_high or o.value_high < r.value_low as is_against,
        o.trust_title || '（'
        || case when o.value_high = o.value_low then '' when {{ is_less }} then '最多 ' else '至少 ' end
        || {{ plain_value(bound, 'o.kind', 'g.grade_title') }} || '）' as telling
    from ranked as r
    inner join ranked as o
        on r.company_id = o.company_id and r.basis = o.basis and r.metric = o.metric and o.trust_no > 1
    left join {{ ref('grades') }} as g on o.metric = g.metric and {{ bound }} = g.grade
    where r.trust_no = 1 and (o.value_low > r.value_low or o.value_high < r.value_low)
),

against as (
    select
        company_id,
        basis,
        metric,
        {{ joined('telling', '、', distinct=true, where='is_against') }} as contradicting,
        {{ joined('telling', '、', distinct=true, where='not coalesce(is_against, false)') }} as within
    from others
    group by company_id, basis, metric
)

select
    r.company_id,
    r.basis,
    r.metric,
    r.value_low,
    r.value_high,
    r.value_text,
    r.period,
    r.trust,
    r.evidence,
    nullif(concat_ws(
        '；',
        r.note,
        '与' || a.contradicting || '不一致，以' || r.trust_title || '为准',
        '另有' || a.within
    ), '') as note,
    r.is_carried,
    r.assumption
from ranked as r
left join against as a on r.company_id = a.company_id and r.basis = a.basis and r.metric = a.metric
where r.trust_no = 1
union all
select
    t.company_id,
    t.basis,
    t.metric,
    t.value_low,
    t.value_high,
    t.value_text,
    t.period,
    t.trust,
    t.evidence,
    nullif(t.note, '') as note,
    t.is_carried,
    t.assumption
from ({{ told }}) as t
inner join {{ ref('trust') }} as k on t.trust = k.trust
inner join {{ ref('metrics') }} as m on t.metric = m.metric
where t.metric not in (select c.metric from contested as c)
{{ together_by_company() }}
