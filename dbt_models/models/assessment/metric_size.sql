-- is_sme as a fact, where the size standard settles it; its evidence is that of the figures it was judged on.
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
    cast(null as string) as note
from {{ ref('size_assessment') }} as a
left join input as i on a.company_id = i.company_id and a.basis = i.basis
where a.status in ('met', 'not_met')
