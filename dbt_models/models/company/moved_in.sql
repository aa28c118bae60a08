-- Titles that a company brought into its city: one row a company and tier. Without a date of the move it is the day
-- the list came in, by which it had moved. from_elsewhere is empty where no list says whence: a move between counties
-- of one city is none into it, the county written with its city or alone, and one out of it is not this company's,
-- unless the register still holds it here.
with told as (
    select
        r.company_id,
        t.tier,
        coalesce(t.event_on, t.delivery_date) as moved_on,
        d.county,
        trim(trailing '市' from d.city) as city,
        t.moved_from,
        t.moved_to,
        f.county is not null as is_from_county,
        t.evidence
    from {{ ref('stg_recognised_title') }} as t
    inner join {{ ref('row_company') }} as r
        on r.source = 'recognised_title' and t.evidence = r.evidence and r.role in ('owner', 'new_name')
    inner join {{ ref('company') }} as c on r.company_id = c.company_id and c.in_region
    inner join {{ ref('divisions') }} as d on c.county_code = d.county_code
    left join {{ ref('divisions') }} as f
        on d.city_code = f.city_code and left(t.moved_from, length(f.county)) = f.county
    where t.is_current and t.event = 'moved'
),

placed as (
    select
        *,
        moved_to is null or contains(moved_to, city) or contains(moved_to, county) as is_hither,
        not contains(moved_from, city) and not contains(moved_from, county) and not is_from_county as from_elsewhere
    from told
)

select
    company_id,
    tier,
    min(moved_on) as moved_on,
    bool_or(from_elsewhere) as from_elsewhere,
    {{ evidence_list('evidence') }} as evidence
from placed
where is_hither and from_elsewhere is not false
group by company_id, tier
