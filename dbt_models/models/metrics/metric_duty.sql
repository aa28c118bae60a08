-- What a title obliges to (seed review_duties), as a review sees it. A yearly duty that was missed in a year of the
-- cohort is a fact that nothing mends: it fails at the review for certain; while none was missed, the last year is
-- carried. "Not reported" of a change counts where a change was seen since the recognition; where none was, it may only
-- mean that there was nothing to report, and stays open.
with told as (
    select
        b.company_id,
        b.basis,
        b.kind as basis_kind,
        b.last_year,
        b.title_id,
        d.metric,
        d.kind as duty,
        d.assumption,
        d.citation,
        y.fiscal_year,
        y.value,
        y.trust,
        y.evidence
    from {{ ref('basis') }} as b
    inner join {{ ref('title') }} as t on b.title_id = t.title_id
    inner join {{ ref('company_year') }} as y
        on b.company_id = y.company_id and y.fiscal_year between year(t.recognised_on) and b.last_year
    inner join {{ ref('review_duties') }} as d on y.item = d.metric
),

changed as (
    select distinct t.title_id
    from {{ ref('title') }} as t
    inner join {{ ref('registered_change') }} as a on t.company_id = a.company_id and a.seen_on >= t.recognised_on
    union
    select distinct t.title_id
    from {{ ref('title') }} as t
    inner join {{ ref('row_company') }} as c on t.company_id = c.company_id and c.source = 'recognised_title'
    inner join {{ ref('stg_recognised_title') }} as r on c.evidence = r.evidence
    where r.event in ('renamed', 'moved') and coalesce(r.event_on, r.delivery_date) >= t.recognised_on
),

judged as (
    select
        o.company_id,
        o.basis,
        o.metric,
        o.duty,
        o.assumption,
        o.citation,
        o.basis_kind,
        o.last_year,
        bool_or(o.value = 0) as was_missed,
        {{ joined('cast(o.fiscal_year as string)', '、', order_by='o.fiscal_year', where='o.value = 0') }}
            as missed_years,
        {{ evidence_list('case when o.value = 0 then o.evidence end') }} as missed_evidence,
        max(o.fiscal_year) as newest_year,
        max_by(o.value, o.fiscal_year) as newest_value,
        max_by(o.trust, o.fiscal_year) as trust,
        max_by(o.evidence, o.fiscal_year) as newest_evidence,
        count(c.title_id) > 0 as has_changed
    from told as o
    left join changed as c on o.title_id = c.title_id
    group by o.company_id, o.basis, o.metric, o.duty, o.assumption, o.citation, o.basis_kind, o.last_year
),

decided as (
    select
        *,
        case
            when duty = 'yearly' and was_missed then 0
            when duty = 'on_change' and newest_value = 0 then case when has_changed then 0 end
            when basis_kind = 'carried' or newest_year = last_year then newest_value
        end as value,
        duty = 'yearly' and not was_missed and newest_year < last_year as is_carried,
        case when duty = 'yearly' then was_missed else newest_value = 0 end as fails
    from judged
)

select
    company_id,
    basis,
    metric,
    cast(value as decimal(18, 6)) as value_low,
    cast(value as decimal(18, 6)) as value_high,
    cast(null as string) as value_text,
    case when fails and duty = 'yearly' then missed_years else cast(newest_year as string) end as period,
    trust,
    case when fails and duty = 'yearly' then missed_evidence else newest_evidence end as evidence,
    case
        when fails and duty = 'yearly' then missed_years || ' 年度填报为“否”，已成事实'
        when fails and value is null then newest_year || ' 年度填报为“否”，但本轮有效期内没有见到变更：可能只是无变更可报，须核实'
        when fails then newest_year || ' 年度填报为“否”，而本轮有效期内见到变更'
        when is_carried then {{ carried_note('newest_year', 'last_year', 'newest_year') }}
    end || coalesce('；' || {{ reading_note('assumption and value = 0', 'citation') }}, '') as note,
    is_carried,
    coalesce(assumption and value = 0, false) as assumption
from decided
where value is not null or fails
