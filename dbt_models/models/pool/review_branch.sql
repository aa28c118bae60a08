-- Where a title's review looks at years that have not closed: what it comes to if they are as the last reported one.
with year_open as (
    -- the years that the review looks at and that have not closed, and the last reported one that stands for them
    select
        b.title_id,
        b.last_year,
        year(b.as_of) as first_open,
        max(y.newest_year) as standing,
        bool_or(y.is_carried) as is_carried
    from {{ ref('basis') }} as b
    inner join {{ ref('basis_year') }} as y on b.company_id = y.company_id and b.basis = y.basis
    where b.kind = 'carried' and b.last_year >= year(b.as_of)
    group by b.title_id, b.last_year, year(b.as_of)
)

select
    y.title_id,
    case when y.first_open < y.last_year then y.first_open || '～' else '' end || y.last_year || ' 年度尚未结束，按 '
    || y.standing || ' 年度不变推算' as assumed,
    case a.status
        when 'met' then '可通过' when 'person' then '数据能判的都满足，其余须由人判定'
        when 'not_met' then '过不了' else '还不能判断'
    end as if_unchanged,
    a.status = 'unknown' as is_open
from year_open as y
inner join {{ ref('assessment') }} as a on a.basis = 'carried:' || y.title_id
where y.is_carried
