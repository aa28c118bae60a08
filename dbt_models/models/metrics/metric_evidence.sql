-- Awards, institutions, honours, contests, standards and list memberships as metrics, by the seed evidence_rules.
-- What a missing rank or date leaves open is open (low below high). Not on a complete list is 0; for certain only up
-- to today. What was on it and counts no more is cited as that; not on a list that is not up to date is open.
with fit as (
    select
        b.company_id,
        b.basis,
        r.metric,
        r.assumption,
        r.citation,
        coalesce(r.number_from, 1) as number_from,
        coalesce(e.rank <= r.rank_max, r.rank_max is null)
        and coalesce(e.awarded_on > {{ years_before('b.basis_on', 'r.window_years') }}, r.window_years is null)
            as is_certain,
        e.awarded_on,
        e.evidence
    from {{ ref('basis') }} as b
    inner join {{ ref('evidence_item') }} as e on b.company_id = e.company_id
    inner join {{ ref('evidence_rules') }} as r on e.kind = r.kind and coalesce(r.level = e.level, r.level is null)
    where
        coalesce(e.awarded_on <= b.basis_on, true)
        and coalesce(e.rank <= r.rank_max, true)
        and coalesce(e.awarded_on > {{ years_before('b.basis_on', 'r.window_years') }}, true)
        and (not r.needs_valid or coalesce(e.valid_to >= b.basis_on, true))
),

ranked as (
    select
        f.*,
        max(case when f.is_certain then f.number_from end) over (
            partition by f.company_id, f.basis, f.metric
        ) as certain
    from fit as f
),

found as (
    -- a lower level than the one that counts is not its evidence, nor is the day it was granted on
    select
        company_id,
        basis,
        metric,
        max(certain) as certain,
        max(number_from) as possible,
        max(awarded_on) as awarded_on,
        bool_or(assumption) as assumption,
        {{ joined('citation', '；', distinct=true, where='assumption') }} as reading,
        {{ evidence_list('evidence') }} as evidence
    from ranked
    where number_from >= coalesce(certain, number_from)
    group by company_id, basis, metric
),

gone as (
    -- what stands on a list and counts no more
    select
        b.company_id,
        b.basis,
        r.metric,
        '名单上有，' || {{ distinct_sentences("""case
            when r.needs_valid and e.valid_to < b.as_of then '已于 ' || e.valid_to || ' 到期'
            when r.needs_valid and e.valid_to < b.basis_on then '将于 ' || e.valid_to || ' 到期，早于复核日'
            else e.awarded_on || ' 授予，已满 ' || r.window_years || ' 年'
        end""") }} as note,
        {{ evidence_list('e.evidence') }} as evidence
    from {{ ref('basis') }} as b
    inner join {{ ref('evidence_item') }} as e on b.company_id = e.company_id
    inner join {{ ref('evidence_rules') }} as r on e.kind = r.kind and coalesce(r.level = e.level, r.level is null)
    where
        coalesce(e.awarded_on <= b.basis_on, true)
        and coalesce(e.rank <= r.rank_max, true)
        and (
            (r.needs_valid and e.valid_to < b.basis_on)
            or e.awarded_on <= {{ years_before('b.basis_on', 'r.window_years') }}
        )
    group by b.company_id, b.basis, r.metric
),

