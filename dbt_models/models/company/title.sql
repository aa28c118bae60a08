-- One row a title: its latest cohort says when it was recognised and until when it is valid; it is in force while
-- that lasts and nothing ended it.
with latest as (
    select
        *,
        min(cohort_on) over lineage as first_recognised_on,
        min(valid_from) over lineage as first_valid_from
    from {{ ref('title_cohort') }}
    window lineage as (partition by company_id, tier, lineage_no)
    qualify row_number() over (partition by company_id, tier, lineage_no order by cohort_on desc) = 1
)

select
    c.company_id || '|' || c.tier || '|' || cast(c.first_recognised_on as string) as title_id,
    c.company_id,
    c.tier,
    c.cohort_on as recognised_on,
    c.first_recognised_on,
    c.valid_from,
    c.valid_to,
    c.valid_to_assumed,
    c.ended_by,
    c.ended_on,
    c.first_recognised_on <= r.as_of
    and coalesce(c.valid_to >= r.as_of, true)
    and coalesce(c.ended_on > r.as_of, true) as in_force,
    c.document,
    concat_ws('; ', c.evidence, c.ended_evidence) as evidence
from latest as c
cross join {{ ref('stg_run') }} as r
