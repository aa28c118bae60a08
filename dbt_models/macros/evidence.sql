{# Evidence travels as one string of places, '; ' between them. evidence_list is an aggregate over such strings: every
   place once, sorted, the first vars.evidence_shown of them and then how many there are. Strings that were capped
   before keep their places; only the last count is right to the place. #}
{% macro evidence_list(column) -%}
    {{ cap_places("list_sort(list_filter(list_distinct(string_split(string_agg(" ~ column ~ ", '; '), '; ')), lambda p: "
        ~ "p <> '' and not starts_with(p, '…')))") }}
{%- endmacro %}

{% macro cap_places(places) -%}
    {% set shown = var('evidence_shown') -%}
    array_to_string(list_slice({{ places }}, 1, {{ shown }}), '; ')
    || case when len({{ places }}) > {{ shown }} then '; …共 ' || len({{ places }}) || ' 处' else '' end
{%- endmacro %}

{# A list of sentences, sorted by an order, joined by the Chinese semicolon. #}
{% macro sentence_list(column, order) -%}
    string_agg({{ column }}, '；' order by {{ order }})
{%- endmacro %}

{# The day that is so many whole years before another (29 February becomes 28 February). #}
{% macro years_before(day, years) -%}
    cast({{ day }} - to_years(cast({{ years }} as integer)) as date)
{%- endmacro %}

{% macro years_after(day, years) -%}
    cast({{ day }} + to_years(cast({{ years }} as integer)) as date)
{%- endmacro %}

{# A number as people write it: 12.500000 is 12.5, 3.000000 is 3. #}
{% macro plain_number(column) -%}
    rtrim(rtrim(cast(cast({{ column }} as decimal(18, 6)) as varchar), '0'), '.')
{%- endmacro %}
