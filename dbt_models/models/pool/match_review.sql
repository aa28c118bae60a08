-- Names that await a person's verdict, those first whose verdict changes most: a blacklist hit on a company of the
-- pool before everything else. A name on rows that a county sent back awaits one only where that is what
-- they lack: a row refused for another reason stays refused.
with decided as (
    select r.mention_id
    from {{ ref('stg_mention_row') }} as r
    inner join {{ ref('feedback_row') }} as f on r.source = f.source and r.evidence = f.evidence
    group by r.mention_id
    having bool_and(f.refused is distinct from 'unknown_company')
),

waiting as (
    select
        m.mention_id,
        m.source,
        m.name,
        m.published_code,
        nullif(m.region_code, '') as region_code,
        x.candidate_id,
        x.candidate_name,
        x.rule,
        x.probability,
        x.match_evidence,
        m.row_count,
        m.first_evidence,
        c.county_code as candidate_county,
        p.company_id is not null as is_in_pool,
        s.company_id is not null as is_in_scope
    from {{ ref('stg_match') }} as x
    inner join {{ ref('stg_mention') }} as m on x.mention_id = m.mention_id
    left join {{ ref('company') }} as c on x.candidate_id = c.company_id
    left join (select distinct company_id from {{ ref('cultivation_pool') }}) as p on x.candidate_id = p.company_id
    left join {{ ref('scope') }} as s on x.candidate_id = s.company_id
    left join decided as d on x.mention_id = d.mention_id
    where x.decision = 'review' and d.mention_id is null
)

select
    w.mention_id,
    w.source,
    w.name,
    w.published_code,
    w.region_code,
    coalesce(r.county_code, g.county_code) as county_code,
    w.candidate_id,
    w.candidate_name,
    w.rule,
    w.probability,
    w.match_evidence,
    w.is_in_pool,
    p.why as effect,
    w.row_count,
    row_number() over (
        order by
            not w.is_in_pool,
            not w.is_in_scope,
            coalesce(p.priority, 99),
            w.row_count desc,
            w.probability desc nulls last,
            w.mention_id
    ) as priority,
    w.first_evidence
from waiting as w
left join {{ ref('source_priority') }} as p on w.source = p.source
left join {{ ref('stg_region_county') }} as r on w.region_code = r.county_code
left join {{ ref('stg_region_county') }} as g on w.candidate_county = g.county_code
