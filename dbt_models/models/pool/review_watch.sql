-- Every title in force that ends: how its review looks from today, in words: the level (review_level) and its reasons
-- point by point with their clauses (review_point), what lapses before, what follows of the years that have not closed
-- (review_branch, review_amount), which other route is met without any (review_met_route), what the other routes ask
-- for (review_other_route), what is not known and whom to ask, what to do. Certificates that end first are said where
-- its standard asks for them.
with told as (
    select
        title_id,
        {{ joined('sentence', '；', order_by="level, kind, margin nulls first, role, clause, sentence",
                  where="kind in ('excluded', 'certain')") }} as certain,
        {{ joined('sentence', '；', order_by='margin nulls first, role, clause', where="kind = 'unchanged'") }}
            as unchanged,
        {{ joined('sentence', '；', order_by='clause, sentence', where="kind = 'lapsing'") }} as lapsing,
        {{ joined('sentence', '；', order_by='margin, clause', where="kind = 'near'") }} as near_bound,
        {{ joined('sentence', '；', order_by='clause, sentence', where="kind = 'single'") }} as single_thing,
        {{ joined('sentence', '；', order_by='role, clause', where="kind in ('unknown', 'unheard')") }}
            as open_clauses,
        {{ joined("text || '〔' || citation || '〕'", '；', order_by='role, clause', where="kind = 'unknown'") }}
            as undecided,
        {{ joined("'须由人判定：' || sentence", '；', order_by='role, clause', where="kind = 'person'") }}
            as person_clauses,
        min(case when kind = 'no_standard' then sentence end) as no_standard,
        min(case when kind = 'not_found' then sentence end) as not_found,
        {{ joined("text || coalesce('〔' || citation || '〕', '')", '；', order_by='role, clause', where='is_settled') }}
            as settled,
        coalesce(bool_or(remedy = 'size' and kind in ('unchanged', 'near')), false) as has_size_bound,
        coalesce(bool_or(remedy = 'score' and kind = 'unchanged'), false) as score_fails,
        {{ evidence_list('evidence') }} as evidence
    from {{ ref('review_point') }}
    group by title_id
),

used as (
    select standard_id, metric, min(citation) as citation
    from (
        select standard_id, metric, citation from {{ ref('conditions') }}
        union all
        select standard_id, metric, citation from {{ ref('bands') }}
    ) as u
    group by standard_id, metric
),

ending as (
    -- of the certificates that end first, those that the review looks at
    select
        t.title_id,
        {{ joined("v.note || '〔' || u.citation || '〕'", '；', order_by='v.metric') }} as notes,
        {{ evidence_list('v.evidence') }} as evidence
    from {{ ref('review_title') }} as t
    inner join {{ ref('metric_validity') }} as v on t.company_id = v.company_id and v.basis = 'carried:' || t.title_id
    inner join used as u on t.review_standard_id = u.standard_id and v.metric = u.metric
    left join told as l on t.title_id = l.title_id
    where v.ends_before and not contains(coalesce(l.unchanged, ''), v.note)
    group by t.title_id
),

renewal as (
    -- what a list may say of the very title, beyond its end
    select t.title_id, {{ in_doubt_note('q.names', 'q.evidence') }} as note, q.evidence
    from {{ ref('review_title') }} as t
    inner join {{ ref('claim_in_doubt') }} as q
        on t.company_id = q.company_id and t.tier = q.claim and coalesce(q.lasts_to > t.valid_to, true)
),

action as (
    -- what to do about the points that give the level, by their kinds
    select
        p.title_id,
        p.action || coalesce('：' || {{ joined('p.thing', '、', distinct=true) }}, '') as action,
        min(r.remedy_order) as remedy_order
    from {{ ref('review_point') }} as p
    inner join {{ ref('review_level') }} as v on p.title_id = v.title_id and p.level = v.level
    inner join {{ ref('watch_remedies') }} as r on p.remedy = r.remedy
    where v.level <> 'green'
    group by p.title_id, p.action
),

other_route as (
    select title_id, {{ joined('sentence', '；', order_by='route') }} as sentence
    from {{ ref('review_other_route') }}
    group by title_id
),

met_route as (
    select
        title_id,
        '另一路径' || {{ joined("'“' || route_title || '”'", '、', order_by='route') }}
        || '按现有数据也满足，不看金额' as sentence
    from {{ ref('review_met_route') }}
    group by title_id
),

