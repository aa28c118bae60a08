{# Points of each metric of each indicator: a known fact touches one band, an interval every band that it overlaps, an
   unknown fact all of them; the points are those of the lowest and of the highest touched. Where a region is named on an
   indicator, companies elsewhere have no fact for it.
   subjects: company_id, basis, standard_id, region_code; facts: company_id, basis, metric, value_low, value_high, assumption. #}
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
        f.value_high,
        coalesce(f.assumption, false) as assumption
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

{# Whether the band b was read into the text, the fact into a list, or the fact stands on an end that the text gives to
   two bands. #}
{% macro engine_band_assumption() -%}
    b.assumption
    or a.assumption
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
