-- What first recognitions cost (万元): this year what was recognised; next year what may be, low from those that could
-- apply now, high with those that lack data or one step. First recognition only.
with place as (
    select distinct
        c.county_code,
        c.county,
        a.*
    from {{ ref('stg_region_county') }} as c
    inner join {{ ref('divisions') }} as d on c.county_code = d.county_code
    inner join {{ ref('awards') }} as a on a.region_code in (d.county_code, d.city_code, d.province_code)
),

counted as (
    select c.county_code, t.tier, year(r.as_of) as year, count(*) as low_count, count(*) as high_count
    from {{ ref('title') }} as t
    inner join {{ ref('company') }} as c on t.company_id = c.company_id
    cross join {{ ref('stg_run') }} as r
    where year(t.first_recognised_on) = year(r.as_of)
    group by all
    union all
    select
        p.county_code,
        p.tier,
        year(r.as_of) + 1 as year,
        count(*) filter (where p.status = 'ready') as low_count,
        count(*) filter (where p.status in ('ready', 'needs_data', 'near')) as high_count
    from {{ ref('cultivation_pool') }} as p
    cross join {{ ref('stg_run') }} as r
    left join {{ ref('title') }} as t on p.company_id = t.company_id and p.tier = t.tier
    where p.is_next and t.title_id is null
    group by all
)

select
    a.award_id,
    a.county_code,
    a.county as place,
    cast(c.year as integer) as year,
    a.tier,
    cast(c.low_count * a.amount_low as decimal(18, 2)) as low,
    cast(c.high_count * a.amount_high as decimal(18, 2)) as high,
    a.citation || '（' || a.shared_by || '）' as clause
from place as a
inner join counted as c on a.county_code = c.county_code and a.tier = c.tier
