-- What to ask, of whom and why: facts that an open clause of the base or the best route asks for, those that leave an
-- indicator's points open, and clauses that a person must judge; what was read and settles nothing (a judgement that
-- lapsed, say) is told. A figure that follows from others is asked for as those others, each with its year: an answer
-- can then be used. Asked are the companies of the pool for their next tier, and those with a title for its review, on
-- what will hold then if nothing changes. One row a company, tier, item and year; nothing is asked of the excluded, nor
-- of who rests or is gone.
with subject as (
    select s.company_id, s.name, s.county_code, s.zone_code, s.tier, s.standard_id, 'new' as purpose, 'today' as basis
    from {{ part_of(ref('pool_subject')) }} as s
    cross join {{ ref('stg_run') }} as r
    left join {{ part_of(ref('application_state')) }} as a
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
    from {{ part_of(ref('review_title')) }}
    where gone is null and review_standard_id is not null
),

clause_row as (
    select
        s.company_id,
        s.tier,
        r.metric,
        n.status,
        n.text || '〔' || n.citation || '〕' as sentence
    from subject as s
    inner join {{ part_of(ref('clause_note')) }} as n
        on s.company_id = n.company_id and s.basis = n.basis and s.standard_id = n.standard_id
        and n.status in ('unknown', 'person')
    inner join {{ part_of(ref('condition_result')) }} as r
        on n.company_id = r.company_id and n.basis = r.basis and n.standard_id = r.standard_id
        and n.role = r.role and n.route = r.route and n.clause = r.clause and n.status = r.status
        and r.status in ('unknown', 'person')
),

clause as (
    {% for is_several in [false, true] %}
    select
        company_id,
        tier,
        metric,
        {{ 'max(status)' if is_several else 'status' }} as status,
        {{ distinct_sentences('sentence') if is_several else 'sentence' }} as clause
    from ({{ rows_of_keys('clause_row', ['company_id', 'tier', 'metric'], is_several) }}) as c
    {{ 'group by company_id, tier, metric' if is_several else 'union all' }}
    {% endfor %}
),

open_score as (
    -- a review asks for points only where a score is what is open
    select distinct c.basis
    from {{ part_of(ref('clause_note')) }} as c
    inner join {{ part_of(ref('condition_result')) }} as r
        on c.company_id = r.company_id and c.basis = r.basis and c.standard_id = r.standard_id and c.role = r.role
        and c.route = r.route and c.clause = r.clause and r.metric like 'score!_%' escape '!'
    where c.purpose = 'review' and c.status = 'unknown' and r.status = 'unknown'
),

indicator_row as (
    select
        s.company_id,
        s.tier,
        p.metric,
        p.indicator_id,
        i.score_max - greatest(i.score_min, p.score_min) as indicator_open,
        p.score_max - p.score_min as metric_open,
        d.title || '〔' || d.citation || '〕' as sentence
    from subject as s
    inner join {{ part_of(ref('indicator_score')) }} as i
        on s.company_id = i.company_id and s.basis = i.basis and s.standard_id = i.standard_id and not i.is_known
    inner join {{ part_of(ref('metric_score')) }} as p
        on i.company_id = p.company_id and i.basis = p.basis and i.standard_id = p.standard_id
        and i.indicator_id = p.indicator_id and p.score_max > p.score_min
    inner join {{ ref('indicators') }} as d on i.standard_id = d.standard_id and i.indicator_id = d.indicator_id
    left join open_score as o on s.basis = o.basis
    where s.purpose = 'new' or o.basis is not null
),

indicator as (
    {% for is_several in [false, true] %}
    select
        company_id,
        tier,
        metric,
        {{ 'min(indicator_id)' if is_several else 'indicator_id' }} as indicator_id,
        {{ 'max(indicator_open)' if is_several else 'indicator_open' }} as indicator_open,
        {{ 'max(metric_open)' if is_several else 'metric_open' }} as metric_open,
        {{ distinct_sentences('sentence') if is_several else 'sentence' }} as clause
    from ({{ rows_of_keys('indicator_row', ['company_id', 'tier', 'metric'], is_several) }}) as i
    {{ 'group by company_id, tier, metric' if is_several else 'union all' }}
    {% endfor %}
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
        y.value is not null as is_known
    from asked as a
    cross join {{ ref('stg_run') }} as r
    left join {{ ref('asked_items') }} as i on a.metric = i.metric
    left join {{ part_of(ref('company_year')) }} as y
        on a.company_id = y.company_id and i.item = y.item and year(r.as_of) - 1 - i.years_back = y.fiscal_year
),

