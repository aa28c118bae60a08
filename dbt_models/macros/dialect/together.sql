{# The end of a model of millions of rows: in a build on DuckDB they lie together by company, since a reader of a
   release asks for one company's and passes the others by. What runs a model in memory, and Spark, whose tables are
   read whole, have no use for it. #}
{% macro together_by_company() -%}
    {{ adapter.dispatch('together_by_company')() }}
{%- endmacro %}

{% macro default__together_by_company() -%}
{%- endmacro %}

{% macro duckdb__together_by_company() -%}
    order by company_id
{%- endmacro %}
