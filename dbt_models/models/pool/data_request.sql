-- What to ask, of whom and why: facts that an open clause of the base or the best route asks for, those that leave an
-- indicator's points open, and clauses that a person must judge; what was read and settles nothing (a judgement that
-- lapsed, say) is told. A figure that follows from others is asked for as those others, each with its year: an answer
-- can then be used. Asked are the companies of the pool for their next tier, and those with a title for its review, on
-- what will hold then if nothing changes. One row a company, tier, item and year; nothing is asked of the excluded, nor
-- of who rests or is gone.
with subject as (
    select s.company_id, s.name, s.county_code, s.zone_code, s.tier, s.standard_id, 'new' as purpose, 'today' as basis
    from {{ ref('pool_subject') }} as s
    cross join {{ ref('stg_run') }} as r
    left join {{ ref('application_state') }} as a
        on s.company_id = a.company_id and s.tier = a.tier and a.rest_until > r.as_of
    where s.is_next and s.status <> 'excluded' and a.company_id is null
    union all
    select
        company_id,
        name,
        county_code,
        zone_code,
        tier,
        review_standard_id as standard_id,
        'review' as purpose,
        'carried:' || title_id as basis
    from {{ ref('review_title') }}
    where gone is null and review_standard_id is not null
),

clause as (
    select
        s.company_id,
        s.tier,
        r.metric,
        max(n.status) as status,
        {{ distinct_sentences("n.text || '〔' || n.citation || '〕'") }} as clause
    from subject as s
    inner join {{ ref('clause_note') }} as n
        on s.company_id = n.company_id and s.basis = n.basis and s.standard_id = n.standard_id
        and n.status in ('unknown', 'person')
    inner join {{ ref('condition_result') }} as r
        on n.company_id = r.company_id and n.basis = r.basis and n.standard_id = r.standard_id
        and n.role = r.role and n.route = r.route and n.clause = r.clause and n.status = r.status
    group by s.company_id, s.tier, r.metric
),

open_score as (
    -- a review asks for points only where a score is what is open
    select distinct c.basis
    from {{ ref('clause_note') }} as c
    inner join {{ ref('condition_result') }} as r
        on c.company_id = r.company_id and c.basis = r.basis and c.standard_id = r.standard_id and c.role = r.role
        and c.route = r.route and c.clause = r.clause and r.metric like 'score!_%' escape '!'
    where c.purpose = 'review' and c.status = 'unknown' and r.status = 'unknown'
),

indicator as (
    select
        s.company_id,
        s.tier,
        p.metric,
        min(p.indicator_id) as indicator_id,
        max(i.score_max - greatest(i.score_min, p.score_min)) as indicator_open,
        max(p.score_max - p.score_min) as metric_open,
        {{ distinct_sentences("d.title || '〔' || d.citation || '〕'") }} as clause
    from subject as s
    inner join {{ ref('indicator_score') }} as i
        on s.company_id = i.company_id and s.basis = i.basis and s.standard_id = i.standard_id and not i.is_known
    inner join {{ ref('metric_score') }} as p
        on i.company_id = p.company_id and i.basis = p.basis and i.standard_id = p.standard_id
        and i.indicator_id = p.indicator_id and p.score_max > p.score_min
    inner join {{ ref('indicators') }} as d on i.standard_id = d.standard_id and i.indicator_id = d.indicator_id
    left join open_score as o on s.basis = o.basis
    where s.purpose = 'new' or o.basis is not null
    group by s.company_id, s.tier, p.metric
),

asked as (
    select
        coalesce(c.company_id, i.company_id) as company_id,
        coalesce(c.tier, i.tier) as tier,
        coalesce(c.metric, i.metric) as metric,
        c.status = 'person' and i.metric is null as is_persons,
        i.indicator_id,
        least(i.indicator_open, i.metric_open) as points_at_stake,
        concat_ws('；', c.clause, i.clause) as clause
    from clause as c
    full join indicator as i on c.company_id = i.company_id and c.tier = i.tier and c.metric = i.metric
),

needed as (
    select
        a.*,
        i.item,
        i.item_title,
        i.unit as item_unit,
        cast(year(r.as_of) - 1 - coalesce(i.years_back, 0) as integer) as fiscal_year,
        y.value is not null as is_known,
        bool_and(y.value is not null) over (partition by a.company_id, a.tier, a.metric) as all_known
    from asked as a
    cross join {{ ref('stg_run') }} as r
    left join {{ ref('asked_items') }} as i on a.metric = i.metric
    left join {{ ref('company_year') }} as y
        on a.company_id = y.company_id and i.item = y.item and year(r.as_of) - 1 - i.years_back = y.fiscal_year
),

kept as (
    -- where every figure is known and still nothing follows, the derived one itself is asked for
    select
        company_id,
        tier,
        metric,
        is_persons,
        indicator_id,
        points_at_stake,
        clause,
        case when not all_known then item end as item,
        case when not all_known then item_title || '（' || fiscal_year || '年）' end as item_title,
        case when not all_known then item_unit end as item_unit,
        case when all_known then max(fiscal_year) over (partition by company_id, tier, metric) else fiscal_year end
            as fiscal_year
    from needed
    where not is_known or all_known
)

select
    s.company_id,
    s.name,
    s.county_code,
    s.zone_code,
    s.tier,
    s.purpose,
    s.standard_id,
    coalesce(n.item, n.metric) as metric,
    n.fiscal_year,
    coalesce(max(n.item_title), max(m.title)) as metric_title,
    coalesce(max(n.item_unit), max(m.unit)) as unit,
    max(case when n.item is null then m.kind else 'number' end) as kind,
    case
        when bool_or(v.metric is not null) then 'negative'
        when bool_and(coalesce(n.is_persons, false)) then 'person'
        else 'data'
    end as ask,
    min(n.indicator_id) as indicator_id,
    max(n.points_at_stake) as points_at_stake,
    concat_ws('；', {{ distinct_sentences("n.clause") }}, '已读：' || max(f.note)) as clause,
    max(m.ask_whom) as ask_whom,
    max(f.evidence) as evidence
from kept as n
inner join subject as s on n.company_id = s.company_id and n.tier = s.tier
inner join {{ ref('metrics') }} as m on n.metric = m.metric
left join {{ ref('judgement_rules') }} as v on n.metric = v.metric
left join {{ ref('company_metric') }} as f
    on n.item is null and n.company_id = f.company_id and s.basis = f.basis and n.metric = f.metric
    and f.note is not null
group by
    s.company_id, s.name, s.county_code, s.zone_code, s.tier, s.purpose, s.standard_id, coalesce(n.item, n.metric),
    n.fiscal_year
