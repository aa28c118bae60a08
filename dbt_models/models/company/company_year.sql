-- One row a company, fiscal year and item: what was reported, the most trusted source first, then the latest. An
-- answer of a county stands beside the company's own report: it outranks it once it is verified, and comes after it
-- until then. The report itself is verified by a visit; a correction that the visit made is said of that very item.
with confirmed as (
    -- a visit that found the company's own report right: what was reported by then is verified
    select company_id, fiscal_year, max(told_on) as told_on, {{ evidence_list('evidence') }} as evidence
    from {{ ref('visit') }}
    where refused is null and is_verified
    group by company_id, fiscal_year
),

answered as (
    select distinct company_id, fiscal_year
    from {{ ref('feedback_answer') }}
),

report as (
    select
        r.company_id,
        case when c.company_id is null then 'company_report' else 'county_verified' end as trust,
        coalesce(s.reported_on, s.delivery_date) as told_on,
        concat_ws('; ', s.evidence, c.evidence) as places,
        count(*) over (partition by r.company_id, s.fiscal_year) = 1 and a.company_id is null as is_sole,
        s.* {{ without(
            'name, uscc, reported_on, county, file, sheet, ' ~ adapter.quote('row')
            ~ ', delivery_date, is_current, superseded_by, evidence'
        ) }}
    from {{ ref('stg_company_report') }} as s
    inner join {{ ref('row_company') }} as r
        on r.source = 'company_report' and s.evidence = r.evidence and r.role = 'owner'
    left join confirmed as c
        on r.company_id = c.company_id
        and s.fiscal_year = c.fiscal_year
        and coalesce(s.reported_on, s.delivery_date) <= c.told_on
    left join answered as a on r.company_id = a.company_id and s.fiscal_year = a.fiscal_year
    where s.is_current
),

-- of a year that one report alone tells of, by far the most, there is nothing to choose
sole as (
    select * {{ without('is_sole') }} from report where is_sole
),

shared as (
    select * {{ without('is_sole') }} from report where not is_sole
),

sole_figure as (
    {{ figures_as_rows('sole', 'company_id, trust, told_on, places, fiscal_year') }}
),

shared_figure as (
    {{ figures_as_rows('shared', 'company_id, trust, told_on, places, fiscal_year') }}
),

told as (
    select
        company_id,
        trust,
        told_on,
        fiscal_year,
        places as evidence,
        item,
        cast(value as decimal(18, 6)) as value,
        false as is_answer
    from shared_figure
    union all
    select company_id, trust, told_on, fiscal_year, evidence, item, value, true as is_answer
    from {{ ref('feedback_answer') }}
    where refused is null
),

best as (
    select
        t.*,
        min(t.value) over fact <> max(t.value) over fact as is_disputed
    from told as t
    inner join {{ ref('trust') }} as k on t.trust = k.trust
    window fact as (partition by t.company_id, t.fiscal_year, t.item)
    qualify row_number() over (
        partition by t.company_id, t.fiscal_year, t.item
        order by k.trust_rank, t.told_on desc, t.is_answer desc, t.evidence
    ) = 1
)

select
    company_id,
    cast(fiscal_year as integer) as fiscal_year,
    item,
    cast(value as decimal(18, 6)) as value,
    trust,
    false as is_disputed,
    places as evidence
from sole_figure
union all
select
    company_id,
    cast(fiscal_year as integer) as fiscal_year,
    item,
    value,
    trust,
    is_disputed,
    evidence
from best
