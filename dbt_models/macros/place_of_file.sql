{# The code of a county, zone or the region that a file's name begins with (141181_..., Z141181_...), as the workbooks
   handed out are named; null where it begins otherwise. Held against the model `place`: digits may be a date. #}
{% macro place_of_file(file) -%}
    nullif(regexp_extract({{ file }}, '(?:^|[/!])(Z?[0-9]{6})_', 1), '')
{%- endmacro %}
