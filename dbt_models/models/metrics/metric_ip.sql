-- Intellectual property that the lists give a company on a basis date, each kind by its standard's own definition
-- (seed ip_rules). A list of some gazette days is a lower bound; a reported figure that is not below it closes the
-- interval.
with owned as (
    select
        o.*,
        p.is_invention,
        p.kind_assumed,
        p.granted_on,
        least(p.lapsed_on, p.expires_on) as ends_on
    from {{ ref('patent_owner') }} as o
    inner join {{ ref('patent') }} as p on o.publication_no = p.publication_no
),

counted as (
    select
        b.company_id,
        b.basis,
        r.metric,
        count(distinct o.publication_no) as value,
        bool_or(r.assumption or o.kind_assumed is not null) as assumption,
        concat_ws('；', min(case when r.assumption then r.citation end), min(o.kind_assumed)) as citation,
        {{ evidence_list('o.evidence') }} as evidence
    from {{ ref('basis') }} as b
    inner join owned as o on b.company_id = o.company_id
    inner join {{ ref('ip_rules') }} as r on o.is_invention = r.is_invention
    where
        o.granted_on <= b.basis_on
        and o.owned_from <= b.basis_on
        and coalesce(o.owned_to > b.basis_on, true)
        and coalesce(o.ends_on > b.basis_on, true)
        and (o.is_original or not r.needs_original)
        and coalesce(o.owner_rank <= r.rank_max, true)
        and (
            o.is_original
            or coalesce(o.acquired_on <= {{ years_before('b.basis_on', 'r.years_since_transfer') }}, true)
        )
        and coalesce(o.granted_on < {{ years_before('b.basis_on', 'r.years_held') }}, true)
    group by b.company_id, b.basis, r.metric
),

told as (
    select y.*
    from {{ ref('basis_year') }} as y
    inner join {{ ref('ip_rules') }} as r on y.item = r.metric
    where y.year_offset = 0
),

both_sides as (
    select
        coalesce(c.company_id, t.company_id) as company_id,
        coalesce(c.basis, t.basis) as basis,
        coalesce(c.metric, t.item) as metric,
        cast(coalesce(c.value, 0) as decimal(18, 6)) as listed,
        c.assumption,
        c.citation,
        t.value as reported,
        t.fiscal_year,
        t.is_carried,
        t.newest_year,
        t.wanted_year,
        t.trust,
        c.evidence as listed_evidence,
        t.evidence as told_evidence
    from counted as c
    full join told as t on c.company_id = t.company_id and c.basis = t.basis and c.metric = t.item
)

select
    company_id,
    basis,
    metric,
    greatest(listed, coalesce(reported, 0)) as value_low,
    case when reported >= listed then reported end as value_high,
    cast(null as string) as value_text,
    cast(fiscal_year as string) as period,
    case when reported >= listed then trust else 'official_list' end as trust,
    concat_ws('; ', listed_evidence, told_evidence) as evidence,
    nullif(concat_ws(
        '；',
        case when reported is null then '名单不全，为下限' end,
        case when reported < listed then '填报 ' || {{ plain_number('reported') }} || ' 少于名单所见，以名单为下限' end,
        case when reported > listed then '名单所见 ' || {{ plain_number('listed') }} || '，以填报为准' end,
        case when is_carried then {{ carried_note('newest_year', 'wanted_year', 'newest_year') }} end,
        {{ reading_note('assumption and coalesce(reported < listed, true)', 'citation') }}
    ), '') as note,
    coalesce(is_carried and reported >= listed, false) as is_carried,
    -- what the company itself reports is counted by it, by the same text
    coalesce(assumption and coalesce(reported < listed, true), false) as assumption
from both_sides
