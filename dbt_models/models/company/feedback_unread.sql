-- Every row that a county sent back and that could not be read: whose it is, as far as it can be told. The code of the
-- file's name tells it, else the file's other rows; a name alone tells whose row it is where one company bears it. What
-- is hidden may never stand in the sender's next workbook.
with held as (
    select
        q.*,
        {{ place_of_file('q.file') }} as code_of_file
    from {{ ref('stg_quarantine') }} as q
    where {{ begins('q.file', "'county_feedback/'") }} or q.source in ('county_feedback', 'county_visit')
),

sender as (
    -- whose workbook a file is, as its rows that could be read tell; of a plain form, whose rows may be anybody's, only
    -- what all of them tell
    select
        file,
        sent_by,
        count(*) over (partition by file) as senders,
        row_number() over (partition by file order by rows_sent desc, sent_by) as sender_no
    from (
        select t.file, t.sent_by, count(*) as rows_sent
        from (
            select file, sent_by from {{ ref('feedback_row') }}
            union all
            select file, sent_by from {{ ref('name_verdict') }}
        ) as t
        where t.sent_by is not null and t.file in (select h.file from held as h)
        group by t.file, t.sent_by
    ) as f
),

sent as (
    select
        h.*,
        coalesce(
            p.place,
            case when s.senders = 1 or h.place is not null then s.sent_by end,
            h.place
        ) as sent_by
    from held as h
    left join {{ ref('place') }} as p on h.code_of_file = p.place
    left join sender as s on h.file = s.file and s.sender_no = 1
),

bearer as (
    select
        c.name,
        min(c.company_id) as company_id, min(c.county_code) as county_code, min(c.zone_code) as zone_code
    from {{ ref('company') }} as c
    where c.name in (select s.name from sent as s)
    group by c.name
    having count(*) = 1
)

select
    s.source,
    s.file || '#' || s.sheet || '!' || s.{{ adapter.quote('row') }} as evidence,
    s.file,
    s.sent_by,
    case when s.sent_by is null then b.company_id end as company_id,
    s.name,
    s.told_by,
    s.delivery_date,
    coalesce(
        s.place <> s.sent_by
        or s.sent_by not in (coalesce(b.county_code, s.sent_by), coalesce(b.zone_code, ''), r.region_code), false
    ) as is_hidden,
    concat_ws('：', coalesce(i.item_title, m.title, s.item), nullif(s.heading, '')) as about,
    s.found,
    s.reason || coalesce('，应为' || nullif(s.expected, ''), '') as reason
from sent as s
cross join {{ ref('stg_run') }} as r
left join bearer as b on s.name = b.name
left join {{ ref('metrics') }} as m on s.item = m.metric
left join (select distinct item, item_title from {{ ref('asked_items') }}) as i on s.item = i.item
