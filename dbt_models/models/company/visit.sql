-- One row a visit: what a service specialist found. The state is each company's latest, and acts where all workbooks
-- that tell of the company agree, and the rows of one day in one workbook with each other. A visit with a correction
-- that nobody could read has disputed some figure and verifies none until it is told so that it can be read. A visit
-- that could not count for whose it is or what was changed is the city's until one that day or later counts.
with unread as (
    select distinct evidence
    from {{ ref('stg_answer') }}
    where source = 'county_visit' and why_not <> 'noted'
),

found as (
    select
        f.* {{ without('detail') }},
        coalesce(f.detail, case
            when s.verified = 1 and u.evidence is not null then '有更正没有读懂，企业填报的数不算已核实'
        end) as detail,
        s.verified = 1 and u.evidence is null as is_verified,
        s.state,
        s.stage,
        s.corrections,
        s.note,
        coalesce(try_cast(s.period as integer), year(f.told_on) - 1) as fiscal_year,
        row_number() over (
            partition by f.company_id, f.sent_by, f.refused is null and s.state is not null
            order by f.told_on desc, f.delivery_date desc, f.evidence
        ) as state_no,
        rank() over (
            partition by f.company_id, f.sent_by, f.refused is null and s.state is not null
            order by f.told_on desc, f.delivery_date desc
        ) as state_rank
    from {{ ref('feedback_row') }} as f
    inner join {{ ref('stg_county_visit') }} as s on f.evidence = s.evidence
    left join unread as u on f.evidence = u.evidence
    where f.source = 'county_visit'
),

stated as (
    select
        company_id,
        count(distinct state) filter (where state_rank = 1) as states,
        max(told_on) as told_on
    from found
    where refused is null
    group by company_id
)

select
    f.* {{ without('refused, detail, state_no, state_rank') }},
    case
        when f.refused in ('not_yours', 'locked_changed') and d.told_on >= f.told_on then 'superseded'
        else f.refused
    end as refused,
    case
        when f.refused in ('not_yours', 'locked_changed') and d.told_on >= f.told_on
            then concat_ws('；', f.detail, d.told_on || ' 已另有按规定的走访')
        else f.detail
    end as detail,
    coalesce(f.refused is null and f.state is not null and f.state_no = 1, false) as is_latest_state,
    coalesce(f.refused is null and f.state is not null and f.state_rank = 1 and d.states > 1, false) as is_disputed
from found as f
left join stated as d on f.company_id = d.company_id
