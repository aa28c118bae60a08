{# A table written a part of the companies after the other: what a model sorts, joins and puts together in memory is
   then a part's, however large the region. The model reads what there is of companies by part_of. The companies of a
   part follow one another, so a reader of one company passes the other parts by. #}
{% materialization in_parts, adapter='duckdb' %}
    {%- set target = this.incorporate(type='table') -%}
    {{ drop_relation_if_exists(load_cached_relation(this)) }}
    {{ run_hooks(pre_hooks) }}
    {% for companies in parts_of_companies() %}
        {% call statement('main') -%}
            {{ 'create table ' ~ target ~ ' as' if loop.first else 'insert into ' ~ target }}
            {{ sql | replace(every_company(), companies) }}
        {%- endcall %}
        {% do adapter.commit() %}
    {% endfor %}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}

{# A condition for each part of vars.companies_a_part companies, in their order. #}
{% macro parts_of_companies() -%}
    {% set ends = run_query(
        'select company_id from (select company_id, row_number() over (order by company_id) as n from '
        ~ this.incorporate(path={'identifier': 'company'}) ~ ') where n % ' ~ var('companies_a_part') ~ ' = 0 order by 1'
    ).columns[0].values() | list %}
    {% set parts = [] %}
    {% for after, upto in zip([none] + ends, ends + [none]) %}
        {% do parts.append(
            ('company_id > ' ~ string_literal(escape_single_quotes(after)) if after else 'true')
            ~ (' and company_id <= ' ~ string_literal(escape_single_quotes(upto)) if upto else '')
        ) %}
    {% endfor %}
    {{ return(parts) }}
{%- endmacro %}
