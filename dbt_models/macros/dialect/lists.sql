{# What DuckDB and Spark write differently about lists and about the columns and rows that a table is made of. #}

{# Every column but some (given with commas between them), after a star. #}
{% macro without(columns) -%}
    {{ adapter.dispatch('without')(columns) }}
{%- endmacro %}

{% macro default__without(columns) -%}
    exclude ({{ columns }})
{%- endmacro %}

{% macro spark__without(columns) -%}
    except ({{ columns }})
{%- endmacro %}

{# The elements of a list as rows, after `cross join`. #}
{% macro each(list) -%}
    {{ adapter.dispatch('each')(list) }}
{%- endmacro %}

{% macro default__each(list) -%}
    unnest({{ list }})
{%- endmacro %}

{% macro spark__each(list) -%}
    lateral explode({{ list }})
{%- endmacro %}

{# The whole numbers from the first to the last, both included, as a list. #}
{% macro numbers(first, last) -%}
    {{ adapter.dispatch('numbers')(first, last) }}
{%- endmacro %}

{% macro default__numbers(first, last) -%}
    generate_series({{ first }}, {{ last }})
{%- endmacro %}

{% macro spark__numbers(first, last) -%}
    sequence({{ first }}, {{ last }})
{%- endmacro %}

{# The parts of a text between what the pattern matches, as a list. #}
{% macro parts(text, pattern) -%}
    {{ adapter.dispatch('parts')(text, pattern) }}
{%- endmacro %}

{% macro default__parts(text, pattern) -%}
    regexp_split_to_array({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro spark__parts(text, pattern) -%}
    split({{ text }}, '{{ pattern }}')
{%- endmacro %}

{# Whether two lists have an element in common. #}
{% macro overlap(list, other) -%}
    {{ adapter.dispatch('overlap')(list, other) }}
{%- endmacro %}

{% macro default__overlap(list, other) -%}
    list_has_any({{ list }}, {{ other }})
{%- endmacro %}

{% macro spark__overlap(list, other) -%}
    arrays_overlap({{ list }}, {{ other }})
{%- endmacro %}

{# Whether a list has this element. #}
{% macro holds(list, element) -%}
    {{ adapter.dispatch('holds')(list, element) }}
{%- endmacro %}

{% macro default__holds(list, element) -%}
    list_contains({{ list }}, {{ element }})
{%- endmacro %}

{% macro spark__holds(list, element) -%}
    array_contains({{ list }}, {{ element }})
{%- endmacro %}

{# The figures of each row of a relation as rows (item, value) beside its keys; a figure that is not there has none. #}
{% macro figures_as_rows(relation, keys) -%}
    {{ adapter.dispatch('figures_as_rows')(relation, keys) }}
{%- endmacro %}

{% macro default__figures_as_rows(relation, keys) -%}
    unpivot {{ relation }}
    on columns(* exclude ({{ keys }}))
    into name item value value
{%- endmacro %}

{# Spark's own unpivot wants every column by its name; as a map of JSON they come by themselves. #}
{% macro spark__figures_as_rows(relation, keys) -%}
    select {{ keys }}, explode(from_json(
        to_json(struct(* except ({{ keys }}))), 'map<string, decimal(18, 6)>'
    )) as (item, value)
    from {{ relation }}
{%- endmacro %}
