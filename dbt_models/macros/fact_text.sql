{# A fact as people read it: 是, 3.1%, 至少 2项, 不详. Aliases: the fact f, its metric m. #}
{% macro fact_text(f, m) -%}
    case
        when {{ f }}.value_text is not null then {{ f }}.value_text
        when {{ f }}.value_low is null and {{ f }}.value_high is null then '不详'
        when {{ m }}.kind = 'flag' and {{ f }}.value_low = 1 then '是'
        when {{ m }}.kind = 'flag' and {{ f }}.value_high = 0 then '否'
        when {{ m }}.kind = 'flag' then '不详'
        when {{ f }}.value_low = {{ f }}.value_high then {{ amount(f ~ '.value_low', m ~ '.unit') }}
        when {{ f }}.value_high is null then '至少 ' || {{ amount(f ~ '.value_low', m ~ '.unit') }}
        else coalesce({{ amount(f ~ '.value_low', 'null') }}, '') || '～' || {{ amount(f ~ '.value_high', m ~ '.unit') }}
    end
{%- endmacro %}
