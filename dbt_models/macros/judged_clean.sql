{# Whether a department judged the very period of an event clean, on its day or after it: the event does not count then (a
   reading: the department knew of it). #}
{% macro judged_clean(judgement, event) -%}
    (
        {{ judgement }}.value = 0
        and {{ judgement }}.judged_on >= {{ event }}.event_on
        and {{ event }}.event_on between {{ judgement }}.period_from and {{ judgement }}.period_to
    )
{%- endmacro %}
