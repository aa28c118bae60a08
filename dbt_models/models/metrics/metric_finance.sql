-- Figures that follow from reported ones (macro finance_formulas), where all their inputs are known. A figure reported
-- for itself serves where they are not; where both are known the derived one is used and a contradiction is noted.
with wide as (
    select
        company_id,
        basis,
        {% for input in finance_inputs() %}
        {% set item, offset = input[:-2], input[-1:] %}
        max(value) filter (where item = '{{ item }}' and year_offset = {{ offset }}) as {{ input }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('basis_year') }}
    group by company_id, basis
),

derived as (
    {% for formula in finance_formulas() %}
    select company_id, basis, '{{ formula.metric }}' as metric, try_cast({{ formula['as'] }} as decimal(18, 6)) as value
    from wide
    {% if formula.where %}where {{ formula.where }}{% endif %}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

input (metric, item, year_offset) as (
    values
    {% for formula in finance_formulas() %}
    {% set last_formula = loop.last %}
    {% for input in formula['from'] %}
    ('{{ formula.metric }}', '{{ input[:-2] }}', {{ input[-1:] }}){{ ',' if not (last_formula and loop.last) }}
    {% endfor %}
    {% endfor %}
),

source as (
    select
        y.company_id,
        y.basis,
        i.metric,
        min(y.fiscal_year) as first_year,
        max(y.fiscal_year) as last_year,
        max_by(y.trust, t.trust_rank) as trust,
        bool_or(y.is_carried) as is_carried,
        bool_or(y.is_disputed) as is_disputed,
        {{ evidence_list('y.evidence') }} as evidence
    from {{ ref('basis_year') }} as y
    inner join input as i on y.item = i.item and y.year_offset = i.year_offset
    inner join {{ ref('trust') }} as t on y.trust = t.trust
    group by y.company_id, y.basis, i.metric
),

told as (
    select y.*
    from {{ ref('basis_year') }} as y
    where y.year_offset = 0 and y.item in (select i.metric from input as i)
)

select
    coalesce(d.company_id, t.company_id) as company_id,
    coalesce(d.basis, t.basis) as basis,
    coalesce(d.metric, t.item) as metric,
    coalesce(d.value, t.value) as value_low,
    coalesce(d.value, t.value) as value_high,
    cast(null as varchar) as value_text,
    case
        when d.value is null then cast(t.fiscal_year as varchar)
        when s.first_year = s.last_year then cast(s.last_year as varchar)
        else s.first_year || '-' || s.last_year
    end as period,
    case when d.value is null then t.trust else s.trust end as trust,
    case when d.value is null then t.evidence else s.evidence end as evidence,
    nullif(concat_ws(
        '；',
        case
            when abs(d.value - t.value) > {{ var('contradiction_tolerance') }}
                then '填报 ' || {{ plain_number('t.value') }} || ' 与推算不一致，采用推算值'
        end,
        case when coalesce(s.is_disputed, t.is_disputed) then '同一年度有不同填报值，取较可信、较新的一份' end,
        case when coalesce(s.is_carried, t.is_carried) then '尚无该年度数据，按最近一年不变推算' end
    ), '') as note
from (select * from derived where value is not null) as d
left join source as s on d.company_id = s.company_id and d.basis = s.basis and d.metric = s.metric
full join told as t on d.company_id = t.company_id and d.basis = t.basis and d.metric = t.item
