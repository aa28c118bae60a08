-- Which company every accepted row of every list is about. A row with several owners has several rows here.
select
    r.source,
    r.evidence,
    r.role,
    r.owner_rank,
    r.owner_count,
    r.mention_id,
    coalesce(a.company_id, m.company_id) as company_id
from {{ ref('stg_mention_row') }} as r
inner join {{ ref('stg_match') }} as m on r.mention_id = m.mention_id
left join {{ ref('stg_company_alias') }} as a on m.company_id = a.alias_id
where m.decision = 'accept'
