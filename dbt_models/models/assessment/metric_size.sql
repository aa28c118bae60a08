-- is_sme as a fact, where the size standard settles it; its evidence is that of the figures it was judged on, its note
-- says them beside the bounds of the company's industry, any of which is enough.
with input as (
    select
        f.company_id,
        f.basis,
        max(f.period) as period,
        {{ evidence_list('f.evidence') }} as evidence
    from {{ ref('company_metric_reported') }} as f
    where
        f.metric in (
            select c.metric
            from {{ ref('conditions') }} as c
            inner join {{ ref('standards') }} as s on c.standard_id = s.standard_id
            where s.kind = 'size'
        )
    group by f.company_id, f.basis
),

bounded as (
    select
        f.company_id,
        f.basis,
        f.value_text || '：' || {{ joined(
            "m.title || coalesce(' ' || " ~ amount('g.value_low', 'm.unit') ~ ", '不详') || '（界线 ' || "
            ~ amount('c.value', 'm.unit') ~ " || '，不含）' || coalesce('，' || g.note, '')",
            '，或', order_by='c.alternative, c.row_no'
        ) }} as note
    from {{ ref('company_metric_reported') }} as f
    inner join {{ ref('conditions') }} as i on f.metric = i.metric and i.operator = '=' and f.value_text = i.text_value
    inner join {{ ref('standards') }} as s on i.standard_id = s.standard_id and s.kind = 'size'
    inner join {{ ref('conditions') }} as c
        on i.standard_id = c.standard_id and i.clause = c.clause and i.alternative = c.alternative and c.operator = '<'
    inner join {{ ref('metrics') }} as m on c.metric = m.metric
    left join {{ ref('company_metric_reported') }} as g
        on f.company_id = g.company_id and f.basis = g.basis and c.metric = g.metric
    where f.metric = 'size_industry'
    group by f.company_id, f.basis, f.value_text
)

select
    a.company_id,
    a.basis,
    'is_sme' as metric,
    cast(case a.status when 'met' then 1 else 0 end as decimal(18, 6)) as value_low,
    cast(case a.status when 'met' then 1 else 0 end as decimal(18, 6)) as value_high,
    cast(null as string) as value_text,
    i.period,
    i.evidence,
    b.note,
    a.assumption
from {{ ref('size_assessment') }} as a
left join input as i on a.company_id = i.company_id and a.basis = i.basis
left join bounded as b on a.company_id = b.company_id and a.basis = b.basis
where a.status in ('met', 'not_met')
