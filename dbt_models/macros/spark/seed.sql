{# dbt's own way of loading a seed into Spark turns empty cells into the word None and decimals into floats. So Spark reads the
   CSV itself, by the column types of the seed's YAML, as DuckDB does; a cell that does not fit its type stops it. #}
{% macro spark__load_csv_rows(model, agate_table) -%}
    {% set types = model['config']['column_types'] -%}
    {% set columns = [] -%}
    {% for column in agate_table.column_names -%}
        {% set _ = columns.append(column ~ ' ' ~ spark_type(types[column])) -%}
    {% endfor -%}
    {% set rows = model['name'] ~ '_csv' -%}
    {% call statement('declare_csv') -%}
        create or replace temporary view {{ rows }} ({{ columns | join(', ') }})
        using csv options (
            path '{{ model['root_path'] }}/{{ model['original_file_path'] }}',
            header 'true', escape '"', multiLine 'true', mode 'FAILFAST'
        )
    {%- endcall %}
    {% set sql -%}
        insert into {{ this.render() }} select {{ agate_table.column_names | join(', ') }} from {{ rows }}
    {%- endset %}
    {% set _ = adapter.add_query(sql, abridge_sql_log=True) -%}
    {{ return(sql) }}
{%- endmacro %}

{% macro spark__create_csv_table(model, agate_table) -%}
    {% set types = model['config']['column_types'] -%}
    {% set columns = [] -%}
    {% for column in agate_table.column_names -%}
        {% set _ = columns.append(column ~ ' ' ~ spark_type(types[column])) -%}
    {% endfor -%}
    {% set sql %}create table {{ this.render() }} ({{ columns | join(', ') }}) using parquet{% endset -%}
    {% call statement('_') -%}{{ sql }}{%- endcall %}
    {{ return(sql) }}
{%- endmacro %}

{# A type of the seeds' YAML as Spark has it: text has no length. #}
{% macro spark_type(kind) -%}
    {{ return('string' if kind == 'varchar' else kind) }}
{%- endmacro %}
