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
        row_number() over fact as trust_no,
        min(t.value_low) over every <> max(t.value_low) over every as is_contradicted,
        lead(t.value_low) over fact as next_low,
        lead(k.title) over fact as next_title
    from ({{ told }}) as t
    inner join {{ ref('trust') }} as k on t.trust = k.trust
    inner join {{ ref('metrics') }} as m on t.metric = m.metric
    where t.metric in (select c.metric from contested as c)
    window
        -- an interval that is open from 0, or at both ends, says nothing: any known figure comes before it
        fact as (
            partition by t.company_id, t.basis, t.metric
            order by
                coalesce(t.value_low = 0 and t.value_high is distinct from t.value_low, t.value_text is null),
                k.trust_rank,
                t.value_low desc nulls last,
                t.evidence nulls last,
                t.period nulls last,
                t.note nulls last
        ),
        every as (partition by t.company_id, t.basis, t.metric)
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
        case
            when r.is_contradicted
                then '与' || r.next_title || '（' || {{ plain_value('r.next_low', 'r.kind', 'g.grade_title') }}
                || '）不一致，以' || r.trust_title || '为准'
        end
    ), '') as note,
    r.is_carried,
    r.assumption
from ranked as r
left join {{ ref('grades') }} as g on r.metric = g.metric and r.next_low = g.grade
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
