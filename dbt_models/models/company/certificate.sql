-- One row a certificate or registration number. A rename or a move changes nothing; a revocation ends it. The number
-- belongs to the company of its latest recognition, else of the name that a later event gives.
with announced as (
    select
        'high_tech_enterprise' as source,
        'high_tech' as kind,
        certificate_no as number,
        event,
        issued_on as valid_from,
        cast(null as integer) as year,
        cast(substr(certificate_no, 3, 4) as integer) as number_year,
        coalesce(event_on, issued_on, case when event <> 'recognised' then delivery_date end) as event_on,
        evidence,
        delivery_date
    from {{ ref('stg_high_tech_enterprise') }}
    where is_current
    union all
    select
        'tech_sme' as source,
        'tech_sme' as kind,
        registration_no as number,
        'recognised' as event,
        coalesce(published_on, make_date(cast(year as integer), 1, 1)) as valid_from,
        cast(year as integer) as year,
        cast(year as integer) as number_year,
        published_on as event_on,
        evidence,
        delivery_date
    from {{ ref('stg_tech_sme') }}
    where is_current
),

owned as (
    select a.*, r.company_id, r.role
    from announced as a
    inner join {{ ref('row_company') }} as r on a.source = r.source and a.evidence = r.evidence
),

holder as (
    select kind, number, company_id
    from owned
    where role in ('owner', 'new_name')
    qualify row_number() over (
        partition by kind, number
        order by event = 'recognised' desc, role = 'owner' desc, event_on desc, delivery_date desc, evidence, company_id
    ) = 1
),

dated as (
    select
        kind,
        number,
        -- some lists don't tell the day of issue: GR2024... was issued in 2024, between its first day and its last
        coalesce(min(valid_from), make_date(min(number_year), 1, 1)) as valid_from,
        coalesce(min(valid_from), make_date(min(number_year), 12, 31)) as valid_from_latest,
        max(year) as year,
        min(event_on) filter (where event = 'revoked') as revoked_on,
        {{ evidence_list('evidence') }} as evidence
    from owned
    group by kind, number
)

select
    h.company_id,
    d.kind,
    d.number,
    d.valid_from,
    {%- for end in ['', '_latest'] %}
    {{ certificate_end('k', 'd.valid_from' ~ end, 'd.year') }} as valid_to{{ end }},
    {%- endfor %}
    d.revoked_on,
    d.evidence
from dated as d
inner join holder as h on d.kind = h.kind and d.number = h.number
inner join {{ ref('certificate_kinds') }} as k on d.kind = k.kind
