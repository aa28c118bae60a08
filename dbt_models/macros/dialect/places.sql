{# Lists of places (see evidence.sql), as DuckDB and Spark write them. #}

{# The places that stand in a joined text: each once, sorted, without what says only how many more there are. #}
{% macro places_of(joined_text) -%}
    {{ adapter.dispatch('places_of')(joined_text) }}
{%- endmacro %}

{% macro default__places_of(joined_text) -%}
    list_sort(list_distinct(list_filter(string_split({{ joined_text }}, '; '), lambda p: p <> '' and p not like '…%')))
{%- endmacro %}

{% macro spark__places_of(joined_text) -%}
    array_sort(array_distinct(filter(split({{ joined_text }}, '; '), p -> p <> '' and p not like '…%')))
{%- endmacro %}

{# A list of places in one text: the first vars.evidence_shown of them and then how many there are. #}
{% macro cap_places(places) -%}
    {{ adapter.dispatch('cap_places')(places, var('evidence_shown')) }}
{%- endmacro %}

{% macro default__cap_places(places, shown) -%}
    array_to_string(list_slice({{ places }}, 1, {{ shown }}), '; ')
    || case when len({{ places }}) > {{ shown }} then '; …共 ' || len({{ places }}) || ' 处' else '' end
{%- endmacro %}

{% macro spark__cap_places(places, shown) -%}
    array_join(slice({{ places }}, 1, {{ shown }}), '; ')
    || case when size({{ places }}) > {{ shown }} then '; …共 ' || size({{ places }}) || ' 处' else '' end
{%- endmacro %}

{# The places of a list that another one has not, in one text; empty where there is none. #}
{% macro places_without(places, others) -%}
    {{ adapter.dispatch('places_without')(places, others) }}
{%- endmacro %}

{% macro default__places_without(places, others) -%}
    array_to_string(list_filter({{ places }}, lambda p: not list_contains(coalesce({{ others }}, []), p)), '; ')
{%- endmacro %}

{% macro spark__places_without(places, others) -%}
    array_join(array_except({{ places }}, coalesce({{ others }}, array())), '; ')
{%- endmacro %}
