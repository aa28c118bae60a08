-- One row a granted patent, whoever owns it. It ends when a delivery says that it lapsed, else with its term.
with published as (
    select
        publication_no,
        max_by(application_no, delivery_date || evidence) filter (where application_no is not null) as application_no,
        max_by(title, delivery_date || evidence) filter (where title is not null) as title,
        min(granted_on) as granted_on,
        min(filed_on) as filed_on,
        max_by(ipc, delivery_date || evidence) filter (where ipc is not null) as ipc,
        min(coalesce(event_on, delivery_date)) filter (where event = 'lapsed') as lapsed_on,
        {{ evidence_list('evidence') }} as evidence
    from {{ ref('stg_patent_grant') }}
    where is_current
    group by publication_no
)

select
    p.publication_no,
    p.application_no,
    p.title,
    k.is_invention,
    case when k.assumption then k.citation end as kind_assumed,
    p.granted_on,
    p.filed_on,
    p.ipc,
    p.lapsed_on,
    {{ years_after('p.filed_on', 'k.term_years') }} as expires_on,
    p.evidence
from published as p
left join {{ ref('patent_kinds') }} as k
    on regexp_extract(p.publication_no, '([A-Z])[0-9]?$', 1) = k.kind_letter
