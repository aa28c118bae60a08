-- What changed in the register: each new name or legal form that it shows of a company, when it was seen first and when
-- the one before was. The first spelling of a company is no change.
with registered as (
    select
        k.company_id,
        g.name,
        g.company_type,
        min(g.delivery_date) as seen_on,
        min_by(g.evidence, g.delivery_date) as evidence
    from {{ ref('stg_company_registry') }} as g
    inner join {{ ref('company') }} as k on g.uscc = k.uscc
    group by k.company_id, g.name, g.company_type
),

altered as (
    select
        *,
        lag(name) over states as name_before,
        lag(company_type) over states as type_before,
        lag(seen_on) over states as seen_before
    from registered
    window states as (partition by company_id order by seen_on, name, company_type)
)

select
    company_id,
    name,
    seen_before,
    seen_on,
    case
        when name <> name_before then '登记名称由“' || name_before || '”变为“' || name || '”'
        else '企业类型由“' || type_before || '”变为“' || company_type || '”'
    end as sentence,
    evidence
from altered
where name <> name_before or company_type <> type_before
