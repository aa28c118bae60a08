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

{# A known value of a metric as people read it: a flag is 是 or 否, a grade by its title. #}
{% macro plain_value(column, kind, grade_title='null') -%}
    case
        when {{ kind }} = 'flag' and {{ column }} = 1 then '是'
        when {{ kind }} = 'flag' and {{ column }} = 0 then '否'
        else coalesce({{ grade_title }}, {{ plain_number(column) }})
    end
{%- endmacro %}

{# The number with its unit, to four places: enough to tell it from its bound. #}
{% macro amount(column, unit) -%}
    {{ plain_number('round(' ~ column ~ ', 4)') }} || coalesce({{ unit }}, '')
{%- endmacro %}

{# The reading that a fact rests on, with its clause, where it is one that the text does not settle. #}
{% macro reading_note(assumption, citation) -%}
    case when {{ assumption }} then '口径：' || {{ citation }} end
{%- endmacro %}
