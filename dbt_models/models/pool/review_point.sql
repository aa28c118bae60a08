-- What decides the level of a title, point by point, each with its clause, citation and evidence. excluded: on the
-- day. certain: a clause fails on known facts. unchanged: it fails if nothing changes. lapsing: what carries it ends
-- before the review, and the rest is not known. near: within the near margin of a bound; one of the route is no danger
-- where another route is met without an amount. single: it rests on one thing that may lapse. unknown: a clause that
-- data should settle is open. unheard: so is one against something adverse, of which no list and no department has said
-- that it happened, nor may a list mean it (doubted_metric). person: one that a person must judge. no_standard: nothing
-- judges it. not_found: a county's visit found nobody, or the company gone or closed, and the register does not say so:
-- whether it may be reviewed at all is not known (our reading; excluded once it does).
with clause as (
    select
        t.title_id,
        n.company_id,
        n.basis,
        n.role,
        n.route,
        n.clause,
        n.status,
        d.metric,
        -- a level (provincial, say) is reached or not, without a margin; size has that of its nearest bound
        case when m.unit = '级' then null when d.metric = 'is_sme' then z.tightest_margin else n.margin end as margin,
        n.text,
        n.citation,
        n.sentence,
        n.evidence,
        -- a duty counts from the year of the recognition on: until that has ended there is nothing to ask
        case when u.metric is not null and year(t.recognised_on) >= year(r.as_of) then year(t.recognised_on) end
            as first_year,
        case when d.metric like 'score!_%' escape '!' then 'score' else k.remedy end as remedy,
        case when n.status = 'unknown' then q.doubt end as doubt
    from {{ ref('clause_note') }} as n
    inner join {{ ref('review_title') }} as t
        on n.company_id = t.company_id and n.basis in ('review:' || t.title_id, 'carried:' || t.title_id)
    inner join {{ ref('clause_result') }} as c
        on n.company_id = c.company_id and n.basis = c.basis and n.standard_id = c.standard_id and n.role = c.role
        and n.route = c.route and n.clause = c.clause
    inner join {{ ref('conditions') }} as d on c.deciding_id = d.condition_id
    cross join {{ ref('stg_run') }} as r
    left join {{ ref('metrics') }} as m on d.metric = m.metric
    left join {{ ref('metric_remedies') }} as k on d.metric = k.metric
    left join {{ ref('review_duties') }} as u on d.metric = u.metric
    left join {{ ref('size_assessment') }} as z on n.company_id = z.company_id and n.basis = z.basis
    left join {{ ref('doubted_metric') }} as q on n.company_id = q.company_id and d.metric = q.metric
),

size_near as (
    -- size is a flag to its clause, yet has bounds of its own
    select
        t.title_id, c.company_id, c.basis, c.role, c.route, c.clause, z.tightest_margin, c.text, c.citation, f.note,
        f.evidence
    from {{ ref('review_title') }} as t
    inner join {{ ref('size_assessment') }} as z
        on t.company_id = z.company_id and z.basis = 'carried:' || t.title_id and z.status = 'met'
        and z.tightest_margin < {{ var('near_margin') }}
    inner join {{ ref('clause_result') }} as c
        on z.company_id = c.company_id and z.basis = c.basis and c.role = 'base' and c.status = 'met'
    inner join {{ ref('conditions') }} as d on c.deciding_id = d.condition_id and d.metric = 'is_sme'
    inner join {{ ref('company_metric') }} as f
        on c.company_id = f.company_id and c.basis = f.basis and d.metric = f.metric
),

asked as (
    -- whom to ask for what an open clause, or one that a person must judge, hangs on
    select c.title_id, c.role, c.route, c.clause, {{ joined('m.ask_whom', '、', distinct=true) }} as ask_whom
    from clause as c
    inner join {{ ref('condition_result') }} as r
        on c.company_id = r.company_id and c.basis = r.basis and c.role = r.role and c.route = r.route
        and c.clause = r.clause and c.status = r.status
    inner join {{ ref('metrics') }} as m on r.metric = m.metric
    where c.status in ('unknown', 'person') and c.basis like 'carried:%'
    group by c.title_id, c.role, c.route, c.clause
),

ending as (
    -- the certificates behind a clause that end before the review
    select c.title_id, c.role, c.route, c.clause, {{ joined('v.note', '、', distinct=true) }} as thing
    from clause as c
    inner join {{ ref('condition_result') }} as r
        on c.company_id = r.company_id and c.basis = r.basis and c.role = r.role and c.route = r.route
        and c.clause = r.clause and r.status = 'not_met'
    inner join {{ ref('metric_validity') }} as v
        on r.company_id = v.company_id and r.basis = v.basis and r.metric = v.metric and v.ends_before
    where c.basis like 'carried:%'
    group by c.title_id, c.role, c.route, c.clause
),

