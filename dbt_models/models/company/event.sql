-- What happened to a company on a day: penalties, and the listings that the seed event_rules counts as incidents.
-- A listing that was cleared stays an event.
select
    r.company_id,
    'penalty' as source,
    coalesce(p.kind, '') as kind,
    '' as list_name,
    p.penalised_on as event_on,
    coalesce(p.is_grave = 1, false) as is_grave,
    concat_ws('，', p.authority, p.kind, p.reason, p.document_no) as description,
    p.evidence
from {{ ref('stg_penalty') }} as p
inner join {{ ref('row_company') }} as r on r.source = 'penalty' and p.evidence = r.evidence and r.role = 'owner'
where p.is_current
union all
select
    company_id,
    source,
    list_name as kind,
    list_name,
    listed_on as event_on,
    true as is_grave,
    concat_ws('，', list_name, authority, reason) as description,
    evidence
from {{ ref('listing') }}
where list_name in (select list_name from {{ ref('event_rules') }})
