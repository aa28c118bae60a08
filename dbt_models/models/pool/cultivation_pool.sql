-- The pool: one row a company and tier, with why it is here, what it lacks and what stands against it.
with signal as (
    select
        company_id,
        {{ joined('signal_title', '、', order_by='signal_order') }} as signals,
        {{ evidence_list('evidence') }} as evidence
    from {{ part_of(ref('company_signal')) }}
    group by company_id
),

title as (
    select
        t.company_id,
        {{ joined(
            "k.tier_title || coalesce('（至' || t.valid_to || '）', '')", '、',
            order_by='k.ladder_order nulls last, k.tier, t.title_id'
        ) }} as titles,
        {{ evidence_list('t.evidence') }} as evidence
    from {{ part_of(ref('title')) }} as t
    inner join {{ ref('tiers') }} as k on t.tier = k.tier
    where t.in_force
    group by t.company_id
),

possible_title as (
    -- of the titles that a list may say it holds, those that it is not known to hold
    select
        q.company_id,
        {{ joined('k.tier_title', '、', order_by='k.ladder_order nulls last, k.tier') }} as titles
    from {{ ref('claim_in_doubt') }} as q
    inner join {{ ref('tiers') }} as k on q.claim = k.tier
    cross join {{ ref('stg_run') }} as r
    left join {{ ref('title') }} as t on q.company_id = t.company_id and k.tier = t.tier and t.in_force
    where coalesce(q.lasts_to >= r.as_of, true) and t.company_id is null
    group by q.company_id
),

missing as (
    select
        company_id,
        tier,
        count(*) as missing_count,
        {{ joined('metric_title', '、', order_by='points_at_stake desc nulls first, metric, metric_title') }} as missing
    from {{ part_of(ref('data_request')) }}
    where ask <> 'person'
    group by company_id, tier
),

clause as (
    select
        company_id,
        standard_id,
        {{ joined('sentence', '；', order_by='margin desc nulls last, role, clause', where="role <> 'base'") }} as gaps,
        {{ joined('sentence', '；', order_by='clause', where="role = 'base'") }} as exclusions,
        {{ evidence_list('evidence') }} as evidence
    from {{ part_of(ref('clause_note')) }}
    where basis = 'today' and status = 'not_met'
    group by company_id, standard_id
),

weak as (
    select
        i.company_id,
        i.standard_id,
        {{ joined(
            "d.title || ' ' || " ~ plain_number('i.score_max') ~ " || '/' || " ~ plain_number('i.full_points'), '、',
            order_by='i.full_points - i.score_max desc, i.indicator_id'
        ) }} as indicators
    from {{ part_of(ref('indicator_score')) }} as i
    inner join {{ ref('indicators') }} as d on i.standard_id = d.standard_id and i.indicator_id = d.indicator_id
    where i.basis = 'today' and i.score_max < i.full_points
    group by i.company_id, i.standard_id
),

met_unscored as (
    -- which clauses of its best route a company meets by something else than the score, which is too low
    select
        c.company_id,
        c.standard_id,
        d.text || '〔' || d.citation || '〕' as ground,
        k.clause is not null as is_instead_of_score
    from {{ part_of(ref('assessment')) }} as a
    inner join {{ part_of(ref('clause_result')) }} as c
        on a.company_id = c.company_id and a.basis = c.basis and a.standard_id = c.standard_id
        and a.best_route = c.route and c.role = 'route' and c.status = 'met'
    inner join {{ ref('conditions') }} as d on c.deciding_id = d.condition_id
    left join (
        select distinct n.standard_id, n.route, n.clause
        from {{ ref('conditions') }} as n
        inner join {{ ref('standards') }} as s on n.standard_id = s.standard_id and n.metric = s.score_metric
        where n.role = 'route'
    ) as k on c.standard_id = k.standard_id and c.route = k.route and c.clause = k.clause
    where a.basis = 'today' and a.status in ('met', 'person') and a.score_max < a.pass_score
),

unscored as (
    select
        company_id,
        standard_id,
        {{ joined('ground', '、', order_by='ground') }} as grounds
    from (
        select * from met_unscored
        qualify is_instead_of_score or not bool_or(is_instead_of_score) over (partition by company_id, standard_id)
    ) as m
    group by company_id, standard_id
),

application as (
    select
        a.company_id,
        a.tier,
        concat_ws(
            '，',
            a.progress,
            case a.result when 'passed' then '通过' when 'failed' then '未通过' when 'declined' then '放弃' else '审核中' end,
            case when a.rest_until > r.as_of then a.rest_until || ' 前不再催报' end,
            a.note
        ) as application_note,
        case when a.rest_until > r.as_of then a.rest_until end as rest_until
    from {{ part_of(ref('application_state')) }} as a
    cross join {{ ref('stg_run') }} as r
),

ranked as (
    -- among the companies of all parts
    select
        company_id,
        tier,
        row_number() over (
            partition by tier
            order by status_order, closeness desc, coverage desc, score_max desc nulls last, company_id
        ) as pool_rank
    from {{ ref('pool_subject') }}
),

gone as (
    select
        v.company_id,
        min('县（市、区）' || v.told_on || ' 走访：' || s.state_title || coalesce('（' || v.told_by || '）', '')) as found,
        {{ evidence_list('v.evidence') }} as evidence
    from {{ part_of(ref('visit')) }} as v
    inner join {{ ref('visit_states') }} as s on v.state = s.state
    where v.is_latest_state and not v.is_disputed and v.state <> 'normal'
    group by v.company_id
)

select
    p.company_id,
    p.uscc,
    p.name,
    p.county_code,
    p.county,
    p.zone_code,
    p.zone,
    p.tier,
    p.tier_title,
    p.is_next,
    p.standard_id,
    p.status,
    p.score_min,
    p.score_max,
    p.pass_score,
    p.coverage,
    s.signals,
    nullif(concat_ws('；', t.titles, '还不能断定：' || o.titles), '') as titles,
    m.missing,
    coalesce(m.missing_count, 0) as missing_count,
    nullif(concat_ws('；', c.gaps, '得分不到及格分，凭此满足：' || u.grounds, '弱项：' || w.indicators), '') as gaps,
    nullif(concat_ws('；', g.found, c.exclusions), '') as exclusions,
    a.application_note,
    a.rest_until,
    p.closeness,
    r.pool_rank,
    p.is_provisional,
    p.assumption,
    {{ merged_places(['s.evidence', 't.evidence', 'c.evidence', 'p.evidence', 'g.evidence']) }} as evidence
from {{ part_of(ref('pool_subject')) }} as p
inner join ranked as r on p.company_id = r.company_id and p.tier = r.tier
left join signal as s on p.company_id = s.company_id
left join title as t on p.company_id = t.company_id
left join possible_title as o on p.company_id = o.company_id
left join missing as m on p.company_id = m.company_id and p.tier = m.tier
left join clause as c on p.company_id = c.company_id and p.standard_id = c.standard_id
left join weak as w on p.company_id = w.company_id and p.standard_id = w.standard_id
left join unscored as u on p.company_id = u.company_id and p.standard_id = u.standard_id
left join application as a on p.company_id = a.company_id and p.tier = a.tier
left join gone as g on p.company_id = g.company_id
