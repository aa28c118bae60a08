{# The one precedence of the three-valued logic (strong Kleene, with `person` in it):
   not_met 0 < unknown 1 < person 2 < met 3. An AND takes the lowest, an OR the highest. Written down here only. #}
{% macro engine_status(code) -%}
    case {{ code }} when 3 then 'met' when 2 then 'person' when 1 then 'unknown' when 0 then 'not_met' end
{%- endmacro %}

{# The code of one row. A fact is an interval: an empty low or high is open, and a missing fact is open on both sides.
   What a person must judge and nobody has judged yet is `person`. is_unknown asks whether nothing is known: it holds what is
   read into a text for that case away from those of whom more is known. #}
{% macro engine_row_code(low, high, known_text, operator, bound, bound_text, judged_by) -%}
    case
        when {{ operator }} = 'is_unknown'
            then case when {{ known_text }} is null and {{ low }} is null and {{ high }} is null then 3 else 0 end
        when {{ bound_text }} is not null and {{ known_text }} is not null
            then case when ({{ known_text }} = {{ bound_text }}) = ({{ operator }} = '=') then 3 else 0 end
        when {{ operator }} = '>=' and {{ low }} >= {{ bound }} then 3
        when {{ operator }} = '>=' and {{ high }} < {{ bound }} then 0
        when {{ operator }} = '>' and {{ low }} > {{ bound }} then 3
        when {{ operator }} = '>' and {{ high }} <= {{ bound }} then 0
        when {{ operator }} = '<=' and {{ high }} <= {{ bound }} then 3
        when {{ operator }} = '<=' and {{ low }} > {{ bound }} then 0
        when {{ operator }} = '<' and {{ high }} < {{ bound }} then 3
        when {{ operator }} = '<' and {{ low }} >= {{ bound }} then 0
        when {{ operator }} = '=' and {{ low }} = {{ bound }} and {{ high }} = {{ bound }} then 3
        when {{ operator }} = '=' and ({{ low }} > {{ bound }} or {{ high }} < {{ bound }}) then 0
        when {{ operator }} = '!=' and ({{ low }} > {{ bound }} or {{ high }} < {{ bound }}) then 3
        when {{ operator }} = '!=' and {{ low }} = {{ bound }} and {{ high }} = {{ bound }} then 0
        when {{ operator }} = 'is_true' and {{ low }} >= 1 then 3
        when {{ operator }} = 'is_true' and {{ high }} < 1 then 0
        when {{ operator }} = 'is_false' and {{ high }} < 1 then 3
        when {{ operator }} = 'is_false' and {{ low }} >= 1 then 0
        when {{ judged_by }} = 'person' then 2
        else 1
    end
{%- endmacro %}

{# How far a known number is from its bound, as a share of the bound: 0 and more is met, less is short. Empty for what is
   unknown, for flags and text, and where the bound is 0. An interval is measured at the end that decided it. #}
{% macro engine_row_margin(code, low, high, operator, bound) -%}
    case
        when {{ code }} not in (0, 3) or {{ bound }} = 0 then null
        when {{ operator }} in ('>=', '>')
            then {{ engine_share("case when " ~ code ~ " = 3 then " ~ low ~ " else " ~ high ~ " end - " ~ bound, bound) }}
        when {{ operator }} in ('<=', '<')
            then {{ engine_share(bound ~ " - case when " ~ code ~ " = 3 then " ~ high ~ " else " ~ low ~ " end", bound) }}
    end
{%- endmacro %}

{# The effort of going from a value to a target: the change as a share of the target. No share of 0 exists: coming to 0 is priced
   by the distance itself, a percentage point as a hundredth (a reading of ours, no document prices it). A flag is a whole 1. #}
{% macro engine_effort(target, value, kind="'number'") -%}
    case
        when {{ kind }} = 'flag' then 1
        when {{ target }} = 0 then {{ engine_share('abs(' ~ target ~ ' - ' ~ value ~ ')', '100') }}
        else {{ engine_share('abs(' ~ target ~ ' - ' ~ value ~ ')', target) }}
    end
{%- endmacro %}

{# Rounded as a decimal before anybody compares it; kept within what the type holds. #}
{% macro engine_share(difference, bound) -%}
    cast(
        least(greatest({{ rounded('cast(' ~ difference ~ ' as double) / abs(' ~ bound ~ ')') }}, -999999), 999999) as decimal(18, 6)
    )
{%- endmacro %}

{# Whether a company's county lies in a region of the seeds: '*', or a GB/T 2260 code of a province, city or county. #}
{% macro engine_in_region(county_code, region) -%}
    ({{ region }} = '*' or {{ county_code }} like {{ engine_region_prefix(region) }} || '%')
{%- endmacro %}

{% macro engine_region_prefix(region) -%}
    case
        when {{ region }} = '*' then ''
        when {{ region }} like '%0000' then substr({{ region }}, 1, 2)
        when {{ region }} like '%00' then substr({{ region }}, 1, 4)
        else {{ region }}
    end
{%- endmacro %}
