-- Equity paid into a company (万元).
select
    r.company_id,
    i.investor,
    i.is_qualified = 1 as is_qualified,
    i.paid_in,
    i.paid_on,
    i.evidence
from {{ ref('stg_equity_investment') }} as i
inner join {{ ref('row_company') }} as r
    on r.source = 'equity_investment' and i.evidence = r.evidence and r.role = 'owner'
where i.is_current
