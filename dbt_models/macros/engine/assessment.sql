{# One row a subject: the base clauses ANDed with the best route. The best route is the one with the highest status,
   then the fewest failing and the fewest open clauses, then the widest margin, then by its name.
   tightest_clause: a failing clause that has no margin (a flag) comes first, then the smallest margin.
   The score is that of the standard's score_metric: its own total, or a score that another list gives.
   coverage: the share of the indicators that are known; of a standard without indicators, the share of its clauses (base
   and best route) that data has settled. #}
{% macro engine_assessment(subjects, clause_result, standards, facts, scores=none) -%}
with route_result as (
    select
        company_id,
        basis,
        standard_id,
        role,
        route,
        min(status_code) as status_code,
        count(case when status_code = 0 then 1 end) as failing,
        count(case when status_code = 1 then 1 end) as unknown,
        count(case when status_code = 2 then 1 end) as person,
        count(*) as clauses,
        min(case when status_code = 0 and margin is null then -1000000 else margin end) as margin,
        bool_or(assumption) as assumption
    from {{ clause_result }}
    group by company_id, basis, standard_id, role, route
),

chosen as (
    select *
    from route_result
    qualify row_number() over (
        partition by company_id, basis, standard_id, role
        order by status_code desc, failing, unknown, person, margin desc nulls last, route
    ) = 1
),

judged as (
    select
        company_id,
        basis,
        standard_id,
        min(status_code) as status_code,
        min(case when role <> 'route' then status_code end) as base_code,
        max(case when role = 'route' then status_code end) as route_code,
        max(case when role = 'route' then route end) as best_route,
        sum(failing) as failing,
        sum(unknown) as unknown,
        sum(person) as person,
        sum(clauses) as clauses,
        bool_or(assumption) as assumption
    from chosen
    group by company_id, basis, standard_id
),

tightest as (
    select
        r.company_id,
        r.basis,
        r.standard_id,
        r.clause,
        r.margin
    from {{ clause_result }} as r
    inner join chosen as h
        on r.company_id = h.company_id and r.basis = h.basis and r.standard_id = h.standard_id
        and r.role = h.role and r.route = h.route
    where r.margin is not null or r.status_code = 0
    qualify row_number() over (
        partition by r.company_id, r.basis, r.standard_id
        order by
            case when r.status_code = 0 and r.margin is null then 0 when r.status_code = 0 then 1 else 2 end,
            r.margin nulls first,
            r.role,
            r.clause
    ) = 1
)

select
    s.company_id,
    s.basis,
    s.standard_id,
    s.purpose,
    s.tier,
    s.basis_on,
    {{ engine_status('j.status_code') }} as status,
    {{ engine_status('coalesce(j.base_code, 3)') }} as base_status,
    {{ engine_status('coalesce(j.route_code, 3)') }} as route_status,
    j.best_route,
    {% if scores -%}
    coalesce(p.value_low, f.value_low) as score_min,
    coalesce(p.value_high, f.value_high) as score_max,
    {% else -%}
    f.value_low as score_min,
    f.value_high as score_max,
    {% endif -%}
    t.pass_score,
    cast(
        {% if scores %}coalesce(p.known_indicators / p.indicators, {% endif -%}
        (j.clauses - j.unknown - j.person) / j.clauses
        {%- if scores %}){% endif %} as decimal(5, 4)
    ) as coverage,
    cast(j.failing as integer) as failing_clauses,
    cast(j.person as integer) as person_clauses,
    g.clause as tightest_clause,
    g.margin as tightest_margin,
    j.assumption or coalesce(s.assumption, false) as assumption
from {{ subjects }} as s
inner join {{ standards }} as t on s.standard_id = t.standard_id
inner join judged as j on s.company_id = j.company_id and s.basis = j.basis and s.standard_id = j.standard_id
left join tightest as g on s.company_id = g.company_id and s.basis = g.basis and s.standard_id = g.standard_id
left join {{ facts }} as f
    on s.company_id = f.company_id and s.basis = f.basis and t.score_metric = f.metric
{% if scores -%}
left join {{ scores }} as p
    on s.company_id = p.company_id and s.basis = p.basis and s.standard_id = p.standard_id and t.score_metric = p.metric
{% endif -%}
{%- endmacro %}
