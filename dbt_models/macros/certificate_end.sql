{# The last day of a certificate by its kind's rule: of the year (a registration number's), or a day short of so many
   years after it was issued. kind: alias of certificate_kinds; day: of issue; year: that the number is of. #}
{% macro certificate_end(kind, day, year) -%}
    case
        when {{ kind }}.ends_on = 'year_end' then make_date({{ year }} + {{ kind }}.valid_years - 1, 12, 31)
        else cast({{ years_after(day, kind ~ '.valid_years') }} - 1 as date)
    end
{%- endmacro %}
