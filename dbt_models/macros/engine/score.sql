{# Points of each indicator: its metrics combined, `best` of them or their `sum`, never above the indicator's full points.
   An indicator is known when its points are settled, whatever is still missing. It rests on an assumption when the metric
   that settles its points does. #}
{% macro engine_indicator_score(metric_score, indicators, bands) -%}
with combined as (
    select
        company_id,
        basis,
        standard_id,
        indicator_id,
        sum(score_min) as sum_min,
        sum(score_max) as sum_max,
        max(score_min) as best_min,
        max(score_max) as best_max,
        bool_or(assumption) as any_assumption,
        coalesce(max(case when assumption then score_max end), -1) as assumed_points,
        coalesce(max(case when not assumption then score_min end), -1) as sure_points,
        min(value_low) as value_low,
        min(value_high) as value_high
    from {{ metric_score }}
    group by company_id, basis, standard_id, indicator_id
),

asked as (
    select standard_id, indicator_id, {{ joined('metric', ';', order_by='metric') }} as metrics, count(*) as metric_count
    from (select distinct standard_id, indicator_id, metric from {{ bands }}) as b
    group by standard_id, indicator_id
),

scored as (
    select
        c.*,
        i.category_id,
        i.full_points,
        i.combine,
        a.metrics,
        a.metric_count,
        i.assumption as indicator_assumption,
        least(i.full_points, case when i.combine = 'sum' then c.sum_min else c.best_min end) as score_min,
        least(i.full_points, case when i.combine = 'sum' then c.sum_max else c.best_max end) as score_max
    from combined as c
    inner join {{ indicators }} as i on c.standard_id = i.standard_id and c.indicator_id = i.indicator_id
    inner join asked as a on c.standard_id = a.standard_id and c.indicator_id = a.indicator_id
)

select
    company_id,
    basis,
    standard_id,
    category_id,
    indicator_id,
    cast(score_min as decimal(10, 2)) as score_min,
    cast(score_max as decimal(10, 2)) as score_max,
    full_points,
    score_min = score_max as is_known,
    indicator_assumption or (any_assumption and (combine = 'sum' or assumed_points > sure_points)) as assumption,
    case when metric_count = 1 then value_low end as value_low,
    case when metric_count = 1 then value_high end as value_high,
    metrics
from scored
{%- endmacro %}

{# Points of each category; that of the standard's total comes from here too. #}
{% macro engine_category_score(indicator_score, categories) -%}
with summed as (
    select
        company_id,
        basis,
        standard_id,
        category_id,
        cast(sum(score_min) as decimal(10, 2)) as score_min,
        cast(sum(score_max) as decimal(10, 2)) as score_max,
        count(case when is_known then 1 end) as known_indicators,
        count(*) as indicators,
        bool_or(assumption) as assumption
    from {{ indicator_score }}
    group by company_id, basis, standard_id, category_id
)

select
    s.company_id,
    s.basis,
    s.standard_id,
    s.category_id,
    s.score_min,
    s.score_max,
    c.full_points,
    c.min_points,
    s.known_indicators,
    s.indicators,
    s.assumption
from summed as s
inner join {{ categories }} as c on s.standard_id = c.standard_id and s.category_id = c.category_id
{%- endmacro %}

{# The scores as facts, so that a condition on a score is a condition like any other: score_<category> and score_total. #}
{% macro engine_score_fact(category_score) -%}
select
    company_id,
    basis,
    standard_id,
    'score_' || category_id as metric,
    cast(score_min as decimal(18, 6)) as value_low,
    cast(score_max as decimal(18, 6)) as value_high,
    known_indicators,
    indicators,
    assumption
from {{ category_score }}
union all
select
    company_id,
    basis,
    standard_id,
    'score_total' as metric,
    cast(sum(score_min) as decimal(18, 6)) as value_low,
    cast(sum(score_max) as decimal(18, 6)) as value_high,
    sum(known_indicators) as known_indicators,
    sum(indicators) as indicators,
    bool_or(assumption) as assumption
from {{ category_score }}
group by company_id, basis, standard_id
{%- endmacro %}
