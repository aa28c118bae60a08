-- Annex 4 against what is done. A zone's company is counted for the zone, so that rows add up; its host county sees it
-- beside its own (zone_done, zone_in_pool). done: titles recognised for the first time ever in
-- that year, and here (first_recognition); in_pool: companies of the pool
-- that could apply for the tier; in_reserve: those that lack data or one step.
with place as (
    select county_code, cast(null as string) as zone_code, county as place from {{ ref('stg_region_county') }}
    union all
    select z.host_county_code, z.zone_code, z.zone
    from {{ ref('zones') }} as z
    inner join {{ ref('stg_region_county') }} as r on z.host_county_code = r.county_code
),

asked as (
    select
        p.*,
        t.year,
        t.tier,
        t.target,
        t.assumption,
        t.citation
    from place as p
    inner join {{ ref('targets') }} as t
        on p.county_code = t.county_code and p.zone_code is not distinct from nullif(t.zone_code, '')
),

counted as (
    select c.county_code, c.zone_code, t.tier, year(t.first_recognised_on) as year, 'done' as what, count(*) as n
    from {{ ref('first_recognition') }} as t
    inner join {{ ref('company') }} as c on t.company_id = c.company_id
    where not t.is_brought
    group by all
    union all
    select
        p.county_code,
        p.zone_code,
        p.tier,
        t.year,
        case p.status when 'ready' then 'in_pool' else 'in_reserve' end as what,
        count(*) as n
    from {{ ref('cultivation_pool') }} as p
    cross join {{ ref('stg_run') }} as r
    inner join (select distinct year from {{ ref('targets') }}) as t on t.year >= year(r.as_of)
    where p.is_next and p.status in ('ready', 'needs_data', 'near')
    group by all
),

added as (
    select
        a.county_code,
        a.zone_code,
        a.year,
        a.tier,
        {% for what in ['done', 'in_pool', 'in_reserve'] %}
        sum(n.n) filter (where n.what = '{{ what }}' and a.zone_code is not distinct from n.zone_code) as {{ what }},
        {% endfor %}
        sum(n.n) filter (where n.what = 'done' and a.zone_code is null and n.zone_code is not null) as zone_done,
        sum(n.n) filter (where n.what = 'in_pool' and a.zone_code is null and n.zone_code is not null) as zone_in_pool
    from asked as a
    left join counted as n on a.county_code = n.county_code and a.tier = n.tier and a.year = n.year
    group by a.county_code, a.zone_code, a.year, a.tier
)

select
    a.county_code,
    a.zone_code,
    a.place,
    a.year,
    a.tier,
    k.tier_title,
    a.target,
    {% for what in ['done', 'in_pool', 'in_reserve', 'zone_done', 'zone_in_pool'] %}
    cast(coalesce(n.{{ what }}, 0) as integer) as {{ what }},
    {% endfor %}
    a.target - cast(coalesce(n.done, 0) as integer) as gap,
    a.assumption,
    a.citation
from asked as a
inner join {{ ref('tiers') }} as k on a.tier = k.tier
inner join added as n
    on a.county_code = n.county_code and a.zone_code is not distinct from n.zone_code
    and a.year = n.year and a.tier = n.tier
