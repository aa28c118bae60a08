{# The mark that a workbook's row carries of its locked cells: four signs a cell. publish/sheets/common.py writes it in
   the same order of columns; a cell that reads otherwise when the workbook comes back was changed. #}
{% macro seal_of(column) -%}
    left(md5(coalesce(cast({{ column }} as string), '')), 4)
{%- endmacro %}

{# The titles of the cells whose mark is broken, empty where there is no mark or none is broken. #}
{% macro broken_seal(seal, titles) -%}
    concat_ws('、', {% for column, title in titles.items() -%}
    case when substr({{ seal }}, {{ loop.index0 * 4 + 1 }}, 4) <> {{ seal_of(column) }} then '{{ title }}' end
    {{- ', ' if not loop.last }}
    {%- endfor %})
{%- endmacro %}
