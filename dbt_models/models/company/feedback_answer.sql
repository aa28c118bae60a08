-- One row a statement: a figure that a county filled in, or a correction "title=figure" of a visit, as the item and
-- year it is about: the year told with it, else that of the sheet, else the last year on the day it was told. refused
-- says why it does not count. Of what one sender says of one fact the latest holds; two senders that differ count
-- neither. What could not count for whose it is or what was changed stays with the city until the fact is told by
-- whoever may tell it, that day or later; words that nobody understood, until the same sender, or the city,
-- tells more of the company.
with told as (
    select
        f.*,
        a.part,
        a.asked,
        a.shown,
        a.metric,
        a.value,
        a.note,
        a.why_not as unread,
        coalesce(q.verified, v.verified) = 1 as is_verified,
        coalesce(n.item, a.metric) as item,
        cast(case
            when a.is_year_of_item then a.fiscal_year
            else coalesce(a.fiscal_year, try_cast(v.period as integer), year(f.told_on) - 1) - coalesce(n.years_back, 0)
        end as integer) as fiscal_year
    from {{ ref('feedback_row') }} as f
    inner join {{ ref('stg_answer') }} as a on f.source = a.source and f.evidence = a.evidence
    left join {{ ref('stg_county_feedback') }} as q on f.source = 'county_feedback' and f.evidence = q.evidence
    left join {{ ref('stg_county_visit') }} as v on f.source = 'county_visit' and f.evidence = v.evidence
    left join (
        -- a metric that is one figure of another year
        select metric, max(item) as item, max(years_back) as years_back
        from {{ ref('asked_items') }}
        group by metric
        having count(*) = 1
    ) as n on a.metric = n.metric
),

judged as (
    select
        t.* {{ without('refused, detail, unread') }},
        coalesce(i.item_title, m.title) as title,
        coalesce(t.refused, t.unread, case when t.fiscal_year > year(t.told_on) then 'out_of_range' end) as why_not,
        coalesce(t.detail, case
            when t.unread is null and t.fiscal_year > year(t.told_on) then '期间 ' || t.fiscal_year || ' 还没有到'
            else t.note
        end) as detail,
        row_number() over said as said_no,
        -- the same said once more: a workbook that was sent twice
        row_number() over (
            partition by coalesce(t.company_id, t.name), t.asked, t.fiscal_year, t.sent_by, t.shown, t.refused, t.unread
            order by t.told_on desc, t.delivery_date desc, t.file desc, t.row_no desc, t.part desc
        ) > 1 as is_repeated
    from told as t
    left join {{ ref('metrics') }} as m on t.metric = m.metric
    left join (select distinct item, item_title from {{ ref('asked_items') }}) as i on t.metric = i.item
    window said as (
        partition by t.company_id, t.item, t.fiscal_year, t.sent_by
        order by t.told_on desc, t.delivery_date desc, t.file desc, t.row_no desc, t.part desc
    )
),

latest as (
    select company_id, item, fiscal_year, sent_by, told_on, shown, value, said_no
    from judged
    where why_not is null
    qualify row_number() over (partition by company_id, item, fiscal_year, sent_by order by said_no) = 1
),

filled as (
    select company_id, sent_by, max(delivery_date) as delivery_date
    from {{ ref('feedback_row') }}
    where refused is null
    group by company_id, sent_by
),

standing as (
    select
        j.*,
        case
            when j.is_repeated then '后来又交回了同样的一条'
            when j.why_not in ('not_yours', 'locked_changed') and o.told_on >= j.told_on
                then concat_ws('；', j.detail, o.told_on || ' 已另有按规定的填报')
            when j.why_not = 'not_understood' and greatest(g.delivery_date, b.delivery_date) > j.delivery_date
                then '后来（' || greatest(g.delivery_date, b.delivery_date) || ' 收到的）又填了这家企业'
            when j.why_not in ('not_yours', 'locked_changed', 'not_understood') then null
            when j.said_no > l.said_no then '后来（' || l.told_on || '）填的是：' || l.shown
        end as replaced_by,
        o.tells > 1 as is_contested
    from judged as j
    left join latest as l
        on j.company_id = l.company_id and j.item = l.item and j.fiscal_year = l.fiscal_year
        and j.sent_by is not distinct from l.sent_by
    left join (
        select company_id, item, fiscal_year, count(distinct value) as tells, max(told_on) as told_on
        from latest
        group by company_id, item, fiscal_year
    ) as o on j.company_id = o.company_id and j.item = o.item and j.fiscal_year = o.fiscal_year
    left join filled as g on j.company_id = g.company_id and j.sent_by = g.sent_by
    left join filled as b on j.company_id = b.company_id and b.sent_by is null
)

select
    * {{ without('why_not, detail, said_no, is_repeated, is_contested, replaced_by') }},
    case when is_verified then 'county_verified' else 'county_told' end as trust,
    case
        when replaced_by is not null then 'superseded'
        when why_not is null and is_contested then 'two_places'
        else why_not
    end as refused,
    coalesce(replaced_by, detail) as detail
from standing
