-- One row an answer: a figure that a county filled in, or a correction "title=figure" of a visit, as the item and year
-- it is about. refused says why it does not count; two workbooks that differ on one fact count neither.
with told as (
    select
        f.*,
        s.metric as asked,
        s.metric_title as asked_title,
        s.period,
        s.value as shown,
        s.verified = 1 as is_verified
    from {{ ref('feedback_row') }} as f
    inner join {{ ref('stg_county_feedback') }} as s on f.evidence = s.evidence
    where f.source = 'county_feedback'
    union all
    select
        v.* {{ without('is_verified, state, stage, corrections, note, visited_on, is_latest_state, is_disputed') }},
        null as asked,
        trim(regexp_extract(part, '^(.+?)[=＝](.+)$', 1)) as asked_title,
        null as period,
        trim(regexp_extract(part, '^(.+?)[=＝](.+)$', 2)) as shown,
        true as is_verified
    from {{ ref('visit') }} as v
    cross join {{ each(parts('v.corrections', '[；;\\n]+')) }} as p (part)
    where part like '%=%' or part like '%＝%'
),

known as (
    select metric, title, kind, unit, coalesce(source like '%company_report%', false) as is_companys
    from {{ ref('metrics') }}
    union all
    select distinct item, item_title, 'number', unit, true
    from {{ ref('asked_items') }}
),

renamed as (
    -- a metric that is one figure of another year
    select metric, max(item) as item, max(years_back) as years_back
    from {{ ref('asked_items') }}
    group by metric
    having count(*) = 1
),

read as (
    select
        t.*,
        k.kind,
        k.title,
        k.unit,
        k.is_companys,
        coalesce(n.item, k.metric) as item,
        cast(
            coalesce(try_cast(regexp_extract(t.period, '(20[0-9][0-9])', 1) as integer), year(r.as_of) - 1)
            - coalesce(n.years_back, 0) as integer
        ) as fiscal_year,
        case
            when k.kind <> 'flag' then try_cast({{ removed('t.shown', '[,，%]') }} as decimal(18, 6))
            when t.shown in ('是', '有', '√', '1') then 1
            when t.shown in ('否', '无', '×', '0') then 0
        end as value
    from told as t
    cross join {{ ref('stg_run') }} as r
    left join known as k on t.asked = k.metric or (t.asked is null and t.asked_title = k.title)
    left join renamed as n on k.metric = n.metric
    qualify row_number() over (partition by t.evidence, t.asked_title, t.shown order by k.metric, k.title) = 1
),

judged as (
    select
        *,
        coalesce(refused, case
            when shown is null then 'noted'
            when item is null then 'unknown_metric'
            when value is null or kind = 'text' then 'wrong_type'
        end) as why_not
    from read
)

select
    * {{ without('refused, why_not, detail') }},
    case when is_verified or not is_companys then 'county_verified' else 'company_report' end as trust,
    case
        when why_not is not null then why_not
        when min(value) over same <> max(value) over same then 'two_places'
    end as refused,
    case
        when why_not = 'wrong_type'
            then '填的是“' || shown || '”，应为' || case kind
                when 'flag' then '是或否' when 'number' then '数字' || coalesce('（' || unit || '）', '') else '工作簿外的材料' end
        else detail
    end as detail
from judged
window same as (partition by company_id, item, fiscal_year, why_not)
