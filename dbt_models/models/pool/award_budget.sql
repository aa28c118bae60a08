-- What the awards cost (万元), by award, county and year; what low and high mean stands beside award_due. What no list
-- tells has no high end.
with total as (
    select
        award_id,
        county_code,
        year,
        count(*) filter (where is_certain) as companies_low,
        count(*) as companies_high,
        sum(low) as low,
        sum(high) as high
    from {{ ref('award_due') }}
    group by award_id, county_code, year
    union all
    select p.award_id, p.county_code, cast(year(r.as_of) as integer), 0, null, 0, null
    from {{ ref('award_place') }} as p
    cross join {{ ref('stg_run') }} as r
    where p.kind = 'ip_purchase'
)

select
    p.award_id,
    p.county_code,
    p.county as place,
    s.year,
    p.kind,
    p.tier,
    s.companies_low,
    s.companies_high,
    cast(s.low as decimal(18, 2)) as low,
    cast(s.high as decimal(18, 2)) as high,
    cast(s.low * p.city_share as decimal(18, 2)) as city_low,
    cast(s.high * p.city_share as decimal(18, 2)) as city_high,
    p.assumption,
    p.citation || '（' || p.payer || '）' || case when p.kind = 'ip_purchase' then '；没有哪份名单能说明交易额' else '' end
        as clause
from total as s
inner join {{ ref('award_place') }} as p on s.award_id = p.award_id and s.county_code = p.county_code
