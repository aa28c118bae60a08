-- Every row that a county sent back: whose it is, which workbook sent it, and why it can't count where it can't. A row
-- copied from another workbook keeps that one's mark; one without a mark is a form of the city's own.
with told as (
    select
        'county_feedback' as source, evidence, file, company_id as given_id, name, place, answered_by as told_by,
        coalesce(answered_on, delivery_date) as told_on, delivery_date, is_current,
        {{ broken_seal('seal', {
            'company_id': '企业编号', 'name': '企业名称', 'uscc': '统一社会信用代码', 'tier_title': '目标称号',
            'metric_title': '指标名称', 'metric': '指标', 'period': '期间'
        }) }} as changed
    from {{ ref('stg_county_feedback') }}
    union all
    select
        'county_visit' as source, evidence, file, company_id as given_id, name, place, visited_by as told_by,
        coalesce(visited_on, delivery_date) as told_on, delivery_date, is_current,
        {{ broken_seal('seal', {
            'company_id': '企业编号', 'name': '企业名称', 'uscc': '统一社会信用代码', 'tier_title': '目标称号'
        }) }} as changed
    from {{ ref('stg_county_visit') }}
),

counted as (
    select
        *,
        nullif(regexp_extract(file, '(?:^|[/!])(Z?[0-9]{6})_', 1), '') as named,
        count(*) over (partition by file, place) as rows_of_place
    from told
),

placed as (
    select
        *,
        coalesce(named, first_value(place) over (
            partition by file order by place is null, rows_of_place desc, place
        )) as sent_by
    from counted
)

select
    t.source,
    t.evidence,
    t.file,
    c.company_id,
    coalesce(c.name, t.name) as name,
    case when t.place is not null then t.sent_by end as sent_by,
    t.told_by,
    t.told_on,
    t.delivery_date,
    case
        when not t.is_current then 'superseded'
        when t.changed <> '' then 'locked_changed'
        when c.company_id is null then 'unknown_company'
        when t.place <> t.sent_by then 'not_yours'
        when t.place is not null
            and t.sent_by not in (coalesce(c.county_code, t.sent_by), coalesce(c.zone_code, ''), r.region_code)
            then 'not_yours'
    end as refused,
    case when t.changed <> '' then '改动处：' || t.changed end as detail
from placed as t
cross join {{ ref('stg_run') }} as r
left join {{ ref('stg_company_alias') }} as a on t.given_id = a.alias_id
left join {{ ref('company') }} as k on coalesce(a.company_id, t.given_id) = k.company_id
left join {{ ref('row_company') }} as w
    on k.company_id is null and t.source = w.source and t.evidence = w.evidence and w.role = 'owner'
left join {{ ref('company') }} as c on coalesce(k.company_id, w.company_id) = c.company_id
