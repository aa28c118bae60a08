-- Every row that a county sent back: whose it is, which workbook sent it, and why it can't count where it can't. A row
-- of a workbook bears its marks (place and seal); without them it can't be told whose it is, and it is refused. A row
-- copied from another workbook keeps that one's mark. Any other row is a plain form: its sender is the place of the
-- file's name, else the one that the row tells. What is hidden may never stand in the sender's next workbook.
with told as (
    select
        'county_feedback' as source, evidence, file, sheet,
        {{ adapter.quote('row') }} as row_no, company_id as given_id, name, county, place, seal,
        answered_by as told_by, answered_on as dated_on, '填报日期' as date_title, delivery_date,
        false as is_replaced,
        {{ broken_seal('seal', {
            'company_id': '企业编号', 'name': '企业名称', 'uscc': '统一社会信用代码', 'tier_title': '目标称号',
            'metric_title': '指标名称', 'metric': '指标', 'period': '期间', 'unit': '单位'
        }) }} as changed
    from {{ ref('stg_county_feedback') }}
    union all
    select
        'county_visit' as source, evidence, file, sheet,
        {{ adapter.quote('row') }} as row_no, company_id as given_id, name, county, place, seal,
        visited_by as told_by, visited_on as dated_on, '走访日期' as date_title, delivery_date,
        not is_current as is_replaced,
        {{ broken_seal('seal', {
            'company_id': '企业编号', 'name': '企业名称', 'uscc': '统一社会信用代码', 'tier_title': '目标称号',
            'period': '期间'
        }) }} as changed
    from {{ ref('stg_county_visit') }}
),

marked as (
    select
        t.*,
        t.place is not null or t.seal is not null
        or coalesce({{ holds(parts('k.sheets', '；'), 't.sheet') }}, false) as is_workbook,
        {{ place_of_file('t.file') }} as code_of_file,
        count(*) over (partition by t.file, t.place) as rows_of_place
    from told as t
    left join {{ ref('stg_contract') }} as k on t.source = k.source
),

placed as (
    select
        m.*,
        coalesce(p.place, case
            when m.is_workbook
                then first_value(m.place) over (
                    partition by m.file order by m.place is null, m.rows_of_place desc, m.place
                )
            else g.place
        end) as sent_by,
        m.is_workbook and (m.place is null or m.seal is null) as is_unmarked
    from marked as m
    left join {{ ref('place') }} as p on m.code_of_file = p.place
    left join (
        select place_title, min(place) as place
        from {{ ref('place') }}
        where level <> 'city'
        group by place_title
        having count(*) = 1
    ) as g on m.county = g.place_title
),

owned as (
    select
        t.*,
        c.company_id,
        c.name as known_name,
        coalesce(c.zone, c.county) as known_place,
        coalesce(
            t.place <> t.sent_by
            or t.sent_by not in (coalesce(c.county_code, t.sent_by), coalesce(c.zone_code, ''), r.region_code), false
        ) as is_foreign
    from placed as t
    cross join {{ ref('stg_run') }} as r
    left join {{ ref('stg_company_alias') }} as a on t.given_id = a.alias_id
    left join {{ ref('company') }} as k on coalesce(a.company_id, t.given_id) = k.company_id
    left join {{ ref('row_company') }} as w
        on k.company_id is null and t.source = w.source and t.evidence = w.evidence and w.role = 'owner'
    left join {{ ref('company') }} as c on coalesce(k.company_id, w.company_id) = c.company_id
)

select
    source,
    evidence,
    file,
    row_no,
    company_id,
    coalesce(known_name, name) as name,
    sent_by,
    told_by,
    dated_on,
    -- a date to come must not outlast whatever is told next
    least(coalesce(dated_on, delivery_date), delivery_date) as told_on,
    delivery_date,
    is_foreign or (company_id is null and (is_unmarked or changed <> '')) as is_hidden,
    {{ overlap(parts('changed', '、'), parts("'企业编号、指标、期间'", '、')) }} as is_of_another_item,
    case
        when is_foreign then 'not_yours'
        when is_unmarked or changed <> '' then 'locked_changed'
        when company_id is null then 'unknown_company'
        when dated_on > delivery_date then 'out_of_range'
        when is_replaced then 'superseded'
    end as refused,
    case
        when is_foreign then '登记地：' || coalesce(known_place, '不详') || coalesce('；工作簿：' || place, '')
        when is_unmarked then '回收标记（工作簿、校验）被清除或不全'
        when changed <> '' then '改动处：' || changed
        when dated_on > delivery_date then date_title || ' ' || dated_on || ' 在收到日期之后'
    end as detail
from owned
