-- What to ask, of whom and why: what is open of a company (request_metric), as whoever is asked can answer it. A figure
-- that follows from others is asked for as those others, each with its year: an answer can then be used. What was read
-- and settles nothing (a judgement that lapsed, say) is told; figures that contradict one another are asked for again.
-- A duty of a title is asked of no year before its recognition. One row a company, tier, item and year.
with needed as (
    select
        a.* {{ without('clause') }},
        case when i.item is null then a.clause else concat_ws('；', a.clause, '已读：' || f.note) end as clause,
        i.item,
        i.item_title,
        i.unit as item_unit,
        cast(year(r.as_of) - 1 - coalesce(i.years_back, 0) as integer) as fiscal_year,
        y.value is not null and f.note is null as is_known
    from {{ part_of(ref('request_metric')) }} as a
    cross join {{ ref('stg_run') }} as r
    left join {{ ref('asked_items') }} as i on a.metric = i.metric
    inner join {{ part_of(ref('request_subject')) }} as s on a.company_id = s.company_id and a.tier = s.tier
    left join {{ part_of(ref('company_year')) }} as y
        on a.company_id = y.company_id and i.item = y.item and year(r.as_of) - 1 - i.years_back = y.fiscal_year
    left join {{ part_of(ref('company_metric')) }} as f
        on a.company_id = f.company_id and s.basis = f.basis and a.metric = f.metric
        and f.value_low is null and f.value_high is null and f.value_text is null
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
    from {{ part_of(ref('request_metric')) }} as a
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
        n.is_persons,
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
inner join {{ part_of(ref('request_subject')) }} as s on q.company_id = s.company_id and q.tier = s.tier
left join {{ part_of(ref('company_metric')) }} as f
    on q.is_itself and q.company_id = f.company_id and s.basis = f.basis and q.metric = f.metric
    and f.note is not null
left join {{ ref('review_duties') }} as u on s.purpose = 'review' and q.metric = u.metric
left join {{ ref('title') }} as t on u.metric is not null and s.basis = 'carried:' || t.title_id
where t.title_id is null or q.fiscal_year >= year(t.recognised_on)
