{# Clauses: an alternative needs all its rows, a clause any of its alternatives.
   Margin: of a failing alternative that of its worst row, and none when a row that has no margin fails; of a met one that
   of its tightest row; of a clause that of the best alternative of the clause's own status.
   deciding_id: the row that the clause hangs on: of the best alternative (the highest status, of those that meet it one that
   rests on no assumption, then the widest margin) the row with the alternative's own status, the tightest of them, first one
   first. The citation is that row's own, or the whole clause's where it is not met and its alternatives are cited apart.
   Assumption: a met clause rests on one when every alternative that meets it does, and so the deciding one; any other when
   an alternative does. An alternative that fails rests on one when all of its failing rows do; any other when one row does. #}
{% macro engine_clause_status(condition_status, conditions) -%}
with named as (
    select
        condition_id,
        alternative,
        row_no,
        {{ engine_clause_key() }} as clause_key,
        count(*) over (partition by standard_id, role, route, clause) = 1 as is_clause,
        count(*) over (partition by standard_id, role, route, clause, alternative) = 1 as is_alternative
    from {{ conditions }}
),

alternative_result as (
    -- most alternatives have one row, and need not be grouped
    select
        r.company_id,
        r.basis,
        n.clause_key,
        n.alternative,
        r.status_code,
        r.margin,
        r.assumption,
        r.condition_id as deciding_id
    from {{ condition_status }} as r
    inner join named as n on r.condition_id = n.condition_id
    where n.is_alternative and not n.is_clause
    union all
    select
        r.company_id,
        r.basis,
        n.clause_key,
        n.alternative,
        min(r.status_code) as status_code,
        case
            when min(r.status_code) in (0, 3) and not bool_or(r.status_code = 0 and r.margin is null) then min(r.margin)
        end as margin,
        case
            when min(r.status_code) = 0 then bool_and(case when r.status_code = 0 then r.assumption end)
            else bool_or(r.assumption)
        end as assumption,
        min_by(r.condition_id, {{ engine_row_order() }}) as deciding_id
    from {{ condition_status }} as r
    inner join named as n on r.condition_id = n.condition_id
    where not n.is_alternative
    group by r.company_id, r.basis, n.clause_key, n.alternative
),

clause_code as (
    select
        company_id,
        basis,
        max(status_code) as status_code,
        max(case when status_code = 3 then margin end) as met_margin,
        max(case when status_code = 0 then margin end) as short_margin,
        bool_and(case when status_code = 3 then assumption end) as met_assumption,
        bool_or(assumption) as any_assumption,
        max_by(deciding_id, {{ engine_alternative_order() }}) as deciding_id
    from alternative_result
    group by company_id, basis, clause_key
    union all
    -- a clause of one row, as most are, is that row
    select
        r.company_id,
        r.basis,
        r.status_code,
        r.margin as met_margin,
        r.margin as short_margin,
        r.assumption as met_assumption,
        r.assumption as any_assumption,
        r.condition_id as deciding_id
    from {{ condition_status }} as r
    inner join named as n on r.condition_id = n.condition_id
    where n.is_clause
)

select
    company_id,
    basis,
    deciding_id,
    status_code,
    case status_code when 3 then met_margin when 0 then short_margin end as margin,
    case when status_code = 3 then met_assumption else any_assumption end as assumption
from clause_code
{%- endmacro %}

{# The rows of engine_clause_status with what the standard says of the clause. #}
{% macro engine_clause_result(clause_status, conditions) -%}
select
    r.company_id,
    r.basis,
    c.standard_id,
    c.role,
    c.route,
    c.clause,
    r.status_code,
    {{ engine_status('r.status_code') }} as status,
    r.margin,
    c.clause_text as text,
    c.document_id,
    {{ engine_clause_citation('r.status_code', 'c') }} as citation,
    r.assumption,
    r.deciding_id
from {{ clause_status }} as r
inner join {{ conditions }} as c on r.deciding_id = c.condition_id
{%- endmacro %}

{# What a clause is cited by: met, by what meets it; else by all of it, since all its alternatives are told. #}
{% macro engine_clause_citation(status_code, condition) -%}
    case when {{ status_code }} = 3 then {{ condition }}.citation
        else coalesce({{ condition }}.clause_citation, {{ condition }}.citation) end
{%- endmacro %}

{# One key a clause, of the rows of the conditions: millions are grouped and joined by as little as can be. #}
{% macro engine_clause_key() -%}
    min(condition_id) over (partition by standard_id, role, route, clause)
{%- endmacro %}

{# One number each by which rows and alternatives are put in order; every term stays within its own digits: a status 1e7
   apart, what meets without an assumption 3e6 above what meets with one, a margin within 1e6 and to six places, the place among
   its like below that. A failing flag, which has no margin, comes before any failing number. #}
{% macro engine_row_order() -%}
    r.status_code * 10000000
    + cast(coalesce(r.margin, case when r.status_code = 0 then -1000000 else 1000000 end) as double) + n.row_no * 1e-8
{%- endmacro %}

{% macro engine_alternative_order() -%}
    status_code * 10000000 + case when status_code = 3 and not assumption then 3000000 else 0 end
    + cast(coalesce(margin, -1000000) as double) - alternative * 1e-8
{%- endmacro %}
