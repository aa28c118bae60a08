{# Before a build on Spark (on-run-start): each source is a view over the same Parquet files that DuckDB reads, at the place that
   sources.yml names, in a schema named like the source. Rows: none; DuckDB has nothing to do here. #}
{% macro declare_lake() -%}
    {% if execute and target.type == 'spark' -%}
        {% for schema in graph.sources.values() | map(attribute='schema') | unique -%}
            {% set _ = run_query('create schema if not exists ' ~ schema) -%}
        {% endfor -%}
        {% for source in graph.sources.values() -%}
            {% set files = source.config.external_location.split("'")[1].replace('{name}', source.name) -%}
            {% set _ = run_query(
                'create or replace view ' ~ source.schema ~ '.' ~ source.identifier ~ ' as select * from parquet.`' ~ files ~ '`'
            ) -%}
        {% endfor -%}
    {% endif -%}
{%- endmacro %}
