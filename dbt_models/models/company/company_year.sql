-- One row a company, fiscal year and item: what was reported, the most trusted source first, then the latest. An
-- answer of a county stands beside the company's own report and outranks it once it is verified.
with report as (
    select
        r.company_id,
        'company_report' as trust,
        coalesce(s.reported_on, s.delivery_date) as told_on,
        s.* exclude (name, uscc, reported_on, county, file, sheet, "row", delivery_date, is_current, superseded_by)
    from {{ ref('stg_company_report') }} as s
    inner join {{ ref('row_company') }} as r
        on r.source = 'company_report' and s.evidence = r.evidence and r.role = 'owner'
    where s.is_current
),

reported as (
    unpivot report
    on columns(* exclude (company_id, trust, told_on, fiscal_year, evidence))
    into name item value value
),

answered as (
    select
        coalesce(r.company_id, c.company_id) as company_id,
        case when f.verified = 1 then 'county_verified' else 'company_report' end as trust,
        coalesce(f.answered_on, f.delivery_date) as told_on,
        coalesce(
            try_cast(regexp_extract(f.period, '(20[0-9][0-9])', 1) as bigint), year(run.as_of) - 1
        ) as fiscal_year,
        f.evidence,
        f.metric as item,
        case
            when f.value in ('是', '有', '√') then 1
            when f.value in ('否', '无', '×') then 0
            else try_cast(replace(replace(f.value, ',', ''), '%', '') as decimal(18, 6))
        end as value
    from {{ ref('stg_county_feedback') }} as f
    cross join {{ ref('stg_run') }} as run
    left join {{ ref('row_company') }} as r
        on r.source = 'county_feedback' and f.evidence = r.evidence and r.role = 'owner'
    left join {{ ref('company') }} as c on f.company_id = c.company_id
    where f.is_current and f.metric is not null and f.value is not null
),

told as (
    select company_id, trust, told_on, fiscal_year, evidence, item, cast(value as decimal(18, 6)) as value
    from reported
    union all
    select company_id, trust, told_on, fiscal_year, evidence, item, cast(value as decimal(18, 6)) as value
    from answered
    where company_id is not null and value is not null
),

best as (
    select
        t.*,
        min(t.value) over fact <> max(t.value) over fact as is_disputed
    from told as t
    inner join {{ ref('trust') }} as k on t.trust = k.trust
    window fact as (partition by t.company_id, t.fiscal_year, t.item)
    qualify row_number() over (fact order by k.trust_rank, t.told_on desc, t.evidence) = 1
)

select
    company_id,
    cast(fiscal_year as integer) as fiscal_year,
    item,
    value,
    trust,
    is_disputed,
    evidence
from best
