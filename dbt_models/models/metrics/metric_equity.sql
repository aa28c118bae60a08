-- Equity paid in by qualified institutions in the window before a basis date (万元). An investor who is not known to be
-- qualified leaves the sum open; so does a list that is not complete, and, for certain, the time until a review.
with paid as (
    select
        b.company_id,
        b.basis,
        r.metric,
        sum(i.paid_in) filter (where i.is_qualified) as certain,
        sum(i.paid_in) filter (where coalesce(i.is_qualified, true)) as possible,
        {{ evidence_list('i.evidence') }} as evidence
    from {{ ref('basis') }} as b
    inner join {{ ref('investment') }} as i on b.company_id = i.company_id
    cross join {{ ref('equity_rules') }} as r
    where i.paid_on > {{ years_before('b.basis_on', 'r.window_years') }} and i.paid_on <= b.basis_on
    group by b.company_id, b.basis, r.metric
),

judged as (
    select
        b.company_id,
        b.basis,
        r.metric,
        b.kind <> 'review'
        and coalesce(
            c.is_delivered and c.complete_since <= {{ years_before('b.as_of', 'r.window_years') }}, false
        ) as absence_known,
        c.last_delivery
    from {{ ref('basis') }} as b
    cross join {{ ref('equity_rules') }} as r
    left join {{ ref('list_coverage') }} as c on c.source = 'equity_investment' and c.list_value = ''
)

select
    j.company_id,
    j.basis,
    j.metric,
    cast(coalesce(p.certain, 0) as decimal(18, 6)) as value_low,
    case when j.absence_known then cast(coalesce(p.possible, 0) as decimal(18, 6)) end as value_high,
    cast(null as varchar) as value_text,
    cast(null as varchar) as period,
    'official_list' as trust,
    p.evidence,
    case
        when p.metric is null then '名单完整，未见（最近投放 ' || j.last_delivery || '）'
        when coalesce(p.possible, 0) > coalesce(p.certain, 0) then '有投资方是否合格机构不详'
    end as note
from judged as j
left join paid as p on j.company_id = p.company_id and j.basis = p.basis and j.metric = p.metric
where j.absence_known or p.metric is not null
