{# What absence from a list rests on, in words: since when the list is complete, and its last delivery. #}
{% macro complete_note(since, last_delivery) -%}
    '名单完整（约定自 ' || {{ since }} || ' 起；最近收到 ' || {{ last_delivery }} || '）'
{%- endmacro %}

{# Why it says nothing, though the list is there. #}
{% macro not_current_note(why) -%}
    '不在已读的名单上，但名单不是最新：' || {{ why }} || '，不能断定没有'
{%- endmacro %}

{# Why it says nothing of a company that a name or a row on it may mean. #}
{% macro in_doubt_note(names, evidence) -%}
    '名单上的' || {{ names }} || '，' || {{ evidence }} || '，核清之前不能断定没有'
{%- endmacro %}
