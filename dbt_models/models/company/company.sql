-- One row a company. What is_legal_person rests on is in the seed legal_form_words: a "no" outweighs a "yes", and
-- a company that no word tells anything about stays unknown.
with registered as (
    select
        c.company_id,
        c.uscc,
        c.name,
        c.former_names,
        nullif(c.county_code, '') as county_code,
        nullif(c.zone_code, '') as zone_code,
        c.is_provisional,
        c.evidence,
        r.address,
        r.industry,
        r.size_industry,
        r.company_type,
        r.established_on,
        r.status
    from {{ ref('stg_company') }} as c
    left join {{ ref('stg_company_registry') }} as r on c.evidence = r.evidence
),

legal_form as (
    select
        c.company_id,
        bool_and(w.is_legal_person) as is_legal_person
    from registered as c
    inner join {{ ref('legal_form_words') }} as w
        on case
            when w.field = 'name' and w.how = 'ends' then {{ ends('c.name', 'w.word') }}
            when w.field = 'name' then contains(c.name, w.word)
            when w.field = 'company_type' then contains(c.company_type, w.word)
            when w.field = 'uscc' then {{ begins('c.uscc', 'w.word') }}
        end
    group by c.company_id
),

ended as (
    select distinct c.company_id
    from registered as c
    inner join {{ ref('registration_status') }} as s on s.has_ended and contains(c.status, s.word)
)

select
    c.company_id,
    c.uscc,
    c.name,
    c.former_names,
    c.county_code,
    d.county,
    c.zone_code,
    z.zone,
    c.address,
    c.industry,
    c.size_industry,
    c.company_type,
    c.established_on,
    c.status,
    l.is_legal_person,
    c.is_provisional,
    case when c.county_code is not null then r.county_code is not null end as in_region,
    e.company_id is not null as has_ended,
    c.evidence
from registered as c
left join {{ ref('divisions') }} as d on c.county_code = d.county_code
left join {{ ref('zones') }} as z on c.zone_code = z.zone_code
left join {{ ref('stg_region_county') }} as r on c.county_code = r.county_code
left join legal_form as l on c.company_id = l.company_id
left join ended as e on c.company_id = e.company_id
