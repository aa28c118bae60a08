{# Evidence travels as one string of places, '; ' between them. evidence_list is an aggregate over such strings: every
   place once, sorted, the first vars.evidence_shown of them and then how many there are. Of strings that were capped
   before, the places shown are kept. #}
{% macro evidence_list(column) -%}
    {{ cap_places(places_of(joined(column, '; '))) }}
{%- endmacro %}

{# The same over some columns of one row. #}
{% macro merged_places(columns) -%}
    {{ cap_places(places_of("concat_ws('; ', " ~ columns | join(", ") ~ ")")) }}
{%- endmacro %}

{# Sentences of a group, each once, in their own order. #}
{% macro distinct_sentences(expression) -%}
    {{ joined(expression, '；', distinct=true) }}
{%- endmacro %}

{# A number as people write it: 12.500000 is 12.5, 3.000000 is 3. #}
{% macro plain_number(column) -%}
    trim(trailing '.' from trim(trailing '0' from cast(cast({{ column }} as decimal(18, 6)) as string)))
{%- endmacro %}

{# The same with its unit, to four places: enough to tell it from its bound. #}
{% macro amount(column, unit) -%}
    {{ plain_number('round(' ~ column ~ ', 4)') }} || coalesce({{ unit }}, '')
{%- endmacro %}
