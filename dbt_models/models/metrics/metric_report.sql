-- What companies, counties and the platform told of the last year and no formula touches: counts, levels, flags. The
-- duties of a title are read for its review elsewhere (metric_duty).
select
    y.company_id,
    y.basis,
    y.item as metric,
    y.value as value_low,
    y.value as value_high,
    cast(null as string) as value_text,
    cast(y.fiscal_year as string) as period,
    y.trust,
    y.evidence,
    nullif(concat_ws(
        '；',
        case when y.is_disputed then '同一年度有不同填报值，取较可信、较新的一份' end,
        case when y.is_carried then {{ carried_note('y.newest_year', 'y.wanted_year', 'y.newest_year') }} end
    ), '') as note,
    y.is_carried
from {{ ref('basis_year') }} as y
where
    y.year_offset = 0
    and y.item not in (select metric from {{ ref('ip_rules') }})
    and y.item not in (select distinct metric from {{ ref('metric_finance') }})
    and (y.basis = 'today' or y.item not in (select metric from {{ ref('review_duties') }}))