kept as (
    select
        company_id,
        tier,
        metric,
        is_persons,
        indicator_id,
        points_at_stake,
        clause,
        item,
        item_title || '（' || fiscal_year || '年）' as item_title,
        item_unit,
        fiscal_year
    from needed
    where not is_known
    union all
    -- where every figure is known and still nothing follows, the derived one itself is asked for
    select
        a.company_id,
        a.tier,
        a.metric,
        a.is_persons,
        a.indicator_id,
        a.points_at_stake,
        a.clause,
        null as item,
        null as item_title,
        null as item_unit,
        n.fiscal_year
    from asked as a
    inner join (
        select company_id, tier, metric, max(fiscal_year) as fiscal_year
        from needed
        group by company_id, tier, metric
        having bool_and(is_known)
    ) as n on a.company_id = n.company_id and a.tier = n.tier and a.metric = n.metric
),

question as (
    select
        n.company_id,
        n.tier,
        coalesce(n.item, n.metric) as metric,
        n.fiscal_year,
        n.item_title,
        m.title,
        n.item_unit,
        m.unit,
        case when n.item is null then m.kind else 'number' end as kind,
        n.item is null as is_itself,
        v.metric is not null as is_negative,
        coalesce(n.is_persons, false) as is_persons,
        n.indicator_id,
        n.points_at_stake,
        n.clause,
        m.ask_whom
    from kept as n
    inner join {{ ref('metrics') }} as m on n.metric = m.metric
    left join {{ ref('judgement_rules') }} as v on n.metric = v.metric
),

put as (
    {% set keys = ['company_id', 'tier', 'metric', 'fiscal_year'] %}
    {% set largest = ['kind', 'points_at_stake', 'ask_whom'] %}
    {% for is_several in [false, true] %}
    select
        {{ keys | join(', ') }},
        {{ 'coalesce(max(item_title), max(title))' if is_several else 'coalesce(item_title, title)' }} as metric_title,
        {{ 'coalesce(max(item_unit), max(unit))' if is_several else 'coalesce(item_unit, unit)' }} as unit,
        {% for column in largest -%}
        {{ 'max(' ~ column ~ ')' if is_several else column }} as {{ column }},
        {% endfor -%}
        {{ 'bool_or(is_itself)' if is_several else 'is_itself' }} as is_itself,
        {{ 'bool_or(is_negative)' if is_several else 'is_negative' }} as is_negative,
        {{ 'bool_and(is_persons)' if is_several else 'is_persons' }} as is_persons,
        {{ 'min(indicator_id)' if is_several else 'indicator_id' }} as indicator_id,
        {{ distinct_sentences('clause') if is_several else 'clause' }} as clause
    from ({{ rows_of_keys('question', keys, is_several) }}) as q
    {{ 'group by ' ~ keys | join(', ') if is_several else 'union all' }}
    {% endfor %}
)

select
    s.company_id,
    s.name,
    s.county_code,
    s.zone_code,
    s.tier,
    s.purpose,
    s.standard_id,
    q.metric,
    q.fiscal_year,
    q.metric_title,
    q.unit,
    q.kind,
    case when q.is_negative then 'negative' when q.is_persons then 'person' else 'data' end as ask,
    q.indicator_id,
    q.points_at_stake,
    concat_ws('；', q.clause, '已读：' || f.note) as clause,
    q.ask_whom,
    f.evidence
from put as q
inner join subject as s on q.company_id = s.company_id and q.tier = s.tier
left join {{ part_of(ref('company_metric')) }} as f
    on q.is_itself and q.company_id = f.company_id and s.basis = f.basis and q.metric = f.metric
    and f.note is not null
