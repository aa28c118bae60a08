{# A score interval as people read it: 61～74, or 70 when it is settled; nothing where the standard has no score. #}
{% macro score_text(row) -%}
    case
        when {{ row }}.score_min = {{ row }}.score_max then {{ plain_number(row ~ '.score_min') }}
        else {{ plain_number(row ~ '.score_min') }} || '～' || {{ plain_number(row ~ '.score_max') }}
    end
{%- endmacro %}

{# Why a company's place in the pool changed, from the facts as they are now. Aliases: k company, t the titles that
   it now holds of the tier or above, z its size, v what ended since. #}
{% macro change_reason(row) -%}
    case
        when {{ row }}.change = 'left' then coalesce(
            t.titles,
            case when k.company_id is null then '名单更正后查无此企业' end,
            case when k.has_ended then '登记状态：' || k.status end,
            case when not k.in_region then '已迁出本地区' end,
            case when not k.is_legal_person then '不是独立法人' end,
            case when z.value_high = 0 then '已不是中小企业' end,
            '不再有入库信号或称号' || coalesce('：' || v.what_ended, '')
        )
        when {{ row }}.change = 'entered' then concat_ws('；', '信号：' || {{ row }}.signals, '称号：' || {{ row }}.titles)
        when {{ row }}.change = 'tier' then '称号由“' || coalesce({{ row }}.titles_before, '无') || '”变为“' || coalesce({{ row }}.titles, '无') || '”'
        when {{ row }}.change = 'status' then coalesce(
            {{ row }}.exclusions,
            case when {{ row }}.status_before = 'excluded' then '现有名单和数据里没有不予纳入的情形了' end,
            case when {{ row }}.status_after = 'needs_data' then '缺：' || {{ row }}.missing end,
            case when {{ row }}.status_after = 'ready' then '数据能判的条款均已满足' end,
            {{ row }}.gaps
        )
        else v.what_ended
    end
{%- endmacro %}
