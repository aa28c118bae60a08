{# Arithmetic of reported figures. A divisor of zero or less gives nothing, rather than a figure that misleads. #}
{% macro percent_of(part, whole) -%}
    (({{ part }}) * 100 / nullif(greatest({{ whole }}, 0), 0))
{%- endmacro %}

{% macro growth(now, before) -%}
    (({{ now }} - {{ before }}) * 100 / nullif(greatest({{ before }}, 0), 0))
{%- endmacro %}
