{# Points of each metric of each indicator: a known fact touches one band, an interval every band that it overlaps, an
   unknown fact all of them; the points are those of the lowest and of the highest touched. Where a region is named on an
   indicator, companies elsewhere have no fact for it.
   subjects: company_id, basis, standard_id, region_code; facts: company_id, basis, metric, value_low, value_high. #}
{% macro engine_metric_score(subjects, facts, indicators, bands) -%}
with measured as (
    select
        i.standard_id,
        i.indicator_id,
        i.region,
        i.full_points,
        b.metric,
        min({{ engine_points('null', '0', 'i') }}) as score_min,
        max({{ engine_points('null', 'i.full_points', 'i') }}) as score_max
    from {{ indicators }} as i
    inner join {{ bands }} as b on i.standard_id = b.standard_id and i.indicator_id = b.indicator_id
    group by i.standard_id, i.indicator_id, i.region, i.full_points, b.metric
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
    company_id, basis, standard_id, indicator_id, metric, value_low, value_high, score_min, score_max, false as assumption
from asked
where value_low is null and value_high is null
union all
select
    a.company_id,
    a.basis,
    a.standard_id,
    a.indicator_id,
    a.metric,
    a.value_low,
    a.value_high,
    {{ engine_points('a.value_low', '0') }} as score_min,
    {{ engine_points('a.value_high', 'a.full_points') }} as score_max,
    {{ engine_band_assumption() }} as assumption
from asked as a
inner join {{ bands }} as b
    on a.standard_id = b.standard_id and a.indicator_id = b.indicator_id and a.metric = b.metric
where a.value_low = a.value_high and {{ engine_touches('a.value_low', 'a.value_high') }}
union all
select
    a.company_id,
    a.basis,
    a.standard_id,
    a.indicator_id,
    a.metric,
    a.value_low,
    a.value_high,
    min({{ engine_points('a.value_low', '0') }}) as score_min,
    max({{ engine_points('a.value_high', 'a.full_points') }}) as score_max,
    bool_or({{ engine_band_assumption() }}) as assumption
from asked as a
inner join {{ bands }} as b
    on a.standard_id = b.standard_id and a.indicator_id = b.indicator_id and a.metric = b.metric
where
    (a.value_low is not null or a.value_high is not null)
    and (a.value_low is null or a.value_high is null or a.value_low <> a.value_high)
    and {{ engine_touches('a.value_low', 'a.value_high') }}
group by a.company_id, a.basis, a.standard_id, a.indicator_id, a.metric, a.value_low, a.value_high
{%- endmacro %}

{# Whether a fact from low to high (empty is open) and the band b have a value in common. #}
{% macro engine_touches(low, high) -%}
    ({{ high }} is null or b.lower_bound is null or {{ high }} > b.lower_bound or ({{ high }} = b.lower_bound and b.lower_inclusive))
    and ({{ low }} is null or b.upper_bound is null or {{ low }} < b.upper_bound or ({{ low }} = b.upper_bound and b.upper_inclusive))
{%- endmacro %}

{# Whether the band b was read into the text, or the fact stands on an end that the text gives to two bands. #}
{% macro engine_band_assumption() -%}
    b.assumption
    or coalesce(b.border_assumption and (a.value_low = b.lower_bound or a.value_high = b.upper_bound), false)
{%- endmacro %}

{# The points of the band b; where it counts units (points for every full per_unit), at that end of the fact. #}
{% macro engine_points(value, when_open, indicator='a') -%}
    cast(case
        when b.per_unit is null then b.points
        {% if value != 'null' -%}
        when {{ value }} is not null then least(
            {{ indicator }}.full_points,
            b.points * round((greatest({{ value }}, 0) - greatest({{ value }}, 0) % b.per_unit) / b.per_unit)
        )
        {% endif -%}
        else {{ when_open }}
    end as decimal(10, 2))
{%- endmacro %}

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
    select standard_id, indicator_id, string_agg(metric, ';' order by metric) as metrics, count(*) as metric_count
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
        sum(case when is_known then 1 else 0 end) as known_indicators,
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
