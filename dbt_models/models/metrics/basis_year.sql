-- What was reported of the last year of each basis and of the two before it. A carried basis takes the last reported
-- year for the years after it ("if next year equals this year"); the others leave them unknown.
with last_told as (
    select company_id, item, max(fiscal_year) as fiscal_year
    from {{ ref('company_year') }}
    group by company_id, item
),

wanted as (
    select
        b.company_id,
        b.basis,
        l.item,
        o.year_offset,
        b.last_year - o.year_offset as wanted_year,
        case
            when b.kind = 'carried' then least(b.last_year - o.year_offset, l.fiscal_year)
            else b.last_year - o.year_offset
        end as fiscal_year
    from {{ ref('basis') }} as b
    inner join last_told as l on b.company_id = l.company_id
    cross join (values (0), (1), (2)) as o (year_offset)
)

select
    w.company_id,
    w.basis,
    w.item,
    w.year_offset,
    w.wanted_year,
    y.fiscal_year,
    w.wanted_year <> y.fiscal_year as is_carried,
    y.value,
    y.trust,
    y.is_disputed,
    y.evidence
from wanted as w
inner join {{ ref('company_year') }} as y
    on w.company_id = y.company_id and w.item = y.item and w.fiscal_year = y.fiscal_year
