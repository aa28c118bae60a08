{# What DuckDB and Spark write differently about text. DuckDB's is the default; the other engine says its own below it. #}

{# An aggregate: the texts of a group in one, in the order that is given (none: any); each once when distinct, in their own
   order then; only those where a condition holds. Nothing where no text is left. #}
{% macro joined(expression, separator, order_by=none, distinct=false, where=none) -%}
    {{ adapter.dispatch('joined')(expression, separator, order_by, distinct, where) }}
{%- endmacro %}

{% macro default__joined(expression, separator, order_by, distinct, where) -%}
    {% set order = expression if distinct else order_by -%}
    string_agg({{ 'distinct ' if distinct }}{{ expression }}, '{{ separator }}'{{ ' order by ' ~ order if order }})
    {%- if where %} filter (where {{ where }}){% endif %}
{%- endmacro %}

{# Spark's own listagg fails on a second distinct one in a select, so the distinct ones are sets. #}
{% macro spark__joined(expression, separator, order_by, distinct, where) -%}
    {% set kept = 'case when ' ~ where ~ ' then ' ~ expression ~ ' end' if where else expression -%}
    {% if distinct -%}
    case when count({{ kept }}) > 0 then array_join(array_sort(collect_set({{ kept }})), '{{ separator }}') end
    {%- else -%}
    listagg({{ kept }}, '{{ separator }}'){{ ' within group (order by ' ~ order_by ~ ')' if order_by }}
    {%- endif %}
{%- endmacro %}

{# Whether a text begins, or ends, with another. #}
{% macro begins(text, start) -%}
    left({{ text }}, length({{ start }})) = {{ start }}
{%- endmacro %}

{% macro ends(text, end) -%}
    right({{ text }}, length({{ end }})) = {{ end }}
{%- endmacro %}

{# A text without anything that the pattern matches. #}
{% macro removed(text, pattern) -%}
    {{ adapter.dispatch('removed')(text, pattern) }}
{%- endmacro %}

{% macro default__removed(text, pattern) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '', 'g')
{%- endmacro %}

{% macro spark__removed(text, pattern) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '')
{%- endmacro %}
