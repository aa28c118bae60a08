-- Why a company may be worth cultivating: the seed signals, each with its window and bound.
with bound as (
    select
        s.*,
        r.as_of,
        {{ years_before('r.as_of', 's.window_years') }} as window_from,
        year(r.as_of) - 1 as last_year
    from {{ ref('signals') }} as s
    cross join {{ ref('stg_run') }} as r
    where s.region_code is null
        or exists (
            select 1
            from {{ ref('divisions') }} as d
            inner join {{ ref('stg_region_county') }} as c on d.county_code = c.county_code
            where s.region_code in (d.county_code, d.city_code, d.province_code)
        )
),

found as (
    select c.company_id, b.signal, cast(1 as decimal(18, 6)) as value, c.valid_from as since, c.evidence
    from {{ ref('certificate') }} as c
    inner join bound as b on b.signal = 'high_tech_valid' and c.kind = 'high_tech'
    where b.as_of between c.valid_from and c.valid_to_latest and coalesce(c.revoked_on > b.as_of, true)
    union all
    select c.company_id, b.signal, 1 as value, c.valid_from as since, c.evidence
    from {{ ref('certificate') }} as c
    inner join bound as b on b.signal = 'tech_sme_new_1y' and c.kind = 'tech_sme'
    where c.valid_from > b.window_from and c.valid_from <= b.as_of
    union all
    select o.company_id, b.signal, 1 as value, p.granted_on as since, o.evidence
    from {{ ref('patent_owner') }} as o
    inner join {{ ref('patent') }} as p on o.publication_no = p.publication_no and p.is_invention
    inner join bound as b on b.signal = 'patent_grant_1y'
    where o.state_no = 0 and p.granted_on > b.window_from and p.granted_on <= b.as_of
    union all
    select e.company_id, b.signal, 1 as value, e.awarded_on as since, e.evidence
    from {{ ref('evidence_item') }} as e
    inner join bound as b on b.signal = 'four_new' and e.kind = 'four_new'
    where coalesce(e.valid_to >= b.as_of, true)
    union all
    select y.company_id, b.signal, y.value, make_date(y.fiscal_year, 12, 31) as since, y.evidence
    from {{ ref('company_year') }} as y
    inner join bound as b on b.metric = y.item and y.fiscal_year = b.last_year and y.value >= b.min_value
)

select
    f.company_id,
    f.signal,
    b.signal_title,
    b.signal_order,
    case when b.metric is null then sum(f.value) else max(f.value) end as value,
    max(f.since) as since,
    b.citation,
    b.assumption,
    {{ evidence_list('f.evidence') }} as evidence
from found as f
inner join bound as b on f.signal = b.signal
group by f.company_id, f.signal, b.signal_title, b.signal_order, b.metric, b.citation, b.assumption
