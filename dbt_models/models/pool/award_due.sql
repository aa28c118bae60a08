-- Which company may get which award in which year (万元): this year what was announced, invested or brought in; next year
-- what the pool may bring. The definition of low and high is the description beside this file.
with expected as (
    select company_id, tier, year(due_on) as year, true as is_certain, is_brought
    from {{ ref('first_recognition') }}
    cross join {{ ref('stg_run') }} as r
    where not is_brought and year(due_on) = year(r.as_of)
    union all
    select f.company_id, f.tier, year(f.due_on), f.from_elsewhere and f.due_on <= r.as_of, f.is_brought
    from {{ ref('first_recognition') }} as f
    inner join {{ ref('company') }} as c on f.company_id = c.company_id and not c.has_ended
    cross join {{ ref('stg_run') }} as r
    where f.is_brought and f.in_force and year(f.due_on) between year(r.as_of) and year(r.as_of) + 1
    union all
    select
        p.company_id,
        p.tier,
        year(r.as_of) + 1,
        p.status = 'ready' and coalesce(year(p.rest_until) <= year(r.as_of), true),
        false
    from {{ ref('cultivation_pool') }} as p
    cross join {{ ref('stg_run') }} as r
    left join {{ ref('first_recognition') }} as f on p.company_id = f.company_id and p.tier = f.tier
    where
        p.is_next and f.company_id is null and p.status in ('ready', 'needs_data', 'near')
        and coalesce(year(p.rest_until) <= year(r.as_of) + 1, true)
),

payable as (
    select
        p.award_id,
        p.county_code,
        p.award_group,
        p.amount_low,
        p.amount_high,
        e.*,
        coalesce((
            select max(q.amount_high)
            from {{ ref('first_recognition') }} as f
            inner join {{ ref('award_place') }} as q
                on f.tier = q.tier and p.county_code = q.county_code and p.award_group = q.award_group
            where f.company_id = e.company_id and year(f.due_on) < e.year and (q.moved_in or not f.is_brought)
        ), 0) as paid_before
    from expected as e
    inner join {{ ref('company') }} as c on e.company_id = c.company_id
    inner join {{ ref('award_place') }} as p
        on p.kind = 'recognition' and c.county_code = p.county_code and e.tier = p.tier
        and (p.moved_in or not e.is_brought)
),

-- of a group the highest is paid, once: the highest certain one, and what the highest possible one has beyond it
{% set payee = 'partition by coalesce(award_group, award_id), company_id, year' %}
ranked as (
    select
        *,
        is_certain and row_number() over ({{ payee }} order by is_certain desc, amount_high desc, award_id) = 1
            as is_sure,
        row_number() over ({{ payee }} order by amount_high desc, is_certain desc, award_id) = 1 as is_highest,
        case when paid_before < amount_high then amount_high else 0 end as whole
    from payable
),

deal as (
    select
        p.award_id,
        p.county_code,
        i.company_id,
        year(i.paid_on) as year,
        coalesce(i.is_qualified, false) as is_certain,
        least(cast(i.paid_in * p.rate as double) / 100, p.cap_deal) as amount,
        p.cap_year
    from {{ ref('investment') }} as i
    inner join {{ ref('company') }} as c on i.company_id = c.company_id
    inner join {{ ref('award_place') }} as p on p.kind = 'equity' and c.county_code = p.county_code
    cross join {{ ref('stg_run') }} as r
    where
        year(i.paid_on) = year(r.as_of) and i.is_qualified is not false
        and exists (
            select 1 from {{ ref('title') }} as t
            where t.company_id = i.company_id and t.in_force and contains(';' || p.tier || ';', ';' || t.tier || ';')
        )
)

select
    award_id,
    county_code,
    company_id,
    cast(year as integer) as year,
    is_certain,
    cast(case when is_sure then greatest(amount_low - paid_before, 0) else 0 end as decimal(18, 2)) as low,
    cast(whole - case when is_sure then 0 else
        coalesce(sum(case when is_sure then whole end) over ({{ payee }}), 0) end as decimal(18, 2)) as high
from ranked
where is_sure or is_highest
union all
select
    award_id,
    county_code,
    company_id,
    cast(year as integer),
    bool_or(is_certain),
    cast(least(coalesce(sum(amount) filter (where is_certain), 0), max(cap_year)) as decimal(18, 2)),
    cast(least(sum(amount), max(cap_year)) as decimal(18, 2))
from deal
group by award_id, county_code, company_id, year