coverage as (
    select
        b.company_id,
        b.basis,
        b.kind,
        r.metric,
        bool_and(coalesce(
            r.absence_known
            and c.is_current
            and c.complete_since <= coalesce({{ years_before('b.as_of', 'r.window_years') }}, b.as_of)
            and d.claim is null,
            false
        )) as absence_known,
        max(coalesce(r.number_from, 1)) as most,
        bool_or(r.assumption) as assumption,
        {{ joined('r.citation', '；', distinct=true, where='r.assumption') }} as reading,
        max(c.complete_since) as complete_since,
        min(c.last_delivery) as last_delivery,
        min({{ in_doubt_note('d.names', 'd.evidence') }}) as why_in_doubt,
        min(d.evidence) as in_doubt,
        case when bool_and(r.absence_known) then coalesce(
            min({{ in_doubt_note('d.names', 'd.evidence') }}), min({{ not_current_note('c.why_not_current') }})
        ) end as why_open
    from {{ ref('basis') }} as b
    cross join {{ ref('evidence_rules') }} as r
    left join {{ ref('list_coverage') }} as c on c.source = 'evidence' and r.kind = c.list_value
    left join {{ ref('claim_in_doubt') }} as d
        on d.source = 'evidence' and b.company_id = d.company_id and r.kind = d.claim
        and coalesce(d.lasts_to >= b.basis_on or not r.needs_valid, true)
        and coalesce(d.dated_on > {{ years_before('b.basis_on', 'r.window_years') }}, true)
    group by b.company_id, b.basis, b.kind, r.metric
)

select
    c.company_id,
    c.basis,
    c.metric,
    cast(coalesce(f.certain, 0) as decimal(18, 6)) as value_low,
    cast(
        case
            when c.kind = 'review' or not c.absence_known then c.most
            else coalesce(f.possible, 0)
        end as decimal(18, 6)
    ) as value_high,
    cast(null as string) as value_text,
    cast(f.awarded_on as string) as period,
    'official_list' as trust,
    nullif(concat_ws(
        '; ',
        coalesce(f.evidence, g.evidence),
        case when c.kind <> 'review' and (f.metric is null or f.certain < c.most) then c.in_doubt end
    ), '') as evidence,
    nullif(concat_ws(
        '；',
        case
            when f.metric is null
                then coalesce(g.note || '；', '') || coalesce(
                    c.why_open,
                    {{ complete_note('c.complete_since', 'c.last_delivery') }} || '，未见' || case
                        when g.metric is null then '' else '其他'
                    end
                )
            when f.certain is null then '名单缺名次或日期，未能确定'
            when f.certain < c.most and c.kind <> 'review' then c.why_in_doubt || '其他'
        end,
        '口径：' || case when f.metric is not null then f.reading when c.why_open is null then c.reading end
    ), '') as note,
    case when f.metric is not null then f.assumption else c.why_open is null and c.assumption end as assumption
from coverage as c
left join found as f on c.company_id = f.company_id and c.basis = f.basis and c.metric = f.metric
left join gone as g
    on f.metric is null and c.company_id = g.company_id and c.basis = g.basis and c.metric = g.metric
where f.metric is not null or ((c.absence_known or c.why_open is not null) and c.kind <> 'review')
union all
select
    b.company_id,
    b.basis,
    'digital_level' as metric,
    case when q.claim is null then coalesce(d.digital_level, e.value) end as value_low,
    case when q.claim is null then coalesce(d.digital_level, e.value) end as value_high,
    null as value_text,
    cast(e.awarded_on as string) as period,
    'official_list' as trust,
    concat_ws('; ', e.evidence, q.evidence) as evidence,
    concat_ws(
        '；', '评测值 ' || {{ plain_number('e.value') }}, {{ reading_note('d.assumption', 'd.citation') }},
        {{ in_doubt_note('q.names', 'q.evidence') }}
    ) as note,
    d.assumption
from {{ ref('basis') }} as b
inner join {{ ref('evidence_item') }} as e on b.company_id = e.company_id and e.kind = 'digital_assessment'
inner join {{ ref('digital_levels') }} as d on e.value >= d.score_from and e.value < d.score_below
left join {{ ref('claim_in_doubt') }} as q
    -- a later assessment, maybe
    on b.company_id = q.company_id and q.claim = e.kind and q.dated_on > e.awarded_on
where coalesce(e.awarded_on <= b.basis_on, true) and (b.kind <> 'review' or coalesce(e.valid_to >= b.basis_on, true))
qualify row_number() over (
    partition by b.company_id, b.basis order by e.awarded_on desc nulls last, e.value desc, e.evidence
) = 1
