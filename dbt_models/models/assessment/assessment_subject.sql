-- Whom each standard judges today: every company for every tier that is open to new applicants where it is, and every
-- title in force by the standard that applies to its cohort on the day of its review. Of several rules for one place
-- the one of the smallest region holds. A rule without a standard says that nothing is judged (no review, say).
with subject as (
    select
        b.company_id,
        b.basis,
        b.basis_on,
        b.title_id,
        case when b.title_id is null then 'new' else 'review' end as purpose,
        t.tier as title_tier,
        t.recognised_on,
        c.county_code
    from {{ ref('basis') }} as b
    inner join {{ ref('company') }} as c on b.company_id = c.company_id
    left join {{ ref('title') }} as t on b.title_id = t.title_id
),

governed as (
    select
        s.*,
        a.tier,
        a.standard_id,
        a.citation,
        a.assumption,
        a.note
    from subject as s
    inner join {{ ref('applicability') }} as a
        on s.purpose = a.purpose
        and (s.title_tier is null or s.title_tier = a.tier)
        and (a.cohort_from is null or s.recognised_on >= a.cohort_from)
        and (a.cohort_to is null or s.recognised_on <= a.cohort_to)
        and (a.judged_from is null or s.basis_on >= a.judged_from)
        and (a.judged_to is null or s.basis_on <= a.judged_to)
        and {{ engine_in_region('s.county_code', 'a.region') }}
    qualify row_number() over (
        partition by s.company_id, s.basis, a.tier
        order by length({{ engine_region_prefix('a.region') }}) desc, a.standard_id
    ) = 1
)

select
    company_id,
    basis,
    basis_on,
    title_id,
    standard_id,
    purpose,
    tier,
    county_code as region_code,
    citation,
    assumption,
    note
from governed
where standard_id is not null
