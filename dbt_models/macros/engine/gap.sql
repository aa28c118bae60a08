{# What each clause that is not met takes: of the alternative that it hangs on (clause_result's deciding_id), every failing row
   with a number or a flag. A score is none of them: its indicators' gains say what it takes. Where an alternative fails on a
   word (an industry, say), no number mends it, so it has no row.
   target: the value to reach (up) or to come down to (down), itself included when target_included; change: the way there;
   effort: see engine_effort. #}
{% macro engine_clause_gap(condition_result, clause_result, conditions, metrics) -%}
with failing as (
    select
        r.company_id,
        r.basis,
        r.standard_id,
        r.role,
        r.route,
        r.clause,
        r.condition_id,
        r.metric,
        m.kind,
        case when r.operator in ('<=', '<', 'is_false') then r.value_low else r.value_high end as value,
        case r.operator when 'is_true' then 1 when 'is_false' then 0 else r.bound end as target,
        case when r.operator in ('<=', '<', 'is_false') then 'down' else 'up' end as direction,
        r.operator not in ('>', '<') as target_included,
        r.assumption
    from {{ clause_result }} as k
    inner join {{ conditions }} as d on k.deciding_id = d.condition_id
    inner join {{ condition_result }} as r
        on k.company_id = r.company_id and k.basis = r.basis and k.standard_id = r.standard_id
        and k.role = r.role and k.route = r.route and k.clause = r.clause and d.alternative = r.alternative
    inner join {{ metrics }} as m on r.metric = m.metric
    where k.status_code = 0 and r.status_code = 0
    qualify bool_and(m.kind <> 'text') over (
        partition by r.company_id, r.basis, r.standard_id, r.role, r.route, r.clause
    )
)

select
    f.company_id,
    f.basis,
    f.standard_id,
    f.role,
    f.route,
    f.clause,
    f.metric,
    f.value,
    f.target,
    f.direction,
    f.target_included,
    f.target - f.value as change,
    {{ engine_effort('f.target', 'f.value', 'f.kind') }} as effort,
    c.text,
    c.citation,
    f.assumption,
    f.condition_id
from failing as f
inner join {{ conditions }} as c on f.condition_id = c.condition_id
{%- endmacro %}
