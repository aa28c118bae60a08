-- Figures that follow from reported ones, where all their inputs are known. A figure reported for itself serves where
-- they are not; where both are known the derived one is used and a contradiction is noted. Below, <item>_0 is the
-- last complete year and <item>_1, <item>_2 are the years before; <item>_rate_0 to 2 are the newest reported years in
-- a row, so that a rate of change is carried as the rate it was. Results are in the metric's own unit, to six places.
-- Where a figure is larger than the one that it is part of, the share is unknown, whatever was reported for the share:
-- which of the figures is wrong, nobody can tell but those who told them. What rests on either alone (growth, sums)
-- stands.
{% set formulas = [
    ('revenue', 'revenue_0', ['revenue_0']),
    ('revenue_prev', 'revenue_1', ['revenue_1']),
    ('revenue_3y_sum', 'revenue_0 + revenue_1 + revenue_2', ['revenue_0', 'revenue_1', 'revenue_2']),
    ('revenue_cagr_2y', '(sqrt(cast(greatest(revenue_rate_0, 0) as double) / nullif(greatest(revenue_rate_2, 0), 0)) - 1) * 100',
        ['revenue_rate_0', 'revenue_rate_2']),
    ('main_revenue', 'main_revenue_0', ['main_revenue_0']),
    ('main_revenue_share', share_of('main_revenue_0', 'revenue_0'), ['main_revenue_0', 'revenue_0']),
    ('main_revenue_growth', growth('main_revenue_rate_0', 'main_revenue_rate_1'),
        ['main_revenue_rate_0', 'main_revenue_rate_1']),
    ('main_revenue_growth_2y_avg',
        '(' ~ growth('main_revenue_rate_0', 'main_revenue_rate_1') ~ ' + '
        ~ growth('main_revenue_rate_1', 'main_revenue_rate_2') ~ ') / 2',
        ['main_revenue_rate_0', 'main_revenue_rate_1', 'main_revenue_rate_2']),
    ('net_margin', percent_of('net_profit_0', 'revenue_0'), ['net_profit_0', 'revenue_0']),
    ('debt_ratio', percent_of('liabilities_0', 'assets_0'), ['liabilities_0', 'assets_0']),
    ('rd_expense', 'rd_expense_0', ['rd_expense_0']),
    ('rd_expense_prev', 'rd_expense_1', ['rd_expense_1']),
    ('rd_expense_2y_sum', 'rd_expense_0 + rd_expense_1', ['rd_expense_0', 'rd_expense_1']),
    ('rd_expense_2y_mean', 'cast(rd_expense_0 + rd_expense_1 as double) / 2', ['rd_expense_0', 'rd_expense_1']),
    ('rd_expense_3y_sum', 'rd_expense_0 + rd_expense_1 + rd_expense_2',
        ['rd_expense_0', 'rd_expense_1', 'rd_expense_2']),
    ('rd_ratio', percent_of('rd_expense_0', 'revenue_0'), ['rd_expense_0', 'revenue_0']),
    ('rd_ratio_prev', percent_of('rd_expense_1', 'revenue_1'), ['rd_expense_1', 'revenue_1']),
    ('rd_ratio_3y',
        percent_of('rd_expense_0 + rd_expense_1 + rd_expense_2', 'revenue_0 + revenue_1 + revenue_2'),
        ['rd_expense_0', 'rd_expense_1', 'rd_expense_2', 'revenue_0', 'revenue_1', 'revenue_2']),
    ('rd_staff_share', share_of('rd_staff_0', 'staff_0'), ['rd_staff_0', 'staff_0']),
    ('tech_staff_share', share_of('tech_staff_0', 'staff_0'), ['tech_staff_0', 'staff_0']),
    ('tech_staff_share_hte', share_of('tech_staff_0', 'staff_0'), ['tech_staff_0', 'staff_0']),
    ('platform_score_prev', 'platform_score_1', ['platform_score_1']),
] %}
{% set inputs = formulas | map(attribute=2) | sum(start=[]) | unique | sort %}
with input as (
    select n.metric, n.input
    from (values
        {% for metric, _, needed in formulas -%}
        {% set comma = ',' if not loop.last -%}
        {% for input in needed -%}
        ('{{ metric }}', '{{ input }}'){{ comma if loop.last else ', ' }}
        {%- endfor %}
        {% endfor %}
    ) as n (metric, input)
),

