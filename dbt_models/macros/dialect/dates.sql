{# What DuckDB and Spark write differently about days. #}

{# The day that is so many months before, or after, another (29 February becomes 28 February). #}
{% macro months_before(day, months) -%}
    {{ adapter.dispatch('months_moved')(day, '-', months) }}
{%- endmacro %}

{% macro months_after(day, months) -%}
    {{ adapter.dispatch('months_moved')(day, '+', months) }}
{%- endmacro %}

{% macro years_before(day, years) -%}
    {{ months_before(day, '(' ~ years ~ ') * 12') }}
{%- endmacro %}

{% macro years_after(day, years) -%}
    {{ months_after(day, '(' ~ years ~ ') * 12') }}
{%- endmacro %}

{% macro default__months_moved(day, sign, months) -%}
    cast({{ day }} {{ sign }} to_months(cast({{ months }} as integer)) as date)
{%- endmacro %}

{% macro spark__months_moved(day, sign, months) -%}
    add_months({{ day }}, {{ sign }} cast({{ months }} as integer))
{%- endmacro %}

{# How many days lie from a day to a later one. #}
{% macro days_from(day, later) -%}
    {{ adapter.dispatch('days_from')(day, later) }}
{%- endmacro %}

{% macro default__days_from(day, later) -%}
    date_diff('day', {{ day }}, {{ later }})
{%- endmacro %}

{% macro spark__days_from(day, later) -%}
    datediff({{ later }}, {{ day }})
{%- endmacro %}

{# How many whole years have passed from a day to a later one. #}
{% macro whole_years(day, later) -%}
    year({{ later }}) - year({{ day }})
    - case when {{ years_after(day, 'year(' ~ later ~ ') - year(' ~ day ~ ')') }} > {{ later }} then 1 else 0 end
{%- endmacro %}