acting as (
    select title_id, {{ joined('action', '；', order_by='remedy_order, action') }} as action
    from action
    group by title_id
)

select
    t.title_id,
    t.company_id,
    t.uscc,
    t.name,
    t.county_code,
    t.county,
    t.zone_code,
    t.zone,
    t.tier,
    t.tier_title,
    t.recognised_on,
    t.valid_to,
    t.document,
    t.days_left,
    t.opens_on,
    t.company_by,
    t.closes_on,
    t.window_assumed,
    t.window_citation,
    t.review_on,
    t.review_standard_id,
    t.why_standard,
    v.level,
    v.tightest_clause,
    v.tightest_margin,
    concat_ws(
        '；',
        l.certain,
        '若无变化：' || l.unchanged,
        l.lapsing,
        case when v.level = 'yellow' then '贴近界线：' || l.near_bound end,
        case when v.level = 'yellow' then '只靠一项会到期的：' || l.single_thing end,
        case when v.level = 'yellow' then '数据不足，还不能判断：' || l.undecided end,
        l.no_standard,
        l.not_found,
        case when v.level = 'green' then case
            when l.person_clauses is null then '按现有数据可通过' else '数据能判的条款都满足，其余须由人判定'
        end || coalesce('（' || b.assumed || '）', '') || '〔' || t.standard_citation || '〕' end,
        '另请留意：' || nullif(concat_ws('；', e.notes, '可能已经复核或重新认定：' || d.note), ''),
        t.end_note
    ) as reasons,
    case
        when l.settled is not null then '已成事实，到复核日补不了：' || l.settled
        else nullif(concat_ws(
            '；',
            b.assumed || '：' || case
                when b.is_open and v.level = 'green'
                    then '除还没有谁说过的不利情形外，' || case
                        when l.person_clauses is null then '可通过' else '数据能判的都满足，其余须由人判定'
                    end
                -- a route is met: it is the base conditions that fail
                when x.sentence is not null and b.if_unchanged = '过不了' then '基本条件过不了'
                else b.if_unchanged
            end,
            x.sentence || case
                when n.amounts is null and not coalesce(l.has_size_bound, false) then '，没有非达到不可的金额'
                else '，因此只列基本条件所要的金额'
            end,
            case
                when b.title_id is not null and l.has_size_bound then '划型所用的指标（按行业为从业人员、营业收入或资产）须有一项低于界线（数见预警原因）'
            end,
            n.amounts,
            case
                when l.score_fails and not coalesce(n.has_one_of, false) and b.title_id is not null
                    then '得分差的，单靠一项够不上，须几项一起补强'
            end,
            w.sentence
        ), '')
    end as needs,
    nullif(concat_ws(
        '；',
        l.open_clauses,
        l.person_clauses,
        case
            when t.closes_on is null then '复核受理时间：没有已知的通知（问：市工信局）'
            when t.window_assumed then '复核受理时间：' || t.window_citation || '（问：市工信局）'
        end
    ), '') as unknowns,
    t.duty as duties,
    coalesce(o.action, k.action) || '（' || k.by_whom
    || case when s.company_id is null then coalesce('；' || k.unassigned, '') else '' end || '；' || coalesce(
        case when t.company_by < t.valid_to then '企业网上申报截止 ' || t.company_by
            || case when t.window_assumed then '（推定）' else '' end
            || case when t.company_by < r.as_of then '，已过，请核实是否已申报' else '' end
        end,
        '有效期满 ' || t.valid_to || ' 前'
    ) || '）' || coalesce('；' || t.duty, '') as action,
    {{ merged_places(['t.evidence', 'l.evidence', 'e.evidence', 'd.evidence']) }} as evidence
from {{ ref('review_title') }} as t
inner join {{ ref('review_level') }} as v on t.title_id = v.title_id
inner join {{ ref('watch_actions') }} as k on v.level = k.level
cross join {{ ref('stg_run') }} as r
left join told as l on t.title_id = l.title_id
left join ending as e on t.title_id = e.title_id
left join renewal as d on t.title_id = d.title_id
left join {{ ref('review_amount') }} as n on t.title_id = n.title_id
left join {{ ref('review_branch') }} as b on t.title_id = b.title_id
left join acting as o on t.title_id = o.title_id
left join other_route as w on t.title_id = w.title_id
left join met_route as x on t.title_id = x.title_id
left join {{ ref('company_specialist') }} as s on t.company_id = s.company_id
