-- What was reported of the last year of each basis and of the years before it. A carried basis takes the newest
-- reported year for the years after it ("if next year equals this year"); the others leave them unknown, so that every
-- year there stands for itself. A rate of change would be nought in a carried year, so it is read from a window of
-- reported years instead: rate_offset counts from the newest one, whatever the last year is. Years before the last one
-- are kept of the items that a figure follows from over years (seed asked_items): that is a fifth of them.
with itself as (
    select
        b.company_id,
        b.basis,
        y.item,
        b.last_year - y.fiscal_year as year_offset,
        b.last_year,
        y.fiscal_year,
        y.value,
        y.trust,
        y.is_disputed,
        y.evidence
    from {{ ref('basis') }} as b
    inner join {{ ref('company_year') }} as y on b.company_id = y.company_id
    left join (select distinct item from {{ ref('asked_items') }}) as a on y.item = a.item
    where
        b.kind <> 'carried'
        and y.fiscal_year between b.last_year - case when a.item is null then 0 else 2 end and b.last_year
),

told as (
    -- by those alone who are judged on what may stand for a year to come
    select *
    from {{ ref('company_year') }}
    where company_id in (select b.company_id from {{ ref('basis') }} as b where b.kind = 'carried')
),

newest as (
    select company_id, item, max(fiscal_year) as fiscal_year
    from told
    group by company_id, item
),

base as (
    select
        b.company_id,
        b.basis,
        n.item,
        b.last_year,
        n.fiscal_year as newest_year,
        greatest(b.last_year - n.fiscal_year, 0) as years_carried,
        a.item is not null as has_years
    from {{ ref('basis') }} as b
    inner join newest as n on b.company_id = n.company_id
    left join (select distinct item from {{ ref('asked_items') }}) as a on n.item = a.item
    where b.kind = 'carried'
),

wanted as (
    select
        b.*,
        o.year_offset,
        b.last_year - o.year_offset as wanted_year,
        b.last_year - greatest(o.year_offset, b.years_carried) as fiscal_year
    from base as b
    cross join {{ each(numbers('0', 'case when b.has_years then b.years_carried + 2 else 0 end')) }} as o (year_offset)
)

select
    w.company_id,
    w.basis,
    w.item,
    cast(w.year_offset as integer) as year_offset,
    case when w.year_offset >= w.years_carried then cast(w.year_offset - w.years_carried as integer) end as rate_offset,
    w.wanted_year,
    y.fiscal_year,
    w.last_year,
    w.newest_year,
    w.years_carried,
    w.wanted_year <> y.fiscal_year as is_carried,
    y.value,
    y.trust,
    y.is_disputed,
    y.evidence
from wanted as w
inner join told as y
    on w.company_id = y.company_id and w.item = y.item and w.fiscal_year = y.fiscal_year
union all
select
    company_id,
    basis,
    item,
    year_offset,
    year_offset as rate_offset,
    fiscal_year as wanted_year,
    fiscal_year,
    last_year,
    null as newest_year,
    0 as years_carried,
    false as is_carried,
    value,
    trust,
    is_disputed,
    evidence
from itself
