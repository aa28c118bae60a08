-- What became of everything that a county sent back: each answer, visit and verdict, and each row that could not be
-- read; those for the city to settle are marked.
with differing as (
    select
        company_id,
        item,
        fiscal_year,
        {{ joined("shown || '（' || coalesce(sent_by, '市局') || '）'", '、', distinct=true) }} as places_told
    from {{ ref('feedback_answer') }}
    where refused = 'two_places'
    group by company_id, item, fiscal_year
),

answered as (
    select
        f.source, f.evidence, f.file, f.sent_by, f.company_id, f.name, f.told_by, f.told_on, f.delivery_date,
        coalesce(f.title, f.asked_title, f.asked) || '（' || f.fiscal_year || '）' as about,
        f.shown as told,
        case
            when f.refused is not null then f.refused
            when m.trust = 'official_list' and (f.value < m.value_low or f.value > m.value_high) then 'against_list'
            when y.evidence is null then 'outranked'
            else 'accepted'
        end as outcome,
        case
            when f.refused = 'two_places'
                then '两处所填：' || d.places_told
            when f.refused is not null then f.detail
            when m.trust = 'official_list' and (f.value < m.value_low or f.value > m.value_high)
                then '名单：' || {{ plain_number('coalesce(m.value_low, m.value_high)') }}
                || coalesce('，' || m.evidence, '')
            else '作为' || k.title
        end as detail
    from {{ ref('feedback_answer') }} as f
    left join {{ ref('trust') }} as k on f.trust = k.trust
    left join differing as d on f.company_id = d.company_id and f.item = d.item and f.fiscal_year = d.fiscal_year
    left join {{ ref('company_year') }} as y
        on f.company_id = y.company_id and f.item = y.item and f.fiscal_year = y.fiscal_year
        and contains(y.evidence, f.evidence)
    left join {{ ref('company_metric') }} as m
        on f.company_id = m.company_id and m.basis = 'today' and f.item = m.metric
),

visited as (
    select
        v.source, v.evidence, v.file, v.sent_by, v.company_id, v.name, v.told_by, v.told_on, v.delivery_date,
        '走访' as about,
        concat_ws(
            '，', s.state_title, case when v.is_verified then '已核实' end, w.stage_title, v.corrections, v.note
        ) as told,
        case
            when v.refused is not null then v.refused
            when v.is_disputed then 'two_places'
            when v.is_latest_state and v.state <> 'normal' then 'left_here'
            when v.corrections is not null and not contains(replace(v.corrections, '＝', '='), '=') then 'for_person'
            when v.is_verified then 'verified'
            else 'noted'
        end as outcome,
        case when v.is_disputed and v.refused is null then '两处走访所见不同' else v.detail end as detail
    from {{ ref('visit') }} as v
    left join {{ ref('visit_states') }} as s on v.state = s.state
    left join {{ ref('application_stages') }} as w on v.stage = w.stage
),

ruled as (
    select
        'match_decision' as source, d.evidence, d.file,
        nullif(regexp_extract(d.file, '(?:^|[/!])(Z?[0-9]{6})_', 1), '') as sent_by,
        d.company_id, d.name, d.decided_by as told_by,
        coalesce(try_cast(d.decided_at as date), d.delivery_date) as told_on,
        d.delivery_date, '名称判定' as about,
        case d.verdict when 'same' then '同一企业' when 'different' then '不是同一企业' when 'not_registered' then '未登记'
            else '撤回' end || coalesce('：' || d.candidate_name, '') as told,
        case
            when not d.is_current then 'superseded'
            when d.verdict in ('same', 'different') and d.company_id is null then 'no_effect'
            when exists (
                select 1 from {{ ref('stg_mention') }} as m
                where d.name = m.name and coalesce(d.source, m.source) = m.source
            ) then 'accepted'
            else 'no_effect'
        end as outcome,
        cast(null as string) as detail
    from {{ ref('stg_match_decision') }} as d
    where {{ begins('d.evidence', "'county_feedback/'") }}
),

unread as (
    select
        q.source, q.file || '#' || q.sheet || '!' || q.{{ adapter.quote('row') }} as evidence, q.file,
        nullif(regexp_extract(q.file, '(?:^|[/!])(Z?[0-9]{6})_', 1), '') as sent_by,
        cast(null as string) as company_id, cast(null as string) as name, cast(null as string) as told_by,
        q.delivery_date as told_on, q.delivery_date, q.heading as about, q.found as told, 'unread' as outcome,
        q.reason || coalesce('，应为' || nullif(q.expected, ''), '') as detail
    from {{ ref('stg_quarantine') }} as q
    where {{ begins('q.file', "'county_feedback/'") }} or q.source in ('county_feedback', 'county_visit')
)

select
    f.*,
    o.outcome_title,
    o.for_city,
    o.is_used,
    o.advice,
    case when left(f.sent_by, 1) = 'Z' then z.host_county_code else f.sent_by end as county_code,
    case when left(f.sent_by, 1) = 'Z' then f.sent_by end as zone_code
from (
    select * from answered
    union all
    select * from visited
    union all
    select * from ruled
    union all
    select * from unread
) as f
inner join {{ ref('feedback_outcomes') }} as o on f.outcome = o.outcome
left join {{ ref('zones') }} as z on f.sent_by = z.zone_code
