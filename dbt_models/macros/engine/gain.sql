{# The next step of each known metric: the nearest band that raises its indicator's points, what it takes and what it
   brings. A metric whose band can't raise the indicator (another one of the best, a cap reached) has no row.
   target: the value to reach (up) or to come down to (down), itself included when target_included; change: the way there;
   effort: see engine_effort; gain: points more for the indicator's
   lower end; metric_gain: for the metric alone, before its indicator combines it; per_unit: where points are by the unit.
   every: all bands above the present one, not the nearest alone. #}
{% macro engine_indicator_gain(metric_score, indicator_score, indicators, bands, every=false) -%}
with step as (
    select
        m.company_id,
        m.basis,
        m.standard_id,
        i.category_id,
        m.indicator_id,
        m.metric,
        m.value_low as value,
        i.score_min as score_now,
        case
            when b.per_unit is not null
                then greatest(m.value_low, 0) - greatest(m.value_low, 0) % b.per_unit + b.per_unit
            when m.value_low <= b.lower_bound then b.lower_bound
            else b.upper_bound
        end as target,
        case when b.per_unit is not null or m.value_low <= b.lower_bound then 'up' else 'down' end as direction,
        case
            when b.per_unit is not null then true
            when m.value_low <= b.lower_bound then b.lower_inclusive
            else b.upper_inclusive
        end as target_included,
        least(d.full_points, case
            when d.combine = 'sum' then i.score_min - m.score_min + {{ engine_step_points() }}
            else greatest(i.score_min, {{ engine_step_points() }})
        end) as score_next,
        {{ engine_step_points() }} - m.score_min as metric_gain,
        d.combine,
        d.full_points,
        b.per_unit,
        b.points as unit_points,
        b.text,
        b.citation,
        b.assumption or b.border_assumption as assumption
    from {{ metric_score }} as m
    inner join {{ indicators }} as d on m.standard_id = d.standard_id and m.indicator_id = d.indicator_id
    inner join {{ indicator_score }} as i
        on m.company_id = i.company_id and m.basis = i.basis and m.standard_id = i.standard_id
        and m.indicator_id = i.indicator_id and i.score_min < i.full_points
    inner join {{ bands }} as b
        on m.standard_id = b.standard_id and m.indicator_id = b.indicator_id and m.metric = b.metric
    where m.value_low = m.value_high and {{ engine_step_points() }} > m.score_min
)

select
    company_id,
    basis,
    standard_id,
    category_id,
    indicator_id,
    metric,
    value,
    target,
    direction,
    target_included,
    target - value as change,
    {{ engine_effort('target', 'value') }} as effort,
    score_now,
    cast(score_next as decimal(10, 2)) as score_next,
    cast(score_next - score_now as decimal(10, 2)) as gain,
    cast(metric_gain as decimal(10, 2)) as metric_gain,
    combine,
    full_points,
    per_unit,
    unit_points,
    text,
    citation,
    assumption
from step
where score_next > score_now
{%- if not every %}
qualify row_number() over (
    partition by company_id, basis, standard_id, indicator_id, metric
    order by score_next, abs(target - value)
) = 1
{%- endif %}
{%- endmacro %}

{# The points that the next step brings to the metric: the band's own, or one unit more. #}
{% macro engine_step_points() -%}
    case when b.per_unit is null then b.points else m.score_min + b.points end
{%- endmacro %}