asked as (
    select n.input, n.item, n.years_back, n.is_rate
    from (values
        {% for input in inputs -%}
        {% set item, years_back = input.rsplit('_', 1) -%}
        {% set is_rate = item.endswith('_rate') -%}
        {% set comma = ',' if not loop.last -%}
        ('{{ input }}', '{{ item | replace('_rate', '') }}', {{ years_back }}, {{ is_rate | lower }}){{ comma }}
        {% endfor %}
    ) as n (input, item, years_back, is_rate)
),

figure as (
    select y.*, a.input, y.wanted_year as stands_for, y.is_carried as is_of_other_year
    from {{ ref('basis_year') }} as y
    inner join asked as a on y.item = a.item and y.year_offset = a.years_back and not a.is_rate
    union all
    select y.*, a.input, y.last_year as stands_for, y.years_carried > 0 as is_of_other_year
    from {{ ref('basis_year') }} as y
    inner join asked as a on y.item = a.item and y.rate_offset = a.years_back and a.is_rate
),

wide as (
    select
        company_id,
        basis,
        {% for input in inputs %}
        max(value) filter (where input = '{{ input }}') as {{ input }}{{ ',' if not loop.last }}
        {% endfor %}
    from figure
    group by company_id, basis
),

derived as (
    {% for metric, expression, _ in formulas %}
    select company_id, basis, '{{ metric }}' as metric,
        {# what was divided is a double -#}
        try_cast({{ rounded(expression) if '/' in expression else expression }} as decimal(18, 6)) as value
    from wide
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

contradicted as (
    {% call(metric, part_title, part, whole_title, whole) each_share() %}
    select company_id, basis, '{{ metric }}' as metric,
        '{{ part_title }} ' || {{ plain_number(part ~ '_0') }} || ' 大于{{ whole_title }} '
        || {{ plain_number(whole ~ '_0') }} as words
    from wide
    where {{ part }}_0 > {{ whole }}_0
    {% endcall %}
),

settled as (
    select company_id, basis, metric, value, cast(null as string) as contradiction
    from derived
    where value is not null
    union all
    select company_id, basis, metric, null as value, words as contradiction
    from contradicted
),

source as (
    select
        y.company_id,
        y.basis,
        i.metric,
        min(y.fiscal_year) as first_year,
        max(y.fiscal_year) as last_year,
        max(t.trust_rank) as trust_rank,
        bool_or(y.is_of_other_year) as is_carried,
        {{ carried_years('y.newest_year', 'y.stands_for', 'y.is_of_other_year') }} as carried_note,
        bool_or(y.is_disputed) as is_disputed,
        {{ evidence_list('y.evidence') }} as evidence
    from figure as y
    inner join input as i on y.input = i.input
    inner join {{ ref('trust') }} as t on y.trust = t.trust
    group by y.company_id, y.basis, i.metric
),

told as (
    select
        y.*,
        case when y.is_carried then {{ carried_note('y.newest_year', 'y.wanted_year', 'y.newest_year') }} end
            as carried_note
    from {{ ref('basis_year') }} as y
    where y.year_offset = 0 and y.item in (select i.metric from input as i)
)

select
    coalesce(d.company_id, t.company_id) as company_id,
    coalesce(d.basis, t.basis) as basis,
    coalesce(d.metric, t.item) as metric,
    case when d.contradiction is null then coalesce(d.value, t.value) end as value_low,
    case when d.contradiction is null then coalesce(d.value, t.value) end as value_high,
    cast(null as string) as value_text,
    case
        when d.metric is null then cast(t.fiscal_year as string)
        when s.first_year = s.last_year then cast(s.last_year as string)
        else s.first_year || '-' || s.last_year
    end as period,
    case when d.metric is null then t.trust else k.trust end as trust,
    case when d.metric is null then t.evidence else s.evidence end as evidence,
    nullif(concat_ws(
        '；',
        d.contradiction
        || case when s.first_year < s.last_year then '，不是同一年度的数，请补齐核对' else '，两数矛盾，请核对' end,
        case
            when abs(d.value - t.value) > {{ var('contradiction_tolerance') }}
                then '填报 ' || {{ plain_number('t.value') }} || ' 与推算不一致，采用推算值'
        end,
        case when case when d.metric is null then t.is_disputed else s.is_disputed end then '同一年度有不同填报值，取较可信、较新的一份' end,
        case when d.metric is null then t.carried_note else s.carried_note end
    ), '') as note,
    case when d.metric is null then t.is_carried else d.contradiction is null and s.is_carried end as is_carried
from settled as d
left join source as s on d.company_id = s.company_id and d.basis = s.basis and d.metric = s.metric
left join {{ ref('trust') }} as k on s.trust_rank = k.trust_rank
full join told as t on d.company_id = t.company_id and d.basis = t.basis and d.metric = t.item
