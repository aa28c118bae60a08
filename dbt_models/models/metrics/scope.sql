-- Which companies are measured at all: of the region (or perhaps of it), with a signal, a title in force or an
-- application. Everything after this is paid for by them only, not by the whole register.
with reason as (
    select company_id, 'signal' as reason from {{ ref('company_signal') }}
    union
    select company_id, 'title' as reason from {{ ref('title') }} where in_force
    union
    select company_id, 'application' as reason from {{ ref('application_state') }}
)

select
    c.company_id,
    {{ joined('r.reason', '; ', order_by='r.reason') }} as reasons
from reason as r
inner join {{ ref('company') }} as c on r.company_id = c.company_id
where coalesce(c.in_region, true)
group by c.company_id
