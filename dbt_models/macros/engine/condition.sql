{# Every row of a standard's conditions that holds for the subject's purpose on its day, with the fact it asks for.
   subjects: company_id, basis, basis_on, standard_id, purpose; facts: company_id, basis, metric, value_low, value_high,
   value_text, assumption (a reading stands behind the fact); scores: engine_score_fact's relation, or none for a standard without a score. of_text: subjects and conditions
   name a text in a column of this name (an industry): where both do, only the alternatives of the subject's own are judged.
   The others fail by that text, without a margin, and so decide nothing beside them. #}
{% macro engine_condition_status(subjects, facts, conditions, scores=none, of_text=false) -%}
with measured as (
    select distinct standard_id, metric
    from {{ conditions }}
),

known as (
    select
        s.company_id,
        s.basis,
        s.standard_id,
        s.purpose,
        s.basis_on,
        {% if of_text -%}
        s.of_text,
        {% endif -%}
        -- of the fact where there is one: the rows that ask for it are joined after it, they are many times as many
        coalesce(f.metric, m.metric) as metric,
        {% if scores -%}
        coalesce(f.value_low, p.value_low) as value_low,
        coalesce(f.value_high, p.value_high) as value_high,
        coalesce(f.assumption, p.assumption, false) as assumption,
        {% else -%}
        f.value_low,
        f.value_high,
        coalesce(f.assumption, false) as assumption,
        {% endif -%}
        f.value_text
    from {{ subjects }} as s
    inner join measured as m on s.standard_id = m.standard_id
    left join {{ facts }} as f on s.company_id = f.company_id and s.basis = f.basis and m.metric = f.metric
    {% if scores -%}
    left join {{ scores }} as p
        on s.company_id = p.company_id and s.basis = p.basis and s.standard_id = p.standard_id and m.metric = p.metric
    {% endif -%}
),

judged as (
    select
        k.company_id,
        k.basis,
        c.condition_id,
        c.operator,
        c.value as bound,
        k.value_low,
        k.value_high,
        k.value_text,
        c.assumption
        or k.assumption
        or coalesce(c.border_assumption and (k.value_low = c.value or k.value_high = c.value), false) as assumption,
        {{ engine_row_code(
            'k.value_low', 'k.value_high', 'k.value_text', 'c.operator', 'c.value', 'c.text_value', 'c.judged_by'
        ) }} as status_code
    from known as k
    inner join {{ conditions }} as c
        on k.standard_id = c.standard_id
        and k.metric = c.metric
        and (c.purpose = 'both' or k.purpose = c.purpose)
        and (c.judged_from is null or k.basis_on >= c.judged_from)
        and (c.judged_to is null or k.basis_on <= c.judged_to)
        {% if of_text -%}
        and coalesce(k.of_text = c.of_text, true)
        {% endif -%}
)

select
    company_id,
    basis,
    condition_id,
    value_low,
    value_high,
    value_text,
    status_code,
    {{ engine_row_margin('status_code', 'value_low', 'value_high', 'operator', 'bound') }} as margin,
    assumption
from judged
{%- endmacro %}

{# The rows of engine_condition_status with what the standard's row says. #}
{% macro engine_condition_result(condition_status, conditions) -%}
select
    r.company_id,
    r.basis,
    c.standard_id,
    c.role,
    c.route,
    c.clause,
    c.alternative,
    c.row_no,
    r.condition_id,
    c.metric,
    c.operator,
    c.value as bound,
    c.text_value as bound_text,
    r.value_low,
    r.value_high,
    r.value_text,
    r.status_code,
    {{ engine_status('r.status_code') }} as status,
    c.judged_by,
    r.margin,
    r.assumption
from {{ condition_status }} as r
inner join {{ conditions }} as c on r.condition_id = c.condition_id
{%- endmacro %}