told as (
    select
        title_id, company_id, 'excluded' as kind, null as role, null as route, null as clause, null as margin,
        gone as text, null as citation, gone as sentence, gone_evidence as evidence, gone_kind as remedy, null as thing
    from {{ ref('review_title') }}
    where gone is not null
    union all
    select
        title_id, company_id, 'certain', role, route, clause, margin, text, citation, sentence, evidence, remedy, null
    from clause
    where basis like 'review:%' and status = 'not_met'
    union all
    select
        c.title_id, c.company_id, 'unchanged', c.role, c.route, c.clause, c.margin, c.text, c.citation, c.sentence,
        c.evidence, case when e.thing is null then c.remedy else 'certificate' end, e.thing
    from clause as c
    left join clause as k
        on c.title_id = k.title_id and k.basis like 'review:%' and k.status = 'not_met' and c.role = k.role
        and c.route = k.route and c.clause = k.clause
    left join ending as e
        on c.title_id = e.title_id and c.role = e.role and c.route = e.route and c.clause = e.clause
    where c.basis like 'carried:%' and c.status = 'not_met' and k.clause is null
    union all
    select
        s.title_id, s.company_id, s.kind, s.role, s.route, s.clause, null, s.text, s.citation,
        s.text || '：' || case s.kind
            when 'single' then '只靠' || s.metric_title || coalesce('（计至 ' || s.until || '）', '')
            else '现在靠' || s.metric_title || '满足' || coalesce('（计至 ' || s.until || '）', '') || '，早于复核日失效，其余不详'
        end || '〔' || s.citation || '〕',
        -- a certificate that ends later is in force at the review
        s.evidence, case when s.kind = 'single' and k.remedy = 'certificate' then 'sole' else k.remedy end,
        s.metric_title || coalesce('（计至 ' || s.until || '）', '')
    from {{ ref('review_support') }} as s
    left join {{ ref('metric_remedies') }} as k on s.metric = k.metric
    union all
    select
        c.title_id, c.company_id, 'near', c.role, c.route, c.clause, c.margin, c.text, c.citation, c.sentence,
        c.evidence, c.remedy, null
    from clause as c
    left join (select distinct title_id from {{ ref('review_met_route') }}) as o
        on c.title_id = o.title_id and c.role = 'route'
    where c.basis like 'carried:%' and c.status = 'met' and o.title_id is null
    union all
    select
        title_id, company_id, 'near', role, route, clause, tightest_margin, text, citation,
        text || '：' || note || '〔' || citation || '〕', evidence, 'size', null
    from size_near
    union all
    select
        c.title_id, c.company_id, case
            when c.status = 'unknown' and w.is_adverse and c.doubt is null then 'unheard' else c.status
        end,
        c.role, c.route, c.clause, null, c.text, c.citation,
        c.text || '〔' || c.citation || '〕' || case
            when c.doubt is not null then '：' || c.doubt
            when c.first_year is null then '（问：' || coalesce(a.ask_whom, '企业') || '）'
            else '（从 ' || c.first_year || ' 年度起算，该年度结束后再问）'
        end,
        c.evidence,
        case c.status when 'person' then 'judgement' else 'unknown' end, null
    from clause as c
    left join asked as a
        on c.title_id = a.title_id and c.role = a.role and c.route = a.route and c.clause = a.clause
    left join {{ ref('watch_remedies') }} as w on c.remedy = w.remedy
    where c.basis like 'carried:%' and c.status in ('unknown', 'person')
    union all
    select
        t.title_id, t.company_id, 'no_standard', null, null, null, null, '没有适用的复核标准',
        -- where no row says that its standard is not here, what the title itself rests on
        coalesce(min(a.citation), min(k.citation)),
        '没有适用的复核标准，须人工判定' || coalesce('：' || min(a.note), '')
        || coalesce('〔' || coalesce(min(a.citation), min(k.citation)) || '〕', ''),
        null, 'standard', null
    from {{ ref('review_title') }} as t
    left join {{ ref('tiers') }} as k on t.tier = k.tier
    left join {{ ref('applicability') }} as a
        on t.tier = a.tier and a.purpose = 'review' and a.standard_id is null
    where t.review_standard_id is null
    group by t.title_id, t.company_id
    union all
    select
        t.title_id, t.company_id, 'not_found', null, null, null, null, '走访：' || s.state_title, null,
        '县（市、区）' || v.told_on || ' 走访：' || s.state_title || coalesce('（' || v.told_by || '）', '')
        || '，登记上还没有，待核实', v.evidence, 'visit', null
    from {{ ref('review_title') }} as t
    inner join {{ ref('visit') }} as v
        on t.company_id = v.company_id and v.is_latest_state and not v.is_disputed and v.state <> 'normal'
    inner join {{ ref('visit_states') }} as s on v.state = s.state
    where t.gone is null
)

select
    o.title_id,
    o.company_id,
    o.kind,
    case
        when o.kind in ('excluded', 'certain') then 'red'
        when o.kind in ('unchanged', 'lapsing') then 'orange'
        when o.kind in ('near', 'single', 'unknown', 'no_standard', 'not_found') then 'yellow'
        else 'green'
    end as level,
    o.role,
    o.route,
    o.clause,
    o.margin,
    o.text,
    coalesce(o.citation, r.citation) as citation,
    case
        when o.kind in ('excluded', 'not_found') then o.sentence || coalesce('〔' || r.citation || '〕', '')
        else o.sentence
    end as sentence,
    o.evidence,
    o.remedy,
    o.thing,
    case when o.kind in ('excluded', 'certain') then coalesce(r.certain_action, r.action) else r.action end as action,
    o.kind in ('excluded', 'certain') and not coalesce(r.can_mend, false) as is_settled
from told as o
left join {{ ref('watch_remedies') }} as r on o.remedy = r.remedy
