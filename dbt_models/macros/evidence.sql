{# Evidence travels as one string of places, '; ' between them. evidence_list is an aggregate over such strings: every
   place once, sorted, the first vars.evidence_shown of them and then how many there are. Of strings that were capped
   before, the places shown are kept. #}
{% macro evidence_list(column) -%}
    {{ cap_places(places_of("string_agg(" ~ column ~ ", '; ')")) }}
{%- endmacro %}

{# The same over some columns of one row. #}
{% macro merged_places(columns) -%}
    {{ cap_places(places_of("concat_ws('; ', " ~ columns | join(", ") ~ ")")) }}
{%- endmacro %}

{% macro places_of(joined) -%}
    list_sort(list_distinct(list_filter(string_split({{ joined }}, '; '), lambda p: p <> '' and p not like '…%')))
{%- endmacro %}

{% macro cap_places(places) -%}
    {% set shown = var('evidence_shown') -%}
    array_to_string(list_slice({{ places }}, 1, {{ shown }}), '; ')
    || case when len({{ places }}) > {{ shown }} then '; …共 ' || len({{ places }}) || ' 处' else '' end
{%- endmacro %}

{# Sentences of a group, each once, in their own order. #}
{% macro distinct_sentences(expression) -%}
    string_agg(distinct {{ expression }}, '；' order by {{ expression }})
{%- endmacro %}

{# A number as people write it: 12.500000 is 12.5, 3.000000 is 3. #}
{% macro plain_number(column) -%}
    rtrim(rtrim(cast(cast({{ column }} as decimal(18, 6)) as varchar), '0'), '.')
{%- endmacro %}

{# The same with its unit, to four places: enough to tell it from its bound. #}
{% macro amount(column, unit) -%}
    {{ plain_number('round(' ~ column ~ ', 4)') }} || coalesce({{ unit }}, '')
{%- endmacro %}

{# The day that is so many whole years before, or after, another (29 February becomes 28 February). #}
{% macro years_before(day, years) -%}
    cast({{ day }} - to_years(cast({{ years }} as integer)) as date)
{%- endmacro %}

{% macro years_after(day, years) -%}
    cast({{ day }} + to_years(cast({{ years }} as integer)) as date)
{%- endmacro %}
