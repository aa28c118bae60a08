{# What a relation holds of the companies of the part being written; all of it where a model is written at once. #}
{% macro part_of(relation) -%}
    (select * from {{ relation }} where {{ every_company() }})
{%- endmacro %}

{% macro every_company() -%}
    true /* or a part of the companies */
{%- endmacro %}
