-- What the awards cost (万元): this year what was recognised, invested or moved in; next year what may be, low from
-- companies that could apply now, high with those that lack data or one step. First recognition only; of a group the
-- higher award, and what was paid before is taken off the low end. What no list tells has no high end.
with place as (
    select
        a.*,
        c.county_code,
        c.county,
        case when k.is_district then a.city_share_district else a.city_share_county end as city_share
    from {{ ref('stg_region_county') }} as c
    inner join {{ ref('divisions') }} as d on c.county_code = d.county_code
    inner join {{ ref('awards') }} as a on a.region_code in (d.county_code, d.city_code, d.province_code)
    left join {{ ref('division_kinds') }} as k on right(c.county, 1) = k.suffix
),

first_title as (
    select t.company_id, t.tier, year(min(t.first_recognised_on)) as year
    from {{ ref('title') }} as t
    group by t.company_id, t.tier
),

recognised as (
    select f.company_id, f.tier, f.year, true as is_certain, false as is_move
    from first_title as f
    cross join {{ ref('stg_run') }} as r
    where f.year = year(r.as_of)
    union all
    select p.company_id, p.tier, year(r.as_of) + 1 as year, p.status = 'ready' as is_certain, false as is_move
    from {{ ref('cultivation_pool') }} as p
    cross join {{ ref('stg_run') }} as r
    left join first_title as f on p.company_id = f.company_id and p.tier = f.tier
    where p.is_next and f.company_id is null and p.status in ('ready', 'needs_data', 'near')
    union all
    -- moved in with its title, and a year has passed
    select w.company_id, t.tier, year(t.event_on) + 1 as year, true as is_certain, true as is_move
    from {{ ref('stg_recognised_title') }} as t
    inner join {{ ref('row_company') }} as w
        on w.source = 'recognised_title' and t.evidence = w.evidence and w.role = 'owner'
    cross join {{ ref('stg_run') }} as r
    where t.is_current and t.event = 'moved' and year(t.event_on) + 1 between year(r.as_of) and year(r.as_of) + 1
),

awarded as (
    select
        p.award_id,
        p.county_code,
        c.company_id,
        e.year,
        e.is_certain,
        p.amount_low,
        p.amount_high,
        coalesce((
            select max(q.amount_high)
            from first_title as f
            inner join place as q
                on f.tier = q.tier and p.county_code = q.county_code and p.award_group = q.award_group
            where f.company_id = c.company_id and f.year < e.year
        ), 0) as paid_before
    from recognised as e
    inner join {{ ref('company') }} as c on e.company_id = c.company_id
    inner join place as p
        on p.kind = 'recognition' and c.county_code = p.county_code and e.tier = p.tier
        and (p.moved_in or not e.is_move)
    qualify p.award_group is null or row_number() over (
        partition by p.award_group, c.company_id, e.year order by p.amount_high desc, e.is_certain desc, p.award_id
    ) = 1
),

deal as (
    select
        p.award_id,
        p.county_code,
        i.company_id,
        year(i.paid_on) as year,
        i.is_qualified is not false as is_possible,
        coalesce(i.is_qualified, false) as is_certain,
        least(i.paid_in * p.rate / 100, p.cap_deal) as amount,
        p.cap_year
    from {{ ref('investment') }} as i
    inner join {{ ref('company') }} as c on i.company_id = c.company_id
    inner join place as p on p.kind = 'equity' and c.county_code = p.county_code
    cross join {{ ref('stg_run') }} as r
    where
        year(i.paid_on) = year(r.as_of)
        and exists (
            select 1 from {{ ref('title') }} as t
            where t.company_id = i.company_id and t.in_force and list_contains(string_split(p.tier, ';'), t.tier)
        )
),

spent as (
    select
        award_id,
        county_code,
        company_id,
        year,
        case when is_certain then greatest(amount_low - paid_before, 0) else 0 end as low,
        case when paid_before >= amount_high then 0 else amount_high end as high,
        is_certain
    from awarded
    union all
    select
        award_id,
        county_code,
        company_id,
        year,
        least(coalesce(sum(amount) filter (where is_certain), 0), max(cap_year)) as low,
        least(coalesce(sum(amount) filter (where is_possible), 0), max(cap_year)) as high,
        bool_or(is_certain) as is_certain
    from deal
    group by award_id, county_code, company_id, year
    union all
    select p.award_id, p.county_code, null as company_id, year(r.as_of) as year, 0 as low, null as high, false
    from place as p
    cross join {{ ref('stg_run') }} as r
    where p.kind = 'ip_purchase'
),

total as (
    select
        award_id,
        county_code,
        cast(year as integer) as year,
        count(company_id) filter (where is_certain) as companies_low,
        count(company_id) as companies_high,
        sum(low) as low,
        sum(high) as high
    from spent
    group by award_id, county_code, year
)

select
    p.award_id,
    p.county_code,
    p.county as place,
    s.year,
    p.kind,
    p.tier,
    s.companies_low,
    case when p.kind <> 'ip_purchase' then s.companies_high end as companies_high,
    cast(s.low as decimal(18, 2)) as low,
    cast(s.high as decimal(18, 2)) as high,
    cast(s.low * p.city_share as decimal(18, 2)) as city_low,
    cast(s.high * p.city_share as decimal(18, 2)) as city_high,
    p.payer,
    p.assumption,
    p.citation || '（' || p.payer || '）' || case when p.kind = 'ip_purchase' then '；没有哪份名单能说明交易额' else '' end
        as clause
from total as s
inner join place as p on s.award_id = p.award_id and s.county_code = p.county_code
