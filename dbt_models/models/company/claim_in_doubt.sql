-- What a list says of a company if a name that awaits a person's verdict is that company's, or if a row that could not
-- be read says it (claim_unread): till then neither so nor not so. One row a company, list and claim. Meant are the
-- company that the name comes nearest to and, of rivals, the second.
with candidate as (
    select mention_id, candidate_id
    from {{ ref('stg_match') }}
    where decision = 'review' and candidate_id is not null
    union
    select c.mention_id, c.candidate_id
    from {{ ref('stg_match_candidate') }} as c
    inner join {{ ref('stg_match') }} as m
        on c.mention_id = m.mention_id and m.decision = 'review' and m.rule = 'rivals'
    where c.rank = 2
),

asked as (
    -- the county whose workbook asks (match_review): that of the name, else that of the company it comes nearest to
    select m.mention_id, coalesce(r.county_code, c.county_code) as county_code
    from {{ ref('stg_match') }} as m
    inner join {{ ref('stg_mention') }} as n on m.mention_id = n.mention_id
    left join {{ ref('stg_region_county') }} as r on n.region_code = r.county_code
    left join {{ ref('company') }} as c on m.candidate_id = c.company_id
    where m.decision = 'review'
),

awaiting as (
    select
        c.candidate_id as company_id, l.source, l.claim, l.dated_on, l.lasts_to,
        '“' || n.name || '”（待核是不是这家企业，见'
        || case when q.county_code = k.county_code then '' else '市局的' end || '名称待核）' as names,
        l.evidence
    from candidate as c
    inner join asked as q on c.mention_id = q.mention_id
    left join {{ ref('company') }} as k on c.candidate_id = k.company_id
    inner join {{ ref('stg_mention') }} as n on c.mention_id = n.mention_id
    inner join {{ ref('stg_mention_row') }} as r on c.mention_id = r.mention_id and r.role = 'owner'
    inner join {{ ref('list_claim') }} as l on r.source = l.source and r.evidence = l.evidence and l.stands
)

select
    coalesce(a.company_id, d.company_id) as company_id,
    d.source,
    d.claim,
    max(d.dated_on) as dated_on,
    case when bool_and(d.lasts_to is not null) then max(d.lasts_to) end as lasts_to,
    {{ joined('d.names', '、', distinct=true) }} as names,
    {{ evidence_list('d.evidence') }} as evidence
from (
    select company_id, source, claim, dated_on, lasts_to, names, evidence from awaiting
    union all
    select company_id, source, claim, dated_on, lasts_to, names, evidence from {{ ref('claim_unread') }}
) as d
left join {{ ref('stg_company_alias') }} as a on d.company_id = a.alias_id
group by coalesce(a.company_id, d.company_id), d.source, d.claim
