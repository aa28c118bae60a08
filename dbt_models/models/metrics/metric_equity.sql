-- Equity paid in by qualified institutions in the window before a basis date (万元). An investor who is not known to be
-- qualified leaves the sum open; so does a list that is not complete, one that may say more of the company
-- (claim_in_doubt), and, for certain, the time until a review.
with paid as (
    select
        b.company_id,
        b.basis,
        r.metric,
        sum(i.paid_in) filter (where i.is_qualified) as certain,
        sum(i.paid_in) filter (where coalesce(i.is_qualified, true)) as possible,
        bool_or(not i.is_qualified) as is_any_unqualified,
        {{ evidence_list('i.evidence') }} as evidence
    from {{ ref('basis') }} as b
    inner join {{ ref('investment') }} as i on b.company_id = i.company_id
    cross join {{ ref('equity_rules') }} as r
    where i.paid_on > {{ years_before('b.basis_on', 'r.window_years') }} and i.paid_on <= b.basis_on
    group by b.company_id, b.basis, r.metric
),

earlier as (
    select
        b.company_id,
        b.basis,
        r.metric,
        '名单上有，最近一笔 ' || max(i.paid_on) || ' 实缴，已满 ' || max(r.window_years) || ' 年' as note,
        {{ evidence_list('i.evidence') }} as evidence
    from {{ ref('basis') }} as b
    inner join {{ ref('investment') }} as i on b.company_id = i.company_id
    cross join {{ ref('equity_rules') }} as r
    where i.paid_on <= {{ years_before('b.basis_on', 'r.window_years') }} and coalesce(i.is_qualified, true)
    group by b.company_id, b.basis, r.metric
),

judged as (
    select
        b.company_id,
        b.basis,
        b.kind,
        r.metric,
        b.kind <> 'review'
        and coalesce(
            c.is_current and c.complete_since <= {{ years_before('b.as_of', 'r.window_years') }}, false
        ) as absence_known,
        c.complete_since,
        c.last_delivery,
        r.assumption,
        r.citation,
        case when b.kind <> 'review' then c.why_not_current end as why_not_current,
        case when b.kind <> 'review' then {{ in_doubt_note('d.names', 'd.evidence') }} end as why_in_doubt,
        case when b.kind <> 'review' then d.evidence end as in_doubt
    from {{ ref('basis') }} as b
    cross join {{ ref('equity_rules') }} as r
    left join {{ ref('list_coverage') }} as c on c.source = 'equity_investment' and c.list_value = ''
    left join {{ ref('claim_in_doubt') }} as d
        on d.claim = 'equity' and b.company_id = d.company_id
        and coalesce(d.dated_on > {{ years_before('b.basis_on', 'r.window_years') }}, true)
)

select
    j.company_id,
    j.basis,
    j.metric,
    cast(coalesce(p.certain, 0) as decimal(18, 6)) as value_low,
    case
        when j.absence_known and j.why_in_doubt is null then cast(coalesce(p.possible, 0) as decimal(18, 6))
    end as value_high,
    cast(null as string) as value_text,
    cast(null as string) as period,
    'official_list' as trust,
    nullif(
        concat_ws('; ', p.evidence, case when p.possible is null then e.evidence end, j.in_doubt), ''
    ) as evidence,
    nullif(concat_ws(
        '；',
        case when p.possible > coalesce(p.certain, 0) then '有投资方是否合格机构不详' end,
        case when p.is_any_unqualified then '名单注明不是合格机构的投资方不计' end,
        case when p.possible is null then e.note end,
        case
            when j.why_in_doubt is not null
                then j.why_in_doubt || case when p.metric is not null or e.metric is not null then '其他' else '' end
            when p.possible is not null then null
            when j.why_not_current is not null and (p.metric is not null or e.metric is not null)
                then '名单不是最新：' || j.why_not_current || '，不能断定没有其他'
            when j.why_not_current is not null then {{ not_current_note('j.why_not_current') }}
            when j.kind <> 'review'
                then {{ complete_note('j.complete_since', 'j.last_delivery') }}
                    || '，未见' || case when p.metric is null then '' else '其他' end
        end,
        {{ reading_note('j.assumption', 'j.citation') }}
    ), '') as note,
    j.assumption
from judged as j
left join paid as p on j.company_id = p.company_id and j.basis = p.basis and j.metric = p.metric
left join earlier as e on j.company_id = e.company_id and j.basis = e.basis and j.metric = e.metric
where j.absence_known or p.metric is not null or coalesce(j.why_in_doubt, j.why_not_current) is not null
