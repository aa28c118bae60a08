-- What became of everything that a county sent back: each answer, visit and verdict, and each row that could not be
-- read; those for the city to settle are marked. A row returns to who sent it; what a plain form tells of a company
-- returns to that company's county. What is hidden is for the city alone. Whoever answered a row that no workbook asks
-- any more is not told to fill it in again.
with differing as (
    select
        f.company_id, f.item, f.fiscal_year,
        {{ joined("f.shown || '（' || coalesce(p.place_title, '未注明所在县') || '）'", '、', distinct=true) }} as tellings
    from {{ ref('feedback_answer') }} as f
    left join {{ ref('place') }} as p on f.sent_by = p.place
    where f.refused = 'two_places'
    group by f.company_id, f.item, f.fiscal_year
),

year_told as (
    -- by those alone who are answered for: few of all who report
    select y.*, w.title
    from {{ ref('company_year') }} as y
    inner join {{ ref('trust') }} as w on y.trust = w.trust
    where y.company_id in (select a.company_id from {{ ref('feedback_answer') }} as a)
),

confirmed as (
    -- the years of which a company had reported something that a visit could find right
    select distinct company_id, fiscal_year
    from {{ ref('company_year') }}
    where
        trust = 'county_verified'
        and company_id in (select v.company_id from {{ ref('visit') }} as v where v.is_verified)
),

asked as (
    select distinct company_id, metric, fiscal_year
    from {{ ref('data_request') }}
    where company_id in (select a.company_id from {{ ref('feedback_answer') }} as a)
),

doubted as (
    -- what an answer contradicts: it stands, and what would follow from it does not (metric_finance)
    select
        company_id,
        item,
        fiscal_year,
        {{ joined("words || '，两数矛盾，请核对'", '；', distinct=true) }} as note
    from (
        {% call(metric, part_title, part, whole_title, whole) each_share() %}
        select
            t.company_id, t.item, t.fiscal_year,
            '{{ part_title }} ' || {{ plain_number('p.value') }} || ' 大于{{ whole_title }} '
            || {{ plain_number('w.value') }} as words
        from year_told as t
        inner join year_told as p
            on t.company_id = p.company_id and t.fiscal_year = p.fiscal_year and p.item = '{{ part }}'
        inner join year_told as w
            on t.company_id = w.company_id and t.fiscal_year = w.fiscal_year and w.item = '{{ whole }}'
        where p.value > w.value and t.item in ('{{ part }}', '{{ whole }}', '{{ metric }}')
        {% endcall %}
    ) as c
    group by company_id, item, fiscal_year
),

answered as (
    select
        f.source, f.evidence, f.file, f.sent_by, f.company_id, f.name, f.told_by,
        coalesce(f.dated_on, f.told_on) as told_on, f.delivery_date, f.is_hidden,
        coalesce(f.title, f.asked, '备注')
        || coalesce('（' || case when f.metric is not null then f.fiscal_year end || '）', '') as about,
        f.shown as told,
        case
            when f.refused is not null then f.refused
            when m.trust_rank < k.trust_rank and m.trust = 'official_list' then 'against_list'
            when m.trust_rank < k.trust_rank or y.evidence is null then 'outranked'
            else 'accepted'
        end as outcome,
        case
            when f.refused = 'two_places'
                then '各处所填：' || d.tellings
            when f.refused is not null then f.detail
            when m.trust_rank < k.trust_rank
                then '现用：' || m.trust_title || ' '
                || {{ plain_value('coalesce(m.value_low, m.value_high)', 't.kind', 'mg.grade_title') }}
                || coalesce('，' || m.evidence, '')
            when y.evidence is null
                then concat_ws(
                    '；', '现用：' || {{ plain_value('n.value', 't.kind', 'ng.grade_title') }} || '，' || n.title, f.detail
                )
            else concat_ws(
                '；',
                '作为' || k.title,
                case when f.fiscal_year >= year(r.as_of) then f.fiscal_year || ' 年度的，评判看到这一年度时才用' end,
                b.note,
                f.detail
            )
        end as detail,
        s.evidence is not null and q.company_id is null as is_unasked
    from {{ ref('feedback_answer') }} as f
    cross join {{ ref('stg_run') }} as r
    left join {{ ref('trust') }} as k on f.trust = k.trust
    left join {{ ref('stg_county_feedback') }} as s
        on f.source = 'county_feedback' and f.evidence = s.evidence and s.place is not null
    left join asked as q
        on f.company_id = q.company_id and s.metric = q.metric and try_cast(s.period as integer) = q.fiscal_year
    left join differing as d
        on f.company_id = d.company_id and f.item = d.item and f.fiscal_year = d.fiscal_year
    left join year_told as y
        on f.company_id = y.company_id and f.item = y.item and f.fiscal_year = y.fiscal_year
        and contains(y.evidence, f.evidence)
    left join year_told as n
        on f.company_id = n.company_id and f.item = n.item and f.fiscal_year = n.fiscal_year
    left join doubted as b
        on f.company_id = b.company_id and f.item = b.item and f.fiscal_year = b.fiscal_year
    left join (
        -- what is in force instead, of a fact of the same year
        select c.*, h.trust_rank, h.title as trust_title
        from {{ ref('company_metric') }} as c
        inner join {{ ref('trust') }} as h on c.trust = h.trust
        where c.basis = 'today' and c.company_id in (select a.company_id from {{ ref('feedback_answer') }} as a)
    ) as m
        on f.company_id = m.company_id and f.item = m.metric and f.fiscal_year = year(r.as_of) - 1
        and (f.value < m.value_low or f.value > m.value_high)
    left join {{ ref('metrics') }} as t on f.item = t.metric
    left join {{ ref('grades') }} as mg
        on f.item = mg.metric and coalesce(m.value_low, m.value_high) = mg.grade
    left join {{ ref('grades') }} as ng on f.item = ng.metric and n.value = ng.grade
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
    select * from answered
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
