{# Points of each metric of each indicator: from the lowest to the highest band that the fact's interval touches; an
   unknown fact touches every band. Where a region is named on an indicator, companies elsewhere have no fact for it.
   subjects: company_id, basis, standard_id, region_code; facts: company_id, basis, metric, value_low, value_high. #}
{% macro engine_metric_score(subjects, facts, indicators, bands) -%}
with measured as (
    select distinct
        i.standard_id,
        i.category_id,
        i.indicator_id,
        i.full_points,
        i.combine,
        i.region,
        i.assumption,
        b.metric
    from {{ indicators }} as i
    inner join {{ bands }} as b on i.standard_id = b.standard_id and i.indicator_id = b.indicator_id
),

asked as (
    select
        s.company_id,
        s.basis,
        m.*,
        f.value_low,
        f.value_high
    from {{ subjects }} as s
    inner join measured as m on s.standard_id = m.standard_id
    left join {{ facts }} as f
        on s.company_id = f.company_id and s.basis = f.basis and m.metric = f.metric
        and (s.region_code is null or {{ engine_in_region('s.region_code', 'm.region') }})
)

select
    a.company_id,
    a.basis,
    a.standard_id,
    a.category_id,
    a.indicator_id,
    a.metric,
    a.full_points,
    a.combine,
    a.value_low,
    a.value_high,
    min({{ engine_points('a.value_low', '0') }}) as score_min,
    max({{ engine_points('a.value_high', 'a.full_points') }}) as score_max,
    bool_or(a.assumption) as indicator_assumption,
    coalesce(bool_or(
        b.assumption
        or (b.border_assumption and (a.value_low = b.lower_bound or a.value_high = b.upper_bound))
    ) and (a.value_low is not null or a.value_high is not null), false) as assumption
from asked as a
inner join {{ bands }} as b
    on a.standard_id = b.standard_id and a.indicator_id = b.indicator_id and a.metric = b.metric
where
    (
        a.value_high is null or b.lower_bound is null or a.value_high > b.lower_bound
        or (a.value_high = b.lower_bound and b.lower_inclusive)
    )
    and (
        a.value_low is null or b.upper_bound is null or a.value_low < b.upper_bound
        or (a.value_low = b.upper_bound and b.upper_inclusive)
    )
group by
    a.company_id, a.basis, a.standard_id, a.category_id, a.indicator_id, a.metric, a.full_points, a.combine,
    a.value_low, a.value_high
{%- endmacro %}

{# A band's points; where the band counts units (points for every full per_unit), the points at that end of the fact. #}
{% macro engine_points(value, when_open) -%}
    cast(case
        when b.per_unit is null then b.points
        when {{ value }} is null then {{ when_open }}
        else least(
            a.full_points,
            b.points * round((greatest({{ value }}, 0) - greatest({{ value }}, 0) % b.per_unit) / b.per_unit)
        )
    end as decimal(10, 2))
{%- endmacro %}

{# Points of each indicator: its metrics combined, `best` of them or their `sum`, never above the indicator's full points.
   An indicator is known when its points are settled, whatever is still missing. It rests on an assumption when the metric
   that settles its points does. #}
{% macro engine_indicator_score(metric_score) -%}
with combined as (
    select
        company_id,
        basis,
        standard_id,
        category_id,
        indicator_id,
        full_points,
        combine,
        least(full_points, case when combine = 'sum' then sum(score_min) else max(score_min) end) as score_min,
        least(full_points, case when combine = 'sum' then sum(score_max) else max(score_max) end) as score_max,
        bool_or(indicator_assumption) as indicator_assumption,
        bool_or(assumption) as any_assumption,
        coalesce(max(case when assumption then score_max end), -1) as assumed_points,
        coalesce(max(case when not assumption then score_min end), -1) as sure_points,
        case when count(*) = 1 then max(value_low) end as value_low,
        case when count(*) = 1 then max(value_high) end as value_high,
        string_agg(metric, ';' order by metric) as metrics
    from {{ metric_score }}
    group by company_id, basis, standard_id, category_id, indicator_id, full_points, combine
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
    value_low,
    value_high,
    metrics
from combined
{%- endmacro %}

{% macro engine_category_score(indicator_score, categories) -%}
select
    i.company_id,
    i.basis,
    i.standard_id,
    i.category_id,
    cast(sum(i.score_min) as decimal(10, 2)) as score_min,
    cast(sum(i.score_max) as decimal(10, 2)) as score_max,
    c.full_points,
    c.min_points,
    sum(case when i.is_known then 1 else 0 end) as known_indicators,
    count(*) as indicators,
    bool_or(i.assumption) as assumption
from {{ indicator_score }} as i
inner join {{ categories }} as c on i.standard_id = c.standard_id and i.category_id = c.category_id
group by i.company_id, i.basis, i.standard_id, i.category_id, c.full_points, c.min_points
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
