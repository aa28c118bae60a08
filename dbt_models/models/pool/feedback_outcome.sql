-- What became of everything that a county sent back: each answer (answer_outcome), visit and verdict, and each row
-- that could not be read; those for the city to settle are marked. A row returns to who sent it; what a plain form
-- tells of a company returns to that company's county. What is hidden is for the city alone. Whoever answered a row
-- that no workbook asks any more is not told to fill it in again.
with confirmed as (
    -- the years of which a company had reported something that a visit could find right
    select distinct company_id, fiscal_year
    from {{ ref('company_year') }}
    where
        trust = 'county_verified'
        and company_id in (select v.company_id from {{ ref('visit') }} as v where v.is_verified)
),

seen as (
    select
        v.company_id,
        {{ joined(
            "s.state_title || '（' || concat_ws(' ', coalesce(p.place_title, '未注明所在县'), v.told_by) || '）'", '、', distinct=true
        ) }} as tellings
    from {{ ref('visit') }} as v
    inner join {{ ref('visit_states') }} as s on v.state = s.state
    left join {{ ref('place') }} as p on v.sent_by = p.place
    where v.is_disputed
    group by v.company_id
),

visited as (
    select
        v.source, v.evidence, v.file, v.sent_by, v.company_id, v.name, v.told_by,
        coalesce(v.dated_on, v.told_on) as told_on, v.delivery_date, v.is_hidden,
        '走访' as about,
        concat_ws(
            '，', s.state_title, case when v.is_verified then '已核实' end, w.stage_title, v.corrections, v.note
        ) as told,
        case
            when v.refused is not null then v.refused
            when v.is_disputed then 'visits_differ'
            when v.is_latest_state and v.state <> 'normal' then 'left_here'
            when v.state <> 'normal' then 'superseded'
            when c.company_id is not null then 'verified'
            else 'noted'
        end as outcome,
        case
            when v.is_disputed and v.refused is null then '所见：' || d.tellings
            when v.is_verified and v.refused is null and c.company_id is null
                then v.fiscal_year || '年度企业没有填报，没有可核实的数'
            else v.detail
        end as detail,
        false as is_unasked
    from {{ ref('visit') }} as v
    left join {{ ref('visit_states') }} as s on v.state = s.state
    left join {{ ref('application_stages') }} as w on v.stage = w.stage
    left join seen as d on v.company_id = d.company_id
    left join confirmed as c on v.is_verified and v.company_id = c.company_id and v.fiscal_year = c.fiscal_year
),

ruled as (
    select
        'match_decision' as source, d.evidence, d.file, d.sent_by,
        case when {{ begins('d.file', "'county_feedback/'") }} then d.company_id end as company_id,
        d.name, d.told_by, d.told_on, d.delivery_date, d.is_foreign as is_hidden, '名称判定' as about, d.told,
        case
            when d.is_foreign then 'not_yours'
            when not d.is_standing then 'superseded'
            when d.changed <> '' then 'locked_changed'
            when d.verdict in ('same', 'different') and d.company_id is null then 'no_effect'
            when d.against is not null then 'verdicts_differ'
            when exists (
                select 1 from {{ ref('stg_mention') }} as m
                where d.name = m.name and coalesce(d.source, m.source) = m.source
            ) then 'accepted'
            else 'no_effect'
        end as outcome,
        coalesce(nullif(d.changed, ''), d.against) as detail, false as is_unasked
    from {{ ref('name_verdict') }} as d
    where {{ begins('d.file', "'county_feedback/'") }} or (d.against is not null and d.is_standing)
),

unread as (
    select
        source, evidence, file, sent_by, company_id, name, told_by, cast(null as date) as told_on,
        delivery_date, is_hidden, about, found as told, 'unread' as outcome, reason as detail,
        false as is_unasked
    from {{ ref('feedback_unread') }}
)

select
    f.* {{ without('is_unasked') }},
    o.outcome_title,
    o.for_city,
    case when f.is_unasked then coalesce(o.advice_unasked, o.advice) else o.advice end as advice,
    coalesce(p.county_code, case when p.place is null then c.county_code end) as county_code,
    coalesce(p.zone_code, case when p.place is null then c.zone_code end) as zone_code
from (
    select * from {{ ref('answer_outcome') }}
    union all
    select * from visited
    union all
    select * from ruled
    union all
    select * from unread
) as f
inner join {{ ref('feedback_outcomes') }} as o on f.outcome = o.outcome
left join {{ ref('place') }} as p on f.sent_by = p.place and p.level <> 'city'
left join {{ ref('company') }} as c on f.company_id = c.company_id
