{# The rows of a relation that share their keys with others (is_several), or those that do not. Where most keys have one
   row, only the others need be put together: texts that are aggregated take many times as long as those passed on. #}
{% macro rows_of_keys(relation, keys, is_several) -%}
    select r.*
    from {{ relation }} as r
    left join (
        select {{ keys | join(', ') }}
        from {{ relation }}
        group by {{ keys | join(', ') }}
        having count(*) > 1
    ) as s on {% for key in keys %}r.{{ key }} = s.{{ key }}{{ ' and ' if not loop.last }}{% endfor %}

    where s.{{ keys[0] }} is {{ 'not ' if is_several }}null
{%- endmacro %}
