-- What is open and why: facts that an open clause of the base or the best route asks for, those that leave an
-- indicator's points open, and clauses that a person must judge. One row a company, tier and metric.
with clause_row as (
    select
        s.company_id,
        s.tier,
        r.metric,
        n.status,
        n.text || '〔' || n.citation || '〕' as sentence
    from {{ part_of(ref('request_subject')) }} as s
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
    from {{ part_of(ref('request_subject')) }} as s
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
)

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
