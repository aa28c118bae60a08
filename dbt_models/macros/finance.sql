{# Arithmetic of reported figures. A divisor of zero or less gives nothing, rather than a figure that misleads. Every engine
   divides doubles alike; quotients of decimals have as many places as each likes. #}
{% macro percent_of(part, whole) -%}
    (cast(({{ part }}) * 100 as double) / nullif(greatest({{ whole }}, 0), 0))
{%- endmacro %}

{# The same of what is part of the whole by definition: a part larger than its whole gives nothing either. #}
{% macro share_of(part, whole) -%}
    case when {{ part }} <= {{ whole }} then {{ percent_of(part, whole) }} end
{%- endmacro %}

{# The shares of what is part of the whole by definition, a caller's select each: metric, title and item of the part, of the whole. #}
{% macro each_share() -%}
    {% for share in [
        ('main_revenue_share', '主营业务收入', 'main_revenue', '营业收入', 'revenue'),
        ('rd_staff_share', '研发人员', 'rd_staff', '从业人员', 'staff'),
        ('tech_staff_share', '科技人员', 'tech_staff', '从业人员', 'staff'),
        ('tech_staff_share_hte', '科技人员', 'tech_staff', '从业人员', 'staff'),
    ] %}
    {{ caller(*share) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}

{% macro growth(now, before) -%}
    (cast(({{ now }} - {{ before }}) * 100 as double) / nullif(greatest({{ before }}, 0), 0))
{%- endmacro %}

{# A double at so many places, before it becomes a decimal. Engines differ in how they round what lies halfway (0.2527675, which no
   double is); the nearest whole number of a product is the same everywhere. #}
{% macro rounded(expression, places=6) -%}
    (round(({{ expression }}) * 1e{{ places }}) / 1e{{ places }})
{%- endmacro %}

{# What a carried figure rests on, in words: the years that are not reported yet, and the one that stands for them. #}
{% macro carried_note(newest, wanted, standing) -%}
    '尚无 ' || case when {{ newest }} + 1 < {{ wanted }} then {{ newest }} + 1 || '～' else '' end || {{ wanted }}
    || ' 年度数据，按 ' || {{ standing }} || ' 年度不变推算'
{%- endmacro %}

{# The same of a figure with several inputs: an aggregate, empty where none of them is carried. #}
{% macro carried_years(newest, wanted, is_carried) -%}
    {% set filter = 'filter (where ' ~ is_carried ~ ')' -%}
    {{ carried_note(
        'min(' ~ newest ~ ') ' ~ filter, 'max(' ~ wanted ~ ') ' ~ filter, 'max(' ~ newest ~ ') ' ~ filter
    ) }}
{%- endmacro %}
